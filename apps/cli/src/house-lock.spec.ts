import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { failureOf, temporaryPath } from '../../../test/support/temporary-house.js';
import { EXIT } from './command.errors.js';
import { lockHouse } from './house-lock.js';

const house = (): string => {
  const root = temporaryPath();
  mkdirSync(root);
  return root;
};

describe('the lock of a house', () => {
  it('is held by one at a time, and free after it was let go', async () => {
    const root = house();
    const lock = await lockHouse(root, 3000);
    const { message, exitCode } = await failureOf(lockHouse(root, 3001));
    expect(exitCode).toBe(EXIT.occupied);
    expect(message).toBe(
      `Countersign already runs in ${root} (process ${process.pid}, port 3000). Stop it there with Ctrl-C, or set COUNTERSIGN_DATA and PORT to open a second house beside it.`,
    );
    await lock.stop();
    await (await lockHouse(root, 3000)).stop();
    expect(readdirSync(root)).toEqual([]);
  });

  it('goes to exactly one of many who come at once, also over a stale one', async () => {
    const root = house();
    writeFileSync(join(root, 'lock'), JSON.stringify({ pid: deadPid(), host: hostname(), port: 1 }));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => lockHouse(root, index)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['a process that is gone', () => ({ pid: deadPid(), host: hostname(), port: 1 })],
    ['another process that bears the number now', () => ({ pid: process.pid, began: '12345', host: hostname(), port: 1 })],
    ['a disk that was full', () => undefined],
  ])('is taken over from %s', async (_, holder) => {
    const root = house();
    writeFileSync(join(root, 'lock'), JSON.stringify(holder()) ?? '');
    await (await lockHouse(root, 3000)).stop();
  });

  it('of another machine counts as long as it shows that it lives', async () => {
    const root = house();
    writeFileSync(join(root, 'lock'), JSON.stringify({ pid: 1, host: 'another-container', port: 1 }));
    expect(await failureOf(lockHouse(root, 3000))).toMatchObject({ exitCode: EXIT.occupied });
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(root, 'lock'), before, before);
    await (await lockHouse(root, 3000)).stop();
  });

  it('is not taken away from somebody else when it is let go', async () => {
    const root = house();
    const lock = await lockHouse(root, 3000);
    writeFileSync(join(root, 'lock'), 'theirs');
    await lock.stop();
    expect(readFileSync(join(root, 'lock'), 'utf8')).toBe('theirs');
  });
});

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}
