import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OIDC_SETTINGS, readSettings, SettingsError } from '#settings';
import { ApiModule } from './api.module.js';
import { FrameworkLog, openLog } from './http/log.js';
import { httpServer } from './http/server.js';

/** EX_SOFTWARE of sysexits.h. */
const BROKEN = 70;

try {
  const settings = readSettings(process.env, ['databaseUrl', ...OIDC_SETTINGS]);
  const log = openLog(settings.logLevel);
  // What nobody caught is told without what it quotes; Node itself would print all of it. Whoever watches the process starts it again.
  process.once('uncaughtException', (err) => {
    log.fatal({ err }, 'nobody caught this');
    process.exit(BROKEN);
  });
  const server = httpServer(log, settings);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(settings, log), server, {
    logger: new FrameworkLog(log),
    abortOnError: false,
  });
  app.enableShutdownHooks(); // a signal ends the requests under way and says goodbye to sockets; the process then ends by that signal
  await app.listen(settings.port, settings.host);
  log.info({ port: settings.port, url: settings.publicUrl }, 'the api listens');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SettingsError ? error.exitCode : 1);
}
