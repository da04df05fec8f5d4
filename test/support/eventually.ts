/**
 * Asks again and again until the answer satisfies, and gives it back; for what happens in another process, soon but not now.
 * @param limitMs after which the last answer is given all the same, so that the expectation that follows can tell it
 */
export async function eventually<T>(ask: () => Promise<T> | T, satisfies: (answer: T) => boolean, limitMs = 10_000): Promise<T> {
  for (const end = performance.now() + limitMs; ;) {
    const answer = await ask();
    if (satisfies(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
