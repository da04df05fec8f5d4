import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Figures, measured } from './rounds.js';

/**
 * R, the reference: what a plain service would send for the same business effect, one statement after the other in two transactions, without
 * any wall. THIS NEVER CHANGES: figures of different days are compared through it. Tables as simple as can be, the same rows as ours.
 */
const TABLES = `
CREATE SCHEMA reference;
CREATE TABLE reference.exceptions (id bigint PRIMARY KEY, status text NOT NULL, proposer int NOT NULL, quorum int NOT NULL, revision int NOT NULL, approved_at timestamptz);
CREATE TABLE reference.revisions (exception_id bigint, number int, digest bytea, amount bigint, currency text, what_happened text, what_we_do text, PRIMARY KEY (exception_id, number));
CREATE TABLE reference.signatures (exception_id bigint, revision int, signer int, words text, at timestamptz DEFAULT now(), PRIMARY KEY (exception_id, revision, signer));
CREATE TABLE reference.approvals (exception_id bigint PRIMARY KEY, revision int, at timestamptz DEFAULT now());
CREATE TABLE reference.reviews (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, exception_id bigint UNIQUE, status text, due_at timestamptz);
CREATE TABLE reference.facts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject bigint, name text, actor int, body jsonb, at timestamptz DEFAULT now());
CREATE TABLE reference.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject bigint, name text);
CREATE TABLE reference.keys (principal int, key text, result bigint, PRIMARY KEY (principal, key));
CREATE SEQUENCE reference.ids;`;

const PAIR = `
SELECT nextval('reference.ids') AS id \\gset
BEGIN;
INSERT INTO reference.exceptions (id, status, proposer, quorum, revision) VALUES (:id, 'PROPOSED', 1, 1, 1);
INSERT INTO reference.revisions VALUES (:id, 1, '\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 20240, 'AUD', 'Her branch was under water on the due date.', 'We give back the late fee and the interest.');
INSERT INTO reference.facts (subject, name, actor, body) VALUES (:id, 'exception.proposed', 1, '{"revision": 1}');
INSERT INTO reference.outbox (subject, name) VALUES (:id, 'exception.proposed');
INSERT INTO reference.keys VALUES (1, 'p' || :id, :id);
COMMIT;
BEGIN;
SELECT status, proposer, quorum, revision FROM reference.exceptions WHERE id = :id FOR UPDATE;
SELECT count(*) FROM reference.signatures WHERE exception_id = :id AND revision = 1;
INSERT INTO reference.signatures (exception_id, revision, signer, words) VALUES (:id, 1, 2, 'I would want that too.');
INSERT INTO reference.approvals (exception_id, revision) VALUES (:id, 1);
INSERT INTO reference.reviews (exception_id, status, due_at) VALUES (:id, 'QUEUED', now() + interval '7 days');
UPDATE reference.exceptions SET status = 'APPROVED', approved_at = now() WHERE id = :id;
INSERT INTO reference.facts (subject, name, actor, body) VALUES (:id, 'exception.coSigned', 2, '{"revision": 1}');
INSERT INTO reference.facts (subject, name, actor, body) VALUES (:id, 'exception.approved', 2, '{"revision": 1}');
INSERT INTO reference.facts (subject, name, actor, body) VALUES (:id, 'review.queued', 2, '{"revision": 1}');
INSERT INTO reference.outbox (subject, name) VALUES (:id, 'exception.coSigned');
INSERT INTO reference.outbox (subject, name) VALUES (:id, 'exception.approved');
INSERT INTO reference.outbox (subject, name) VALUES (:id, 'review.queued');
INSERT INTO reference.keys VALUES (2, 's' || :id, :id);
COMMIT;
`;

/** Makes the tables of the reference. */
export async function prepareReference(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(TABLES);
  await admin.end();
}

/** Runs R: through pgbench where it is found, else through pg. */
export async function reference(url: string, lanes: number, seconds: number): Promise<Figures & { by: string }> {
  return spawnSync('pgbench', ['--version']).status === 0
    ? { ...byPgbench(url, lanes, seconds), by: 'pgbench' }
    : { ...(await byPg(url, lanes, seconds)), by: 'pg' };
}

function byPgbench(url: string, lanes: number, seconds: number): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pgbench-'));
  try {
    const script = join(folder, 'pair.sql');
    writeFileSync(script, PAIR);
    const { hostname, port, username, password, pathname } = new URL(url);
    const args = [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(lanes),
      '-j',
      '2',
      '-T',
      String(seconds),
      '-f',
      script,
      '-l',
      '--log-prefix',
      join(folder, 'log'),
    ];
    const where = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
    const out = execFileSync('pgbench', [...args, ...where], {
      env: { PATH: process.env['PATH'], PGPASSWORD: password },
      encoding: 'utf8',
    });
    const perSecond = Number(/tps = ([\d.]+)/.exec(out)?.[1] ?? 0);
    const average = Number(/latency average = ([\d.]+)/.exec(out)?.[1] ?? 0);
    return { perSecond, p50: average, p99: Number.NaN, count: Number(/processed: (\d+)/.exec(out)?.[1] ?? 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byPg(url: string, lanes: number, seconds: number): Promise<Figures> {
  const statements = PAIR.replaceAll('\\\\', '\\')
    .trim()
    .split(';\n')
    .slice(0)
    .map((text) => text.replace(/^SELECT nextval.*\\gset\n/, '').trim());
  const clients = await Promise.all(Array.from({ length: lanes }, () => connected(url)));
  const figures = await measured(lanes, seconds, async (lane) => {
    const client = clients[lane];
    const { rows } = (await client?.query<{ id: string }>(`SELECT nextval('reference.ids') AS id`)) ?? { rows: [] };
    for (const statement of statements) if (statement) await client?.query(statement.replaceAll(':id', rows[0]?.id ?? '0'));
  });
  await Promise.all(clients.map((client) => client.end()));
  return figures;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
