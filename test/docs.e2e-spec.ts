import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { demoProviderPort } from '../apps/cli/src/oidc/demo-issuer.js';
import { PEOPLE } from '../apps/cli/src/seed/index.js';
import { demoToken } from '../apps/cli/src/token.command.js';
import { fencesOf, stepsOf } from './docs/fences.js';
import { Reader, type TriedDemo } from './docs/reader.js';
import { type Run, start } from './support/command-line.js';
import { freePort } from './support/server.mjs';
import { temporaryPath } from './support/temporary-house.js';

jest.setTimeout(120_000);

const PAGES = ['README.md', ...readdirSync('docs/guides').map((name) => join('docs/guides', name))];

/** What README and the guides tell a newcomer to do is done here, on a demo as the newcomer has it, and must answer what they show. */
describe('a newcomer who follows', () => {
  let running: Run;
  let demo: TriedDemo;

  beforeAll(async () => {
    const port = await freePort(demoProviderPort);
    const env = { PORT: String(port), COUNTERSIGN_DATA: temporaryPath(), COUNTERSIGN_OPEN_BROWSER: 'false' };
    running = start(['demo'], env);
    await running.wrote('Stop with Ctrl-C', 90_000);
    const house = { port, dataDir: env.COUNTERSIGN_DATA, people: PEOPLE };
    demo = { port, env, tokenOf: (name) => demoToken(name, house) };
  });

  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.end;
  });

  it.each(PAGES)('%s', async (page) => {
    const reader = new Reader(demo);
    try {
      for (const step of stepsOf(fencesOf(page, readFileSync(page, 'utf8')))) await reader.follow(step);
    } finally {
      reader.close();
    }
  });
});
