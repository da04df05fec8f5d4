import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

/** The log of the process: one JSON line each, with ids, names and numbers only, never a customer's text. */
export type Log = Logger;

/** Injection token of the `Log`. */
export const LOG = Symbol('LOG');

/** Opens the log. `level` is pino's; nothing below it is written. */
export function openLog(level: string, stream?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: tame },
  };
  return stream ? pino(options, stream) : pino(options);
}

/** Gives the framework's own lines to the log. */
export class FrameworkLog implements LoggerService {
  constructor(private readonly inner: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.inner.debug(...line(message, rest)); // the framework's "info" is one line per route and module
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.inner.warn(...line(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.inner.error(...line(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.inner.debug(...line(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.inner.trace(...line(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.inner.fatal(...line(message, rest));
  }
}

/** What is written of an error. Its own fields (`detail`, `parameters`, `query` …) and everything it quotes may hold a customer's words, and stay out. */
export function tame(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, cause } = error as Error & { code?: unknown; constraint?: unknown; table?: unknown };
  const frames = error.stack?.split('\n').filter((text) => /^\s+at /.test(text));
  return {
    type: error.name,
    message: unquoted(error.message),
    code,
    constraint,
    table,
    stack: frames?.join('\n'),
    ...(cause ? { cause: tame(cause) } : {}),
  };
}

const LONGEST_MESSAGE = 300;

/** Database and parser quote the value that they refuse: in quotes, in brackets after "=", or after a colon. */
function unquoted(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|“[^”]*”|=\([^)]*\)/gs, '"…"').slice(0, LONGEST_MESSAGE);
}

function line(message: unknown, rest: readonly unknown[]): [object, string] {
  const context = rest.at(-1);
  const where = typeof context === 'string' && !context.includes('\n') ? { context } : {};
  if (message instanceof Error) return [{ ...where, err: message }, message.name];
  return [where, typeof message === 'string' ? message : 'see the fields'];
}
