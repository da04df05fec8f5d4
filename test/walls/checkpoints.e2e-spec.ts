import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged, Siege } from './siege.js';

const ZEROS = `decode(repeat('00', 32), 'hex')`;
const KEY = `INSERT INTO seal_keys (id, public_key) VALUES ('key', sha256('key'))`;
const checkpoint = (change: Record<string, string> = {}): string => {
  const columns = {
    number: '1',
    at: 'house_now()',
    from_xid: '0',
    to_xid: 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint',
    facts: '0',
    digest: `sha256('x')`,
    prev_hash: ZEROS,
    key_id: `'key'`,
    hash: `sha256('hash')`,
    signature: `decode(repeat('00', 64), 'hex')`,
    ...change,
  };
  return `INSERT INTO checkpoints (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')}`;
};
const second = (change: Record<string, string> = {}): string =>
  checkpoint({
    number: '2',
    from_xid: '(SELECT to_xid FROM checkpoints WHERE number = 1)',
    to_xid: '(SELECT to_xid + 1 FROM checkpoints WHERE number = 1)',
    prev_hash: `sha256('hash')`,
    ...change,
  });

/** A house with one checkpoint. */
async function build({ house }: ExceptionsRoom): Promise<void> {
  await house.admin.query(`${KEY}; ${checkpoint({ to_xid: '3' })}`);
}

const FOLLOWS = 'checkpoints.a_checkpoint_follows_the_last';
/** The api may neither add to checkpoints nor change them. */
const NO_RIGHT = '42501';

// prettier-ignore
besieged('promise 9: a checkpoint', build, [
  ['that leaves one out', { sql: () => second({ number: '3' }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['that leaves transactions out', { sql: () => second({ from_xid: '4', to_xid: '5' }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['that covers transactions twice', { sql: () => second({ from_xid: '2' }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['that names another one before it', { sql: () => second({ prev_hash: `sha256('other')` }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['that covers what still runs', { sql: () => second({ to_xid: '(pg_current_xact_id()::text::bigint + 1000)' }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['of tomorrow', { sql: () => second({ at: `house_now() + interval '1 day'` }), says: 'TP904', api: NO_RIGHT, wall: FOLLOWS }],
  ['that covers nothing', { sql: () => second({ to_xid: '3' }), says: '23514 a_checkpoint_goes_forward', api: NO_RIGHT, wall: 'checkpoints.a_checkpoint_goes_forward' }],
  ['with a number that is taken', { sql: () => second({ number: '1' }), says: '23505 checkpoints_pkey', api: NO_RIGHT, wall: 'checkpoints.checkpoints_pkey' }],
  ['of a key that nobody published', { sql: () => second({ key_id: `'other'` }), says: '23503 signed_by_a_published_key', api: NO_RIGHT, wall: 'checkpoints.signed_by_a_published_key' }],
  ['changed', { sql: () => `UPDATE checkpoints SET facts = 1`, says: 'TP900', api: NO_RIGHT, wall: 'checkpoints.checkpoints_are_append_only' }],
  ['deleted', { sql: () => 'DELETE FROM checkpoints', says: 'TP900', api: NO_RIGHT, wall: 'checkpoints.checkpoints_are_append_only' }],
  ['truncated', { sql: () => 'TRUNCATE checkpoints', says: 'TP900', api: NO_RIGHT, wall: 'checkpoints.checkpoints_are_not_truncated' }],
  ['whose key is changed', { sql: () => `UPDATE seal_keys SET public_key = sha256('evil')`, says: 'TP900', api: NO_RIGHT, wall: 'seal_keys.seal_keys_are_append_only' }],
]);

describe('promise 9: the role that seals', () => {
  let siege: Siege;
  let seal: pg.Client;
  beforeAll(async () => {
    siege = await Siege.open();
    seal = new pg.Client({ connectionString: siege.room.house.urls.sealUrl });
    await seal.connect();
  });
  afterAll(async () => {
    await seal.end();
    await siege.close();
  });

  it('may seal, and nothing else', async () => {
    const tried = async (statement: string): Promise<string> => {
      await seal.query('BEGIN');
      return seal
        .query(statement)
        .then(
          () => 'done',
          (error: pg.DatabaseError) => error.code ?? '',
        )
        .finally(() => seal.query('ROLLBACK'));
    };
    expect({
      seals: await tried(`${KEY}; ${checkpoint({ to_xid: '3' })}`),
      'reads facts': await tried('SELECT * FROM facts'),
      'records a fact': await tried(`INSERT INTO facts (subject_id, name, body) VALUES ('exc_1', 'exception.approved', '{}')`),
      'reads people': await tried('SELECT * FROM people'),
      'reads customers': await tried('SELECT * FROM customers'),
      'reads words': await tried('SELECT * FROM revision_texts'),
      'takes a checkpoint back': await tried('DELETE FROM checkpoints'),
    }).toEqual({
      seals: 'done',
      'reads facts': 'done',
      'records a fact': '42501',
      'reads people': '42501',
      'reads customers': '42501',
      'reads words': '42501',
      'takes a checkpoint back': '42501',
    });
  });
});
