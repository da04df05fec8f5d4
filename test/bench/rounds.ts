/** What a load did. Times in milliseconds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  count: number;
}

/** Runs the work again and again on so many lanes for some seconds, and counts. Each lane waits for its own work only. */
export function measured(lanes: number, seconds: number, work: (lane: number, turn: number) => Promise<void>): Promise<Figures> {
  const end = performance.now() + seconds * 1000;
  return inLanes(lanes, (lane, turn) => (performance.now() < end ? () => work(lane, turn) : undefined));
}

/** Does the work once with each of the things, on so many lanes. */
export function measuredEach<T>(lanes: number, things: readonly T[], work: (thing: T) => Promise<void>): Promise<Figures> {
  const left = things.values();
  return inLanes(lanes, () => {
    const { value, done } = left.next();
    return done ? undefined : () => work(value);
  });
}

/** Each lane takes the next piece of work until there is none. */
async function inLanes(lanes: number, next: (lane: number, turn: number) => (() => Promise<void>) | undefined): Promise<Figures> {
  const times: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      let work = next(lane, 0);
      for (let turn = 1; work; work = next(lane, turn++)) {
        const start = performance.now();
        await work();
        times.push(performance.now() - start);
      }
    }),
  );
  const tookSeconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / tookSeconds, p50: at(0.5), p99: at(0.99), count: times.length };
}

/** One line of a table; pgbench tells no p99. */
export function line(name: string, { perSecond, p50, p99 }: Figures, more = ''): string {
  return `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(6)}/s   p50 ${ms(p50)}   p99 ${ms(p99)}   ${more}`;
}

const ms = (time: number): string => `${Number.isNaN(time) ? '     –' : time.toFixed(1).padStart(6)} ms`;

/** What one caller waits, one call after the other. Times in milliseconds. */
export interface Waits {
  p50: number;
  p95: number;
  count: number;
}

/** Does the work again and again for some seconds, one after the other, once it is warm. */
export async function oneByOne(seconds: number, work: () => Promise<unknown>): Promise<Waits> {
  for (let n = 0; n < 5; n++) await work(); // warm
  const times: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), count: times.length };
}

/** Waits in a few words. */
export const inWords = ({ p50, p95, count }: Waits): string => `p50 ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms   of ${count}`;
