import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { comesTrue, say, temporaryPath } from '../../../test/support/temporary-house.js';
import { openDataFolder } from './data-folder.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { ask } from './postgres/login.js';

jest.setTimeout(60_000);

describe('a house with an embedded Postgres', () => {
  const root = temporaryPath();
  const told: string[] = [];
  let server: EmbeddedPostgres;
  let port: number;

  const start = async (): Promise<number> => {
    const began = performance.now();
    server = await startEmbeddedPostgres(await openDataFolder(root), { tell: (sentence) => told.push(sentence) });
    return performance.now() - began;
  };
  const count = async (): Promise<unknown> => (await ask(server.adminUrl, 'SELECT count(*)::int AS n FROM kept'))[0]?.['n'];

  afterAll(() => server.stop());

  it('is made on the first start, in seconds', async () => {
    const ms = await start();
    say(`cold start: ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(6000);
    expect(server.isReused).toBe(false);
    port = server.port;
  });

  it('promise 6: has checksums, flushes what it answers, and sorts in the same way on every machine', async () => {
    const [row] = await ask(
      server.adminUrl,
      `SELECT current_setting('data_checksums') AS checksums, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale
       FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({ checksums: 'on', fsync: 'on', commit: 'on', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' });
  });

  it('listens on the loopback only, and wants the password, which only its owner can read', async () => {
    const [row] = await ask(
      server.adminUrl,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(row).toEqual({ addresses: '127.0.0.1', sockets: '' });
    await expect(ask(server.adminUrl.replace(/:[^:]*@/, ':wrong@'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const secret = join(root, 'secrets', 'postgres.password');
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(server.adminUrl).toContain(readFileSync(secret, 'utf8'));
  });

  it('names no values in its log', async () => {
    await ask(server.adminUrl, 'CREATE TABLE kept (id int PRIMARY KEY)');
    await ask(server.adminUrl, 'INSERT INTO kept VALUES (4711)');
    await expect(ask(server.adminUrl, 'INSERT INTO kept VALUES (4711)')).rejects.toThrow('duplicate key');
    const log = readFileSync(join(root, 'logs', 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('4711');
  });

  it('is found again when the process that started it went and left it running', async () => {
    const { pid } = server;
    await server.leave();
    const ms = await start();
    say(`found running: ${Math.round(ms)} ms`);
    expect(server).toMatchObject({ isReused: true, pid, port });
    expect(await count()).toBe(1);
  });

  it('promise 6: is started again at the same port when it crashes, with what it had answered', async () => {
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    const began = performance.now();
    await comesTrue(async () => server.pid !== pid && (await count().catch(() => 0)) === 1);
    say(`back after a crash: ${Math.round(performance.now() - began)} ms`);
    expect(server.port).toBe(port);
    expect(told).toContain('Postgres ended unexpectedly; it is started again.');
  });

  it('ends cleanly, and keeps data and port', async () => {
    await server.stop();
    expect(readFileSync(join(root, 'logs', 'postgres.log'), 'utf8').trimEnd()).toMatch(/database system is shut down$/);
    const ms = await start();
    say(`warm start: ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(3000);
    expect(server).toMatchObject({ isReused: false, port });
    expect(await count()).toBe(1);
  });

  it('takes another port when its own was taken meanwhile', async () => {
    await server.stop();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await start();
    other.close();
    expect(server.port).not.toBe(port);
    expect(await count()).toBe(1);
  });

  it('starts although another process has inherited the number in its pid file, as after a restart of a container', async () => {
    await server.stop();
    writeFileSync(
      join(root, 'postgres', 'cluster', 'postmaster.pid'),
      `${process.pid}\n${root}\n1\n${server.port}\n\n127.0.0.1\n0 0\nready   \n`,
    );
    await start();
    expect(server.isReused).toBe(false);
    expect(await count()).toBe(1);
  });
});
