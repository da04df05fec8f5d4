/** What a load did. Times in milliseconds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  count: number;
}

/** Runs the work again and again on so many lanes for some seconds, and counts. Each lane waits for its own work only. */
export async function measured(lanes: number, seconds: number, work: (lane: number, turn: number) => Promise<void>): Promise<Figures> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let turn = 0; performance.now() < end; turn++) {
        const start = performance.now();
        await work(lane, turn);
        times.push(performance.now() - start);
      }
    }),
  );
  const tookSeconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / tookSeconds, p50: at(0.5), p99: at(0.99), count: times.length };
}

/** One line of a table. */
export function line(name: string, { perSecond, p50, p99 }: Figures, more = ''): string {
  return `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(6)}/s   p50 ${p50.toFixed(1).padStart(6)} ms   p99 ${p99.toFixed(1).padStart(6)} ms   ${more}`;
}
