import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readSettings, SettingsError } from '#settings';
import { WorkerLog } from './log.js';
import { REACTIONS } from './reactions.js';
import { ROOMS } from './rooms.js';
import { OPEN_WORK_OF_THE_HOUSE, TIMERS } from './timers.js';
import { told } from './told.js';
import { WorkerModule } from './worker.module.js';

/** EX_SOFTWARE of sysexits.h. */
const BROKEN = 70;

try {
  const settings = readSettings(process.env);
  const log = new WorkerLog(settings.logLevel);
  // What nobody caught is told without what it quotes; Node itself would print all of it. Whoever watches the process starts it again.
  process.once('uncaughtException', (error) => {
    log.fatal(error);
    process.exit(BROKEN);
  });
  const parts = {
    handlers: [...REACTIONS, ...TIMERS],
    openWork: OPEN_WORK_OF_THE_HOUSE,
    rooms: ROOMS,
    exit: (code: number) => process.exit(code),
  };
  const worker = await NestFactory.createApplicationContext(WorkerModule.of(settings, parts), { logger: log, abortOnError: false });
  worker.enableShutdownHooks(); // a signal lets jobs under way end; the process then ends by that signal
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Whatever still runs after the grace is taken up by another worker.
    process.once(signal, () => setTimeout(() => process.exit(143), settings.shutdownGraceMs).unref());
  }
  log.info(
    `The worker works, its queues in ${settings.redisUrl ? 'Redis' : 'PostgreSQL'}; notices go ${settings.smtpUrl ? 'out by mail' : 'to the inbox only'}.`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : told(error)}\n`);
  process.exit(error instanceof SettingsError ? error.exitCode : 1);
}
