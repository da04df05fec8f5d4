import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { finish, start } from '../../../test/support/command-line.js';
import { SealedHouse } from '../../../test/support/sealed-house.js';
import { asRoot, comesTrue, onSmallDisk, temporaryPath } from '../../../test/support/temporary-house.js';
import { EXIT } from './command.errors.js';
import { freePort } from './free-port.js';

jest.setTimeout(60_000);

describe('countersign', () => {
  it('tells what it can do', async () => {
    const { code, out } = await finish(['--help'], {});
    expect(code).toBe(0);
    expect(out).toMatch(/demo .*start .*migrate .*doctor .*token /s);
  });

  it.each([[['nonsense']], [['demo', '--nonsense']], [['token']]])('%j is no command: exit 64, and where to read on', async (words) => {
    const { code, err } = await finish(words, {});
    expect([code, err]).toEqual([EXIT.usage, expect.stringContaining('See "countersign --help".')]);
  });

  it.each(['demo', 'start', 'migrate', 'doctor', 'token --as priya'])(
    '%s tells all wrong settings at once, makes nothing, and ends with 78',
    async (command) => {
      const root = temporaryPath();
      const { code, out, err } = await finish(command.split(' '), {
        COUNTERSIGN_DATA: root,
        PORT: 'http',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'pg:secret',
      });
      expect(code).toBe(EXIT.config);
      expect(err).toMatch(/PORT must be .*LOG_LEVEL must be |LOG_LEVEL must be .*PORT must be /s);
      expect(out + err).not.toContain('secret');
      expect(existsSync(root)).toBe(false);
    },
  );

  it('start wants to know who signs people in', async () => {
    const { code, err } = await finish(['start'], { COUNTERSIGN_DATA: temporaryPath() });
    expect(code).toBe(EXIT.config);
    expect(err).toMatch(/OIDC_ISSUER.*OIDC_AUDIENCE.*OIDC_JWKS_URL/s);
  });
});

describe('countersign migrate', () => {
  const root = temporaryPath();
  const here = { COUNTERSIGN_DATA: root };

  it('--check says what would run, and ends with 3', async () => {
    const { code, err } = await finish(['migrate', '--check'], here);
    expect([code, err]).toEqual([
      EXIT.pending,
      expect.stringMatching(/The schema is not up to date: .* did not run yet\. Run "countersign migrate"\./),
    ]);
  });

  it('brings an embedded database to the newest schema, and leaves nothing running', async () => {
    expect(await finish(['migrate'], here)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Done: \d+ migrations ran\.\n$/) as unknown,
      err: '',
    });
    expect(existsSync(join(root, 'postgres/cluster/postmaster.pid'))).toBe(false);
    expect(existsSync(join(root, 'lock'))).toBe(false);
  });

  it('has nothing to do the second time', async () => {
    expect(await finish(['migrate'], here)).toMatchObject({ code: 0, out: 'Done: the schema is up to date.\n' });
    expect(await finish(['migrate', '--check'], here)).toMatchObject({ code: 0, out: 'The schema is up to date.\n' });
  });

  it('keeps the passwords of the logins in files that only their owner can read', () => {
    const secrets = join(root, 'secrets');
    expect(readdirSync(secrets).filter((name) => name.startsWith('countersign_'))).toHaveLength(3);
    for (const name of readdirSync(secrets).filter((file) => file.endsWith('.password')))
      expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
  });

  it('cut short by Ctrl-C leaves nothing running and nothing half made', async () => {
    const fresh = temporaryPath();
    const run = start(['migrate'], { COUNTERSIGN_DATA: fresh });
    await comesTrue(() => existsSync(join(fresh, 'lock')));
    run.child.kill('SIGINT');
    expect(await run.end).toBe(130);
    expect(run.err()).toBe('');
    expect(existsSync(join(fresh, 'lock'))).toBe(false);
    expect(existsSync(join(fresh, 'postgres/cluster/postmaster.pid'))).toBe(false);
    expect((await finish(['migrate'], { COUNTERSIGN_DATA: fresh })).code).toBe(0);
  });

  it('says which database does not answer, without its password', async () => {
    const port = await freePort();
    const { code, out, err } = await finish(['migrate'], { ...here, DATABASE_URL: `postgres://admin:hunter2@127.0.0.1:${port}/house` });
    expect([code, err]).toEqual([
      EXIT.unavailable,
      expect.stringMatching(/The Postgres at 127\.0\.0\.1:\d+\/house cannot be used: .*ECONNREFUSED.* Check DATABASE_URL\./),
    ]);
    expect(out + err).not.toContain('hunter2');
  });

  it('touches no folder when database and passwords come from outside', async () => {
    const untouched = temporaryPath();
    const passwords = { API_ROLE_PASSWORD: 'a', WORKER_ROLE_PASSWORD: 'b', SEAL_ROLE_PASSWORD: 'c' };
    const { code } = await finish(['migrate'], { ...passwords, COUNTERSIGN_DATA: untouched, DATABASE_URL: 'postgres://127.0.0.1:1/x' });
    expect([code, existsSync(untouched)]).toEqual([EXIT.unavailable, false]);
  });
});

