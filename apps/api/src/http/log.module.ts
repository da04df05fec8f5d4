import { Module, type DynamicModule } from '@nestjs/common';
import { LOG, type Log } from './log.js';

/** Gives every room the log that the process opened. */
@Module({})
export class LogModule {
  /** The module for this log, global: it is imported once, at the door. */
  static of(log: Log): DynamicModule {
    return { module: LogModule, global: true, providers: [{ provide: LOG, useValue: log }], exports: [LOG] };
  }
}
