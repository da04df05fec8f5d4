/**
 * Loaded into an api or a worker before it starts (`--import`), and only ever by the programme `clock`: the clock of this process is off by
 * CLOCK_OFF_MS milliseconds. The monotonic clock is not, as in a machine that was set wrongly.
 */
const offMs = Number(process.env['CLOCK_OFF_MS'] ?? 0);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parts: [], as) => Reflect.construct(target, parts.length === 0 ? [RealDate.now() + offMs] : parts, as) as Date,
  apply: () => new RealDate(RealDate.now() + offMs).toString(),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + offMs : (Reflect.get(target, name) as unknown)),
});