describe('countersign demo does not begin', () => {
  const taken = createPlainServer();
  let port: number;

  beforeAll(async () => {
    taken.listen(await freePortWithNeighbour(), '127.0.0.1');
    await once(taken, 'listening');
    port = (taken.address() as AddressInfo).port;
  });
  afterAll(() => void taken.close());

  const madeNothing = (root: string) => expect(readdirSync(root).filter((name) => !['logs', 'secrets'].includes(name))).toEqual([]);

  it('when its port is in use', async () => {
    const root = temporaryPath();
    const { code, err } = await finish(['demo'], { COUNTERSIGN_DATA: root, PORT: String(port) });
    expect([code, err]).toEqual([
      EXIT.unavailable,
      `countersign: Port ${port} is in use by another program. Set PORT to a free one, for example PORT=3100.\n`,
    ]);
    madeNothing(root);
  });

  it('when the port of the sign-in page is in use', async () => {
    const root = temporaryPath();
    const { code, err } = await finish(['demo'], { COUNTERSIGN_DATA: root, PORT: String(port - 10_000) });
    expect(code).toBe(EXIT.unavailable);
    expect(err).toBe(
      `countersign: Port ${port} is in use by another program. The sign-in page needs it, as PORT is ${port - 10_000}; set PORT to another one.\n`,
    );
    madeNothing(root);
  });

  it('when a file is where its folder should be', async () => {
    const root = temporaryPath();
    writeFileSync(root, '');
    const { code, err } = await finish(['demo'], { COUNTERSIGN_DATA: root });
    expect([code, err]).toEqual([
      EXIT.unwritable,
      expect.stringMatching(/^countersign: The data folder .* cannot be written .*COUNTERSIGN_DATA to another folder\.\n$/),
    ]);
  });

  onSmallDisk('when the disk is full', 'size=24m', async (mount) => {
    const { code, err } = await finish(['demo'], { COUNTERSIGN_DATA: join(mount, 'data'), PORT: String(await freePortWithNeighbour()) });
    expect([code, err]).toEqual([EXIT.diskFull, expect.stringMatching(/^countersign: The disk that holds .* is full\. .*\n$/)]);
  });

  asRoot('as root without any way to run Postgres', async () => {
    const { code, err } = await finish(['demo'], {
      COUNTERSIGN_DATA: temporaryPath(0o700),
      PORT: String(await freePortWithNeighbour()),
      PATH: '/nowhere',
    });
    expect([code, err]).toEqual([
      EXIT.noPermission,
      expect.stringMatching(/^countersign: Postgres refuses to run as root, .* set DATABASE_URL to a Postgres of yours\.\n$/),
    ]);
  });
});

describe('countersign doctor', () => {
  let provider: Server;
  let origin: string;
  beforeAll(async () => {
    provider = createServer((request, response) => {
      const body = request.url === '/jwks' ? { keys: [{ kty: 'OKP' }] } : { issuer: 'https://id.example' };
      response.end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  afterAll(() => void provider.close());

  it('is content where all is well', async () => {
    const { code, out, err } = await finish(['doctor'], { COUNTERSIGN_DATA: temporaryPath(), PORT: String(await freePort()) });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^settings .*\ndata folder .*\ndatabase .*embedded Postgres 18 can run.*\nmail .*inbox only.*\nport .*free\n$/);
  });

  it('lists every problem, not only the first one', async () => {
    const { code, out, err } = await finish(['doctor'], {
      COUNTERSIGN_DATA: temporaryPath(),
      PORT: String((provider.address() as AddressInfo).port),
      DATABASE_URL: 'postgres://admin:hunter2@127.0.0.1:1/house',
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
      SMTP_URL: 'smtp://mailer:hunter2@127.0.0.1:1',
      MAIL_FROM: 'countersign@bank.example',
      OIDC_ISSUER: origin,
      OIDC_AUDIENCE: 'countersign',
      OIDC_JWKS_URL: `${origin}/jwks`,
    });
    expect([code, err]).toEqual([EXIT.unavailable, 'countersign: Not all is well: database, schema, seal, queue, sign-in, mail, port.\n']);
    expect(out).toMatch(
      /database +PROBLEM: .*DATABASE_URL.*queue +PROBLEM: .*REDIS_URL.*sign-in +PROBLEM: .*calls itself https:\/\/id\.example.*mail +PROBLEM: .*SMTP_URL.*port +PROBLEM: /s,
    );
    expect(out).not.toContain('hunter2');
  });

  it('tells how far the history is sealed and sent, and which place does not take it', async () => {
    const house = await SealedHouse.open();
    try {
      const env = { COUNTERSIGN_DATA: temporaryPath(), PORT: String(await freePort()), DATABASE_URL: house.adminUrl };
      expect((await finish(['doctor'], env)).out).toMatch(/seal +sealed up to checkpoint \d+, sent: FILE up to \d+\n/);
      await house.onCopy(async (client, url) => {
        await client.query(`UPDATE seal_places SET failing_since = '2026-11-16T10:00:00Z', trouble = 'ENOSPC'`);
        const { code, out } = await finish(['doctor'], { ...env, DATABASE_URL: url });
        expect([code, out]).toEqual([EXIT.unavailable, expect.stringContaining('FILE takes none since 2026-11-16 10:00 UTC (ENOSPC).')]);
      });
    } finally {
      await house.close();
    }
  });
});

/** A free port that has 10,000 below it another one that nobody is likely to use. */
async function freePortWithNeighbour(): Promise<number> {
  const port = await freePort();
  return port > 55_000 || port < 20_000 ? freePortWithNeighbour() : port;
}
