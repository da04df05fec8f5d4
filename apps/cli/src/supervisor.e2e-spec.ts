import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { comesTrue, failureOf, say, temporaryPath } from '../../../test/support/temporary-house.js';
import { type CommandError, EXIT } from './command.errors.js';
import { freePort } from './free-port.js';
import { programGuard } from './program-guard.js';
import { isAlive } from './postgres/postmaster.js';
import { SupervisedProgram } from './supervisor.js';

jest.setTimeout(30_000);

/** A small web server, and what else the story needs. It drains on SIGTERM as our programs do. */
const SERVER = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.writeHead(global.notReady ? 503 : 200).end('{"failing":["queue"]}'));
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening as ' + process.pid));
process.on('SIGTERM', () => { console.log('draining'); server.close(() => process.exit(global.lastCode ?? 0)); server.closeAllConnections(); });
`;

const programs: SupervisedProgram[] = [];

async function program(source: string, graceMs = 3000) {
  const folder = temporaryPath();
  mkdirSync(folder);
  const entry = join(folder, 'main.mjs');
  writeFileSync(entry, source);
  const port = await freePort();
  const told: string[] = [];
  const lost: CommandError[] = [];
  const supervised = new SupervisedProgram(
    {
      name: 'api',
      entry,
      env: { ...process.env, NODE_OPTIONS: '' },
      lateEnv: Promise.resolve({ PORT: String(port) }),
      readyUrl: `http://127.0.0.1:${port}/readyz`,
    },
    { logs: folder, graceMs, backOffMs: [20, 20], tell: (sentence) => told.push(sentence), lost: (error) => lost.push(error) },
  );
  programs.push(supervised);
  return {
    supervised,
    told,
    lost,
    port,
    folder,
    log: () => (existsSync(join(folder, 'api.log')) ? readFileSync(join(folder, 'api.log'), 'utf8') : ''),
  };
}

afterEach(() => programs.splice(0).forEach((supervised) => supervised.kill()));

describe('a supervised program', () => {
  it('is ready when it says so, writes to its log, and ends cleanly', async () => {
    const { supervised, told, lost, log } = await program(SERVER);
    const began = performance.now();
    await supervised.ready();
    say(`ready after ${Math.round(performance.now() - began)} ms`);
    await supervised.stop();
    expect(log()).toMatch(/^listening as \d+\ndraining\n$/);
    expect([told, lost]).toEqual([[], []]);
  });

  it.each([
    ['by the signal itself', `process.on('exit', () => 0);setInterval(() => 0, 100);` + 'console.log("up")'],
    ['with 143', `${SERVER}global.lastCode = 143;`],
  ])('may end %s', async (_, source) => {
    const { supervised, told, log } = await program(source);
    await comesTrue(() => log().includes('up') || log().includes('listening'));
    await supervised.stop();
    expect(told).toEqual([]);
  });

  it('is started again when it dies, with one sentence', async () => {
    const { supervised, told, log } = await program(SERVER);
    await supervised.ready();
    const { pid = 0 } = supervised;
    process.kill(pid, 'SIGKILL');
    await comesTrue(() => supervised.pid !== pid && log().includes(`listening as ${supervised.pid}`));
    await supervised.ready();
    expect(told).toEqual(['The api ended unexpectedly (SIGKILL); it is started again.']);
    await supervised.stop();
  });

  it('is given up when it does not stay up, with its last words', async () => {
    const { supervised, told, lost, log } = await program(
      `console.log(JSON.stringify({ level: 'fatal', msg: 'The walls are down' })); process.exit(1)`,
    );
    const failure = await failureOf(supervised.ready());
    expect(failure).toMatchObject({
      exitCode: EXIT.software,
      message: expect.stringMatching(
        /^The api does not stay up \(1\)\..*api\.log tells more\. Its last words: The walls are down$/,
      ) as unknown,
    });
    expect(lost).toEqual([failure]);
    expect(told).toHaveLength(2);
    expect(log().trimEnd().split('\n')).toHaveLength(3);
  });

  it('is given up at once when its settings are wrong: waiting does not mend them', async () => {
    const { supervised, told } = await program(`console.error('PORT must be a number'); process.exit(78)`);
    expect(await failureOf(supervised.ready())).toMatchObject({
      exitCode: EXIT.config,
      message: expect.stringContaining('PORT must be a number') as unknown,
    });
    expect(told).toEqual([]);
  });

  it('that never gets ready can be stopped while somebody waits', async () => {
    const { supervised, log } = await program(`${SERVER}global.notReady = true;`);
    const waiting = supervised.ready();
    await comesTrue(() => log().includes('listening'));
    await supervised.stop();
    await waiting;
  });

  it('is ended hard when it ignores the request', async () => {
    const { supervised, told, log } = await program(`process.on('SIGTERM', () => 0); setInterval(() => 0, 100); console.log('up')`, 300);
    await comesTrue(() => log().includes('up'));
    await supervised.stop();
    expect(told).toEqual([expect.stringMatching(/^The api did not end cleanly \(SIGKILL\)\./)]);
  });

  it('is not hit by a Ctrl-C in our terminal: it leads a process group of its own', async () => {
    const { supervised } = await program(SERVER);
    await supervised.ready();
    expect(
      readFileSync(`/proc/${supervised.pid}/stat`, 'utf8')
        .replace(/\(.*\)/, 'x')
        .split(' ')[4],
    ).toBe(String(supervised.pid));
    await supervised.stop();
  });
});

describe('a program whose supervisor was killed', () => {
  const parent = `
import { fork } from 'node:child_process';
const child = fork(process.argv[2], [], { execArgv: [process.argv[3]], detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
child.send({});
process.send(child.pid);
setInterval(() => 0, 1000);
`;
  it.each([
    ['drains and ends', `${SERVER}`],
    ['is ended hard when it does not', `process.on('SIGTERM', () => 0); setInterval(() => 0, 100);`],
  ])('%s', async (_, source) => {
    const { supervised, folder } = await program(source);
    await supervised.stop();
    writeFileSync(join(folder, 'parent.mjs'), parent);
    const supervisor = fork(join(folder, 'parent.mjs'), [join(folder, 'main.mjs'), programGuard(500)], {
      env: { ...process.env, PORT: String(await freePort()), NODE_OPTIONS: '' },
      execArgv: [],
    });
    const [pid] = (await once(supervisor, 'message')) as [number];
    await sleep(500);
    expect(await isAlive(pid)).toBe(true);
    supervisor.kill('SIGKILL');
    await comesTrue(async () => !(await isAlive(pid)));
  });
});
