import { type Logger, pino } from 'pino';

/** The log of the sealer: one JSON line each, with ids, names and numbers only. */
export function sealerLog(level: string): Logger {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters }, pino.destination({ sync: true }));
}
