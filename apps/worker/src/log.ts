import type { LoggerService } from '@nestjs/common';
import { pino, type Level } from 'pino';
import { told } from './told.js';

/** Writes the worker's log: one JSON line each, with ids, names and numbers only. `level` is pino's; nothing below it is written. */
export class WorkerLog implements LoggerService {
  private readonly inner;

  constructor(level: string) {
    const formatters = { level: (label: string) => ({ level: label }) };
    this.inner = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters }, pino.destination({ sync: true }));
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest); // the framework's "info" is one line per module
  }

  /** What a person who starts a worker wants to see. */
  info(message: string): void {
    this.write('info', message, []);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest gives the name of the class that speaks as the last argument. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    this.inner[level](typeof context === 'string' && !context.includes('\n') ? { context } : {}, words(message));
  }
}

function words(message: unknown): string {
  return message instanceof Error ? told(message) : typeof message === 'string' ? message : JSON.stringify(message);
}
