import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { type Run, finish, start } from '../../../test/support/command-line.js';
import { comesTrue, say, temporaryPath } from '../../../test/support/temporary-house.js';
import { EXIT } from './command.errors.js';
import { freePort } from './free-port.js';
import { isAlive } from './postgres/postmaster.js';
import { PEOPLE } from './seed/index.js';

jest.setTimeout(90_000);

/** A demo in a folder of its own, at a port of its own: like somebody's second one beside the first. */
async function house() {
  const root = temporaryPath();
  const port = await portWithNeighbour();
  const env = { COUNTERSIGN_DATA: root, PORT: String(port), COUNTERSIGN_OPEN_BROWSER: 'false' };
  const open = async (): Promise<Run> => {
    const run = start(['demo'], env);
    await run.wrote('Stop with Ctrl-C');
    return run;
  };
  const answers = (path: string, at = port): Promise<number> =>
    fetch(`http://127.0.0.1:${at}${path}`).then(
      ({ status }) => status,
      () => 0,
    );
  const postmaster = () => Number(readFileSync(join(root, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  const nothingIsLeft = async () => {
    expect(existsSync(join(root, 'lock'))).toBe(false);
    expect(existsSync(join(root, 'postgres/cluster/postmaster.pid'))).toBe(false);
    expect([await answers('/healthz'), await answers('/jwks', port + 10_000)]).toEqual([0, 0]);
  };
  return { root, port, env, open, answers, postmaster, nothingIsLeft };
}

describe('countersign demo', () => {
  const seconds = (run: Run) => Number(/ready .* ([\d.]+) s/.exec(run.out())?.[1]);

  it('opens a whole house, keeps it open whatever dies, and closes it', async () => {
    const { root, port, env, open, answers, postmaster, nothingIsLeft } = await house();
    const run = await open();
    say(`cold start: ${seconds(run)} s`);
    expect(run.out()).toContain(`Open http://localhost:${port} and sign in`);
    expect(run.out()).toContain(`PORT=${port} COUNTERSIGN_DATA=${root} npm run --silent countersign -- token --as`);
    for (const { handle } of PEOPLE) expect(run.out()).toContain(handle);
    expect([await answers('/readyz'), await answers('/jwks', port + 10_000)]).toEqual([200, 200]);

    // A second one in the same folder is refused, and does the first no harm.
    const second = await finish(['demo'], { ...env, PORT: String(await portWithNeighbour()) });
    expect([second.code, second.err]).toEqual([
      EXIT.occupied,
      expect.stringMatching(/^countersign: Countersign already runs in .* \(process \d+, port \d+\)\. .*\n$/),
    ]);
    expect(await answers('/readyz')).toBe(200);

    // Each part may die.
    const [api = 0] = children(run).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('api/src/main.js'));
    process.kill(api, 'SIGKILL');
    await comesTrue(() => run.err().includes('The api ended unexpectedly (SIGKILL); it is started again.'));
    await comesTrue(async () => (await answers('/readyz')) === 200, 20_000);
    process.kill(postmaster(), 'SIGKILL');
    await comesTrue(() => run.err().includes('Postgres ended unexpectedly; it is started again.'));
    await comesTrue(async () => (await answers('/readyz')) === 200, 30_000);

    const asked = performance.now();
    run.child.kill('SIGINT');
    run.child.kill('SIGINT'); // npm passes on what the terminal has sent already
    expect(await run.end).toBe(0);
    say(`Ctrl-C: ended after ${((performance.now() - asked) / 1000).toFixed(1)} s`);
    expect(run.out()).toMatch(/Stopped\.\n$/);
    await nothingIsLeft();

    const again = await open();
    say(`warm start: ${seconds(again)} s`);
    expect(again.out()).toContain('the schema is up to date');

    // Killed, it takes its programs along; Postgres is found again by the next one.
    const [programs, server] = [children(again), postmaster()];
    again.child.kill('SIGKILL');
    await again.end;
    await comesTrue(
      async () => (await Promise.all(programs.filter((pid) => pid !== server).map(isAlive))).every((alive) => !alive),
      15_000,
    );
    const third = await open();
    expect(postmaster()).toBe(server);
    third.child.kill('SIGTERM');
    expect(await third.end).toBe(0);
    await nothingIsLeft();
  });

  it('may be ended while it starts', async () => {
    const { env, nothingIsLeft } = await house();
    const run = start(['demo'], env);
    await run.wrote('  database ');
    run.child.kill('SIGINT');
    expect([await run.end, run.err()]).toEqual([0, '']);
    await nothingIsLeft();
  });

  it('runs beside another one', async () => {
    const [one, other] = [await house(), await house()];
    const runs = await Promise.all([one.open(), other.open()]);
    expect(await Promise.all([one.answers('/readyz'), other.answers('/readyz')])).toEqual([200, 200]);
    runs.forEach(({ child }) => child.kill('SIGINT'));
    expect(await Promise.all(runs.map(({ end }) => end))).toEqual([0, 0]);
  });
});

function children({ child: { pid } }: Run): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

/** A port that has one 10,000 above it, for the sign-in page. */
async function portWithNeighbour(): Promise<number> {
  const port = await freePort();
  return port + 10_000 > 65_535 ? portWithNeighbour() : port;
}
