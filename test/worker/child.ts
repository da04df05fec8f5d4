/** A worker of the small house in a process of its own, which a test may kill, or whose clock is off by CLOCK_OFF_MS milliseconds. */
const offMs = Number(process.env.CLOCK_OFF_MS ?? 0);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts: [] | [number]) {
    if (parts.length === 0) super(RealDate.now() + offMs);
    else super(...parts);
  }
  static override now(): number {
    return RealDate.now() + offMs;
  }
} as DateConstructor;

// Only now, so that everything that is loaded sees the clock as it is here.
const { startWorker } = await import('./works.js');
await startWorker({ databaseUrl: process.env.DATABASE_URL ?? '', redisUrl: process.env.REDIS_URL });
process.send?.('ready');
process.once('disconnect', () => process.exit());
