import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { asOthers, asRoot, failureOf, onSmallDisk, temporaryPath } from '../../../../test/support/temporary-house.js';
import { EXIT } from '../command.errors.js';
import { openDataFolder } from '../data-folder.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres.js';
import { ask } from './login.js';

jest.setTimeout(60_000);

const servers: EmbeddedPostgres[] = [];

const startIn = async (root: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres(await openDataFolder(root));
  servers.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('a start that was cut short', () => {
  it('leaves nothing in the way of the next one', async () => {
    const root = temporaryPath();
    mkdirSync(join(root, 'postgres', 'cluster.draft', 'base'), { recursive: true });
    expect((await startIn(root)).isReused).toBe(false);
    expect(readdirSync(join(root, 'postgres'))).toEqual(['cluster']);
  });
});

describe('a damaged data folder', () => {
  const root = temporaryPath();
  const cluster = join(root, 'postgres', 'cluster');
  const failure = async (): Promise<Error & { exitCode?: number }> =>
    failureOf(openDataFolder(root).then((folder) => startEmbeddedPostgres(folder)));

  beforeAll(async () => {
    const server = await startEmbeddedPostgres(await openDataFolder(root));
    await server.stop();
  });

  it.each([
    ['was made by another version', () => swap(join(cluster, 'PG_VERSION'), '17\n'), 'it was made by PostgreSQL 17, and this is 18'],
    ['lacks PG_VERSION', () => swap(join(cluster, 'PG_VERSION')), 'it has no PG_VERSION that can be read'],
    ['lacks its control file', () => swap(join(cluster, 'global', 'pg_control')), 'could not find the database system'],
    [
      'has a broken control file',
      () => swap(join(cluster, 'global', 'pg_control'), 'x'.repeat(8192)),
      'database files are incompatible with server',
    ],
    ['has a broken configuration', () => swap(join(cluster, 'postgresql.conf'), 'nonsense'), 'configuration file'],
    ['lost its password', () => swap(join(root, 'secrets', 'postgres.password')), 'is gone'],
  ])('that %s gives one sentence that names the log and the way out', async (_, damage, reason) => {
    const mend = damage();
    const { exitCode, message } = await failure();
    mend();
    expect(exitCode).toBe(EXIT.damaged);
    expect(message).toContain(reason);
    expect(message).toContain(join(root, 'logs', 'postgres.log'));
    expect(message).toContain('Restore a backup, or move');
    expect(message).not.toContain('\n');
  });

  it('works again once it was mended', async () => {
    expect((await startIn(root)).isReused).toBe(false);
  });
});

describe('a data folder that cannot be written', () => {
  it('because a file is in its place', async () => {
    const root = temporaryPath();
    writeFileSync(root, '');
    expect(await failureOf(openDataFolder(root))).toMatchObject({ exitCode: EXIT.unwritable });
  });

  asOthers('because its rights forbid it', async () => {
    const root = temporaryPath(0o555);
    const { exitCode, message } = await failureOf(openDataFolder(root));
    expect([exitCode, message]).toEqual([EXIT.unwritable, expect.stringMatching(/cannot be written \(EACCES\).*set COUNTERSIGN_DATA/)]);
  });

  onSmallDisk('because it is mounted read-only', 'ro,size=1m', async (mount) => {
    const { exitCode, message } = await failureOf(openDataFolder(join(mount, 'data')));
    expect([exitCode, message]).toEqual([EXIT.unwritable, expect.stringMatching(/cannot be written \(EROFS\).*set COUNTERSIGN_DATA/)]);
  });
});

describe('a full disk', () => {
  const full = { exitCode: EXIT.diskFull, message: expect.stringMatching(/^The disk that holds .* is full\. Free some space/) as unknown };

  onSmallDisk('is told when no database can be made', 'size=24m', async (mount) => {
    const folder = await openDataFolder(join(mount, 'data'));
    expect(await failureOf(startEmbeddedPostgres(folder))).toMatchObject(full);
  });

  onSmallDisk('is told when not even a file can be written', 'size=1m', async (mount) => {
    fill(mount);
    expect(await failureOf(openDataFolder(join(mount, 'data')))).toMatchObject(full);
  });

  onSmallDisk('is told when an existing database cannot start, and keeps what is there', 'size=80m', async (mount) => {
    const folder = await openDataFolder(join(mount, 'data'));
    const server = await startEmbeddedPostgres(folder);
    await ask(server.adminUrl, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)');
    await server.stop();
    const empty = fill(mount);
    expect(await failureOf(startEmbeddedPostgres(folder))).toMatchObject(full);
    empty();
    const again = await startIn(join(mount, 'data'));
    expect(await ask(again.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    await again.stop();
  });
});

describe('as root', () => {
  asRoot('the database belongs to a lesser user where that one may enter the folder', async () => {
    const root = temporaryPath(0o755);
    const server = await startIn(root);
    expect(statSync(join(root, 'postgres', 'cluster')).uid).toBeGreaterThan(0);
    expect(statSync(`/proc/${server.pid}`).uid).toBeGreaterThan(0);
  });

  asRoot('the owner of the data decides, when the folder is closed later', async () => {
    const root = temporaryPath(0o755);
    await (await startIn(root)).stop();
    chmodSync(join(root, '..'), 0o700);
    const { exitCode, message } = await failureOf(startIn(root));
    expect([exitCode, message]).toEqual([EXIT.unwritable, expect.stringContaining('ermission denied')]);
  });

  asRoot('a user namespace is used where nobody else may enter the folder', async () => {
    const root = temporaryPath(0o700);
    const server = await startIn(root);
    expect(statSync(join(root, 'postgres', 'cluster')).uid).toBe(0);
    expect(await ask(server.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect((await startIn(root)).isReused).toBe(false);
  });

  asRoot('one sentence asks for DATABASE_URL when there is no way', async () => {
    const root = temporaryPath(0o700);
    const { PATH } = process.env;
    process.env['PATH'] = join(root, 'nowhere');
    const { exitCode, message } = await failureOf(startIn(root));
    process.env['PATH'] = PATH;
    expect([exitCode, message]).toEqual([EXIT.noPermission, expect.stringContaining('set DATABASE_URL to a Postgres of yours')]);
  });
});

/** Replaces the content of a file, or takes the file away; the answer undoes it. */
function swap(path: string, content?: string): () => void {
  const { uid, gid } = statSync(path);
  renameSync(path, `${path}.away`);
  if (content !== undefined) {
    writeFileSync(path, content);
    chownSync(path, uid, gid);
  }
  return () => renameSync(`${path}.away`, path);
}

/** Leaves no room on a small disk; the answer makes room again. */
function fill(mount: string): () => void {
  const path = join(mount, 'filling');
  try {
    for (let at = 0; ; at++) writeFileSync(path, Buffer.alloc(64 * 1024), { flag: 'a' });
  } catch {
    return () => rmSync(path);
  }
}
