import { createPublicKey, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '#database';
import pg from 'pg';
import { SmallHouse } from '../../test/support/small-house.js';
import { Batch, checkpointHash, checkpointText, type SealedCheckpoint } from './checkpoint.rules.js';
import { FilePlace } from './file-place.js';
import { SealKey } from './seal-key.js';
import { HistoryTakenBackError, SealKeyError } from './seal.errors.js';
import { Sealing } from './sealing.js';
import { Sending } from './sending.js';
import { WebhookPlace } from './webhook-place.js';

jest.setTimeout(60_000);

let house: SmallHouse;
let pool: pg.Pool;
let db: Database;
let root: string;
beforeAll(async () => {
  house = await SmallHouse.open();
  pool = new pg.Pool({ connectionString: house.urls.sealUrl, max: 3 });
  db = new Database(pool);
});
afterAll(async () => {
  await pool.end();
  await house.close();
});
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'seal-'));
  await house.admin
    .query(`BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM facts; DELETE FROM outbox; DELETE FROM checkpoints;
    DELETE FROM seal_keys; DELETE FROM seal_places; COMMIT`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = async (): Promise<Sealing> => new Sealing(db, await SealKey.open(join(root, 'key')));
const record = (subject: string, client: pg.Client | pg.PoolClient = house.admin): Promise<unknown> =>
  client.query(`INSERT INTO facts (subject_id, name, body) VALUES ($1, 'case.opened', '{}')`, [subject]);

/** Where everything that was recorded so far lies below the horizon, whatever else runs on this server. */
async function settled(): Promise<void> {
  for (;;) {
    const [row] = await house.rows<{ over: boolean }>(
      `SELECT coalesce(max(xid), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS over FROM facts`,
    );
    if (row?.over) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function sealAll(sealing: Sealing): Promise<SealedCheckpoint[]> {
  await settled();
  return sealing.round();
}

describe('promise 9: sealing', () => {
  it('covers every fact once, signed, each checkpoint going on where the last one ended', async () => {
    const key = await SealKey.open(join(root, 'key'));
    const sealing = new Sealing(db, key);
    await record('cas_b');
    await record('cas_a');
    await record('cas_b');
    const [first] = await sealAll(sealing);
    await record('cas_a');
    const [second] = await sealAll(sealing);
    const stored = await house.rows<{ subject_id: string; seq: number; hash: Buffer }>('SELECT subject_id, seq, hash FROM facts');
    const digestOf = (...which: [string, number][]): Buffer => {
      const batch = new Batch();
      for (const [subjectId, seq] of which) {
        batch.add({
          subjectId,
          seq,
          hash: stored.find((fact) => fact.subject_id === subjectId && fact.seq === seq)?.hash ?? Buffer.alloc(0),
        });
      }
      return batch.digest();
    };
    expect(first).toMatchObject({
      number: 1,
      fromXid: '0',
      facts: 3,
      digest: digestOf(['cas_a', 1], ['cas_b', 1], ['cas_b', 2]),
      keyId: key.id,
    });
    expect(second).toMatchObject({ number: 2, fromXid: first?.toXid, facts: 1, digest: digestOf(['cas_a', 2]), prevHash: first?.hash });
    const [published] = await house.rows<{ public_key: Buffer }>('SELECT public_key FROM seal_keys WHERE id = $1', [key.id]);
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: published?.public_key.toString('base64url') },
      format: 'jwk',
    });
    for (const one of [first, second] as SealedCheckpoint[]) {
      expect(one.hash).toEqual(checkpointHash(one));
      expect(verify(null, Buffer.from(checkpointText(one)), publicKey, one.signature)).toBe(true);
    }
  });

  it('makes none while nothing happens, but one an hour to show that it lives', async () => {
    const sealing = await open();
    expect(await sealAll(sealing)).toHaveLength(1);
    expect(await sealAll(sealing)).toEqual([]);
    await house.clock('61 minutes');
    try {
      expect(await sealAll(sealing)).toMatchObject([{ number: 2, facts: 0 }]);
    } finally {
      await house.clock('0');
    }
  });

  it('waits for a transaction that still runs, also when later ones have committed', async () => {
    const sealing = await open();
    const writer = new pg.Client({ connectionString: house.urls.adminUrl });
    await writer.connect();
    try {
      await sealAll(sealing);
      await writer.query('BEGIN');
      await record('cas_slow', writer);
      await record('cas_quick');
      const early = await sealing.round();
      expect(early.reduce((sum, { facts }) => sum + facts, 0)).toBe(0);
      await writer.query('COMMIT');
      const late = await sealAll(sealing);
      expect(late.reduce((sum, { facts }) => sum + facts, 0)).toBe(2);
    } finally {
      await writer.end();
    }
  });

  it('cuts a long backlog into several checkpoints, and leaves out nothing', async () => {
    for (let n = 0; n < 9; n++) {
      await house.admin.query(
        `INSERT INTO facts (subject_id, name, body) SELECT 'cas_' || m % 7, 'case.opened', '{}' FROM generate_series(1, 50) m`,
      );
    }
    const sealed = await sealAll(new Sealing(db, await SealKey.open(join(root, 'key')), 120));
    expect(sealed.map(({ facts }) => facts)).toEqual([100, 100, 100, 100, 50]); // a transaction is never cut
    await house.admin.query(`INSERT INTO facts (subject_id, name, body) SELECT 'cas_1', 'case.opened', '{}' FROM generate_series(1, 300)`);
    expect((await sealAll(new Sealing(db, await SealKey.open(join(root, 'key')), 120))).map(({ facts }) => facts)).toEqual([300]);
  });

  it('by two at once seals everything once', async () => {
    const [one, other] = [await open(), await open()];
    for (let n = 0; n < 10; n++) await record(`cas_${n}`);
    await settled();
    await Promise.all([one.round(), other.round()]);
    const rows = await house.rows<{ number: number; facts: number }>('SELECT number, facts FROM checkpoints ORDER BY number');
    expect(rows.reduce((sum, { facts }) => sum + facts, 0)).toBe(10);
  });

  it.each<[string, string]>([
    ['the newest checkpoint is gone', 'DELETE FROM checkpoints WHERE number = 2'],
    ['all are gone', 'DELETE FROM checkpoints'],
    ['the newest was replaced', `UPDATE checkpoints SET hash = sha256('x') WHERE number = 2`],
    [
      'somebody else added one',
      `INSERT INTO seal_keys VALUES ('evil', sha256('x')); INSERT INTO checkpoints SELECT 3, at, to_xid, to_xid + 1, 0, digest, hash, 'evil', sha256('y'), signature FROM checkpoints WHERE number = 2`,
    ],
  ])('goes no further when %s', async (_, harm) => {
    const sealing = await open();
    await record('cas_1');
    await sealAll(sealing);
    await record('cas_1');
    await sealAll(sealing);
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica; ${harm}; COMMIT`);
    await record('cas_1');
    await settled();
    await expect(sealing.round()).rejects.toThrow(HistoryTakenBackError);
    await expect((await open()).round()).rejects.toThrow('countersign audit verify');
  });

  it('goes no further on a server that counts its transactions anew', async () => {
    const sealing = await open();
    await sealAll(sealing);
    rmSync(join(root, 'key/last-checkpoint.json'));
    await house.admin.query(
      'BEGIN; SET LOCAL session_replication_role = replica; UPDATE checkpoints SET to_xid = to_xid + 1000000000; COMMIT',
    );
    await expect(sealing.round()).rejects.toThrow('pg_resetwal');
  });
});

describe('promise 9: the key of the sealer', () => {
  it('is made once, for its owner only, and its public half can be handed out', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => SealKey.open(join(root, 'key'))));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect(statSync(join(root, 'key')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'key/seal-key.private.jwk')).mode & 0o777).toBe(0o600);
    const published = readFileSync(join(root, 'key/seal-key.public.jwk'), 'utf8');
    expect(JSON.parse(published)).toEqual({ keys: [expect.objectContaining({ kty: 'OKP', kid: keys[0]?.id })] });
    expect(published).not.toContain('"d"');
  });

  it('that is damaged is told in one sentence, and nothing is made in its place', async () => {
    mkdirSync(join(root, 'key'));
    writeFileSync(join(root, 'key/seal-key.private.jwk'), '{"kty":"OKP"');
    await expect(SealKey.open(join(root, 'key'))).rejects.toThrow(SealKeyError);
    expect(readFileSync(join(root, 'key/seal-key.private.jwk'), 'utf8')).toBe('{"kty":"OKP"');
  });
});

describe('promise 9: places outside', () => {
  const numbersIn = (path: string): number[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\{.*"number":(\d+).*\}$/g)].map(([, number]) => Number(number)));
  const sealSome = async (count: number): Promise<void> => {
    const sealing = await open();
    for (let n = 0; n < count; n++) {
      await record(`cas_${n}`);
      await sealAll(sealing);
    }
  };

  it('a file takes each checkpoint once, whoever sends and how often', async () => {
    const path = join(root, 'elsewhere/sealed.jsonl');
    await sealSome(3);
    expect(await new Sending(db, new FilePlace(path)).round()).toMatchObject({ place: 'FILE', sentUpTo: 3, failingSince: null });
    await house.admin.query('UPDATE seal_places SET sent_up_to = 1'); // as if the process had died before it was noted
    await sealSome(1);
    await new Sending(db, new FilePlace(path)).round();
    expect(numbersIn(path)).toEqual([1, 2, 3, 4]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('a line that a crash cut short stands whole in the next one', async () => {
    const path = join(root, 'sealed.jsonl');
    await sealSome(2);
    await new Sending(db, new FilePlace(path)).round();
    truncateSync(path, statSync(path).size - 40);
    await house.admin.query('UPDATE seal_places SET sent_up_to = 1');
    await new Sending(db, new FilePlace(path)).round();
    expect(numbersIn(path)).toEqual([1, 2]);
  });

  it('a file that was cut keeps its gap', async () => {
    const path = join(root, 'sealed.jsonl');
    await sealSome(3);
    await new Sending(db, new FilePlace(path)).round();
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 1).join('\n') + '\n');
    await sealSome(1);
    await new Sending(db, new FilePlace(path)).round();
    expect(numbersIn(path)).toEqual([1, 4]);
  });

  it('one that is down says so, and takes everything later', async () => {
    const bodies: string[] = [];
    let status = 503;
    const server: Server = createServer((request, response) => {
      let body = '';
      request
        .on('data', (part: Buffer) => (body += part.toString()))
        .on('end', () => {
          if (status === 200) bodies.push(body);
          response.writeHead(status).end();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sending = new Sending(db, new WebhookPlace(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sealed`));
    try {
      await sealSome(2);
      expect(await sending.round()).toMatchObject({
        place: 'WEBHOOK',
        sentUpTo: 0,
        trouble: 'it answered 503',
        failingSince: expect.any(Date),
      });
      status = 200;
      expect(await sending.round()).toMatchObject({ sentUpTo: 2, trouble: null, failingSince: null });
      expect(bodies.map((body) => (JSON.parse(body) as { number: number }).number)).toEqual([1, 2]);
    } finally {
      server.close();
    }
    expect(await sending.round()).toMatchObject({ sentUpTo: 2, trouble: null });
    await sealSome(1);
    expect(await sending.round()).toMatchObject({ sentUpTo: 2, trouble: 'ECONNREFUSED' });
  });
});
