import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A compiler that takes its time, counts its runs and notices when another one is at work at the same moment. */
const FAKE_NEST = `
const { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
if (existsSync('busy')) appendFileSync('builds', 'collision ');
writeFileSync('busy', '');
setTimeout(() => {
  rmSync('busy');
  appendFileSync('builds', 'build ');
  if (existsSync('apps/broken.ts')) { console.error('Expression expected'); process.exit(1); }
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/main.js', '');
  console.log('this must not reach stdout');
}, existsSync('slow') ? 5000 : 100);
`;

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

let clone: string;

/** A fresh clone of a very small project with this project's own set-up; its one package is a folder, so no network is needed. */
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'countersign-setup-'));
  await cp('tools/setup', join(clone, 'tools/setup'), { recursive: true });
  await cp('tools/setup.mjs', join(clone, 'tools/setup.mjs'));
  await write('fake-nest/bin/nest.js', FAKE_NEST);
  await write('fake-nest/package.json', JSON.stringify({ name: '@nestjs/cli', version: '1.0.0' }));
  const root = { name: 'small', version: '1.0.0', engines: { node: '>=20.19' }, devDependencies: { '@nestjs/cli': 'file:fake-nest' } };
  await write('package.json', JSON.stringify({ ...root, type: 'module' }));
  const packages = {
    '': root,
    'fake-nest': { name: '@nestjs/cli', version: '1.0.0', dev: true },
    'node_modules/@nestjs/cli': { resolved: 'fake-nest', link: true },
  };
  await write('package-lock.json', JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages }));
  await write('apps/main.ts', 'export {};');
}, 20_000);

afterEach(() => rm(clone, { recursive: true, force: true }));

it('installs and builds a fresh clone, and then has nothing to do', async () => {
  const first = await setUp();
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toMatch(/Installing.*Installed in.*Building.*Built in/s);

  expect(await setUp()).toEqual({ code: 0, stdout: '', stderr: '' });
}, 30_000);

it('builds anew after an edit, a removal and a removed dist, and not after an edited spec', async () => {
  await setUp();
  await write('apps/more.ts', 'export {};');
  expect((await setUp()).stderr).toContain('Built in');

  await utimes(join(clone, 'apps/main.ts'), new Date(0), new Date(0)); // another branch's older file is a change too
  expect((await setUp()).stderr).toContain('Built in');

  await rm(join(clone, 'apps/more.ts'));
  await write('dist/leftover.js', '');
  expect((await setUp()).stderr).toContain('Built in');
  await expect(readFile(join(clone, 'dist/leftover.js'))).rejects.toThrow('ENOENT');

  await rm(join(clone, 'dist'), { recursive: true });
  expect((await setUp()).stderr).toContain('Built in');

  await write('apps/main.spec.ts', 'export {};');
  expect((await setUp()).stderr).toBe('');
}, 30_000);

it('installs again when the lock file changed, or an install was cut short', async () => {
  await setUp();
  const lock = await readFile(join(clone, 'package-lock.json'), 'utf8');
  await write('node_modules/.package-lock.json', lock.slice(0, 50));
  expect((await setUp()).stderr).toContain('Installed in');

  await write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/old': { version: '1.0.0' } } }));
  expect((await setUp()).stderr).toContain('Installed in');

  const foreign = { 'node_modules/@nestjs/cli': { resolved: 'fake-nest', link: true, os: ['plan9'] }, 'fake-nest': { version: '1.0.0' } };
  await write('node_modules/.package-lock.json', JSON.stringify({ packages: foreign }));
  expect((await setUp()).stderr).toContain('Installed in');
}, 30_000);

it('lets two set-ups at once work one after the other', async () => {
  const both = await Promise.all([setUp(), setUp(), setUp()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await readFile(join(clone, 'builds'), 'utf8')).toBe('build ');
}, 30_000);

it('is not held up by a set-up that was killed, however many wait for it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  await write('.setup-lock/owner', `${pid} on ${hostname()}`);
  const both = await Promise.all([setUp(), setUp(), setUp()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await readFile(join(clone, 'builds'), 'utf8')).toBe('build ');
}, 30_000);

it('passes a stop on, awaits it and leaves nothing locked', async () => {
  await setUp();
  await write('apps/more.ts', 'export {};');
  await write('slow', '');
  const child = start();
  while (!existsSync(join(clone, 'busy'))) await new Promise((later) => setTimeout(later, 20));
  child.kill('SIGTERM');
  expect(await outcomeOf(child)).toMatchObject({ code: 143, stdout: '' });
  await Promise.all([rm(join(clone, 'slow')), rm(join(clone, 'busy'))]);
  expect(await setUp()).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Another set-up') as string });
}, 30_000);

it('says why it failed, in the words of the compiler and one sentence of its own', async () => {
  await write('apps/broken.ts', 'const x = ;');
  const { code, stdout, stderr } = await setUp();
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  expect(stderr).toMatch(/Expression expected[^]*The build failed/);
}, 30_000);

it('says when the lock file cannot be installed', async () => {
  await write('package-lock.json', '{}');
  const { code, stdout, stderr } = await setUp();
  expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
  expect(stderr).toContain('The dependencies could not be installed');
}, 30_000);

it('refuses a Node that is too old, in one sentence', async () => {
  const manifest = await readFile(join(clone, 'package.json'), 'utf8');
  await write('package.json', manifest.replace('>=20.19', '>=99.1'));
  expect(await setUp()).toEqual({
    code: 78,
    stdout: '',
    stderr: `Countersign needs Node 99.1 or newer, and this is Node ${process.versions.node}: get a newer one from https://nodejs.org.\n`,
  });
});

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(clone, file)), { recursive: true });
  await writeFile(join(clone, file), content);
}

function start() {
  return spawn(process.execPath, [resolve(clone, 'tools/setup.mjs')], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
}

function setUp(): Promise<Outcome> {
  return outcomeOf(start());
}

function outcomeOf(child: ReturnType<typeof start>): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })));
}
