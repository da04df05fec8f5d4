/** The one place where the command line speaks to a person: results on stdout, everything that goes wrong or aside on stderr. */
export const printer = {
  /** A line of the result; what a script reads. */
  print(line = ''): void {
    console.log(line);
  },

  /** A sentence about something that went wrong, or that needs attention. */
  complain(sentence: string): void {
    console.error(`countersign: ${sentence}`);
  },

  /** One finished part of a start: what, in which words, and how long it took in milliseconds. */
  progress(part: string, words: string, ms: number): void {
    console.log(`  ${part.padEnd(14)}${words.padEnd(52)} ${(ms / 1000).toFixed(1).padStart(5)} s`);
  },
};

/** Does one part of a start and tells how long it took. The words may be made of the result. */
export async function step<T>(part: string, words: string | ((result: T) => string), work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  printer.progress(part, typeof words === 'string' ? words : words(result), performance.now() - began);
  return result;
}
