import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { PROGRAMMES } from './programmes.js';

const EVERY = `import(process.argv[1]).then(({ PROGRAMMES }) => Promise.all(Object.entries(PROGRAMMES).map(([name, load]) =>
  load().then((run) => (typeof run === 'function' ? 0 : 1), (error) => (console.error(name + ': ' + error.message), 1)))))
  .then((ends) => (console.log(ends.length), process.exit(Math.max(...ends))))`;

it('loads every programme and every measurement as a plain program does, without the world of these tests', () => {
  const loaded = spawnSync(process.execPath, ['-e', EVERY, `${process.cwd()}/dist/test/prove/programmes.js`], { encoding: 'utf8' });
  expect(loaded).toMatchObject({ status: 0, stderr: '', stdout: `${Object.keys(PROGRAMMES).length}\n` });
  const asked = spawnSync(process.execPath, ['dist/test/bench/main.js', 'nothing'], { encoding: 'utf8' });
  expect(asked).toMatchObject({ status: 64, stderr: expect.stringContaining('Say what to measure') });
}, 60_000);
