import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { sealAt, SealedHouse } from '../../test/support/sealed-house.js';
import { exportTo } from './audit.export.js';
import { verifyDatabase, verifyExport } from './audit.verify.js';
import { dutyFaults, dutyNotes } from './duties.js';
import type { Finding, Verified } from './verify.mjs';

jest.setTimeout(120_000);

let house: SealedHouse;
let folder: string;
let plain: string;
beforeAll(async () => {
  house = await SealedHouse.open();
  folder = join(house.folder, 'exports');
  mkdirSync(folder);
  plain = join(folder, 'export.jsonl');
  await house.onCopy((client) => exportTo(client, plain));
});
afterAll(() => house.close());

async function foundIn(
  work: (tell: (finding: Finding) => void) => Promise<Verified>,
): Promise<{ found: Finding[]; counts: Verified['counts'] }> {
  const found: Finding[] = [];
  const { counts } = await work((finding) => found.push(finding));
  return { found, counts };
}

/** As an auditor runs it: with Node and nothing else, in a folder of its own. */
async function alone(...words: string[]): Promise<{ code: number; out: string }> {
  const run = promisify(execFile)(process.execPath, ['verify.mjs', ...words], { cwd: folder, env: {} });
  return run.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, out: stdout }),
  );
}

describe('promise 9: an export', () => {
  it('is verified by one file and Node alone, and says what the database says', async () => {
    const witnesses = { checkpoints: house.checkpoints, keys: house.keys };
    const database = await foundIn((tell) => house.onCopy((client) => verifyDatabase(client, witnesses, tell)));
    const exported = await foundIn((tell) => verifyExport(plain, witnesses, tell));
    expect(database.found).toEqual([]);
    expect(exported).toEqual({ found: [], counts: database.counts });
    expect(database.counts.approvals).toBeGreaterThan(3);
    copyFileSync(house.checkpoints, join(folder, 'outside.jsonl'));
    copyFileSync(house.keys, join(folder, 'keys.json'));
    const { code, out } = await alone('export.jsonl', '--checkpoints', 'outside.jsonl', '--keys', 'keys.json');
    expect(out).toContain('The history holds: nothing was found.');
    expect(out).not.toContain('FOUND');
    expect(code).toBe(0);
  });

  it('shows every complaint with its clocks', async () => {
    const { rows } = await house.onCopy((client) => client.query<{ id: string }>('SELECT case_id AS id FROM complaints'));
    expect(rows.length).toBeGreaterThan(0);
    const { out } = await alone('export.jsonl', '--complaints');
    const lines = out.split('\n').filter((line) => line.startsWith('COMPLAINT '));
    expect(lines).toHaveLength(rows.length);
    for (const { id } of rows) expect(lines.join('\n')).toContain(`COMPLAINT ${id} of `);
    expect(lines[0]).toMatch(/acknowledge by \S+Z MET, without ado by \S+Z MET, final answer by \S+Z MET$/);
    expect(out).toContain(`${rows.length} complaints: 0 not acknowledged in time, 0 without a final answer in time.`);
  });

  it('may be compressed', async () => {
    await house.onCopy((client) => exportTo(client, `${plain}.gz`));
    expect(await alone('export.jsonl.gz')).toMatchObject({ code: 0 });
    const bytes = readFileSync(`${plain}.gz`);
    writeFileSync(join(folder, 'cut.jsonl.gz'), bytes.subarray(0, bytes.length - 9));
    expect(await alone('cut.jsonl.gz')).toMatchObject({ code: 1 });
  });

  it('holds no name, contact or word', async () => {
    const text = readFileSync(plain, 'utf8');
    const secrets = await house.onCopy(async (client) => {
      const { rows } = await client.query<{
        secret: string;
      }>(`SELECT name AS secret FROM customers UNION SELECT contact FROM customers UNION SELECT what_we_do FROM revision_texts
        UNION SELECT need FROM case_texts UNION SELECT body FROM remarks UNION SELECT email FROM people WHERE id <> 'per_house' UNION SELECT encode(salt, 'hex') FROM revision_texts`);
      return rows.map(({ secret }) => secret).filter((secret) => secret && secret.length > 3);
    });
    expect(secrets.length).toBeGreaterThan(20);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('of which one byte was altered is not believed, wherever it stands', async () => {
    const bytes = readFileSync(plain);
    const path = join(folder, 'altered.jsonl');
    const step = Math.ceil(bytes.length / 150);
    for (let at = 0; at < bytes.length; at += step) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      writeFileSync(path, altered);
      const { found } = await foundIn((tell) => verifyExport(path, {}, tell));
      expect({ at, found: found.length > 0 }).toEqual({ at, found: true });
    }
    for (const shorter of [bytes.length - 1, bytes.length - 2, Math.floor(bytes.length / 2), 1, 0]) {
      writeFileSync(path, bytes.subarray(0, shorter));
      const { found } = await foundIn((tell) => verifyExport(path, {}, tell));
      expect({ shorter, found: found.length > 0 }).toEqual({ shorter, found: shorter !== bytes.length - 1 });
    }
  });

  it('of another key is not believed by who knows the right one', async () => {
    const other = join(house.folder, 'other');
    const path = join(folder, 'forged.jsonl');
    await house.onCopy(async (client, url) => {
      await client.query(
        'SET session_replication_role = replica; DELETE FROM checkpoints; DELETE FROM seal_keys; RESET session_replication_role',
      );
      await sealAt(url, other);
      await exportTo(client, path);
    });
    expect((await foundIn((tell) => verifyExport(path, {}, tell))).found).toEqual([]);
    expect((await foundIn((tell) => verifyExport(path, { keys: house.keys }, tell))).found[0]).toMatchObject({ by: 'checkpoint' });
    expect((await foundIn((tell) => verifyExport(path, { checkpoints: house.checkpoints }, tell))).found[0]).toMatchObject({
      by: 'outside',
    });
  });
});

describe('promise 9: verifying while the house works', () => {
  it('takes what is sealed and sent meanwhile for no fault', async () => {
    await house.onCopy(async (client, url) => {
      const more = join(house.folder, 'more');
      await client.query(
        'SET session_replication_role = replica; DELETE FROM checkpoints; DELETE FROM seal_keys; DELETE FROM seal_places; RESET session_replication_role',
      );
      await sealAt(url, more);
      const { found } = await foundIn((tell) => verifyDatabase(client, { checkpoints: join(more, 'sealed.jsonl') }, tell));
      expect(found).toEqual([]);
      await client.query(`INSERT INTO facts (subject_id, name, body) VALUES ('job_later', 'job.parked', '{}')`);
      const { found: none, counts } = await foundIn((tell) => verifyDatabase(client, { checkpoints: join(more, 'sealed.jsonl') }, tell));
      expect({ none, notSealed: counts.notSealed }).toEqual({ none: [], notSealed: 1 });
    });
  });
});

describe('two accounts that were found to be of one human', () => {
  /** Links the proposer of an approved exception with who counts in it, as the clock of the house says then; answers the exception. */
  async function link(client: pg.Client, before: string): Promise<string> {
    const clock = (by: string): Promise<unknown> =>
      client.query(
        `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT date_trunc('milliseconds', clock_timestamp()) - interval '${by}' $$`,
      );
    await clock(before);
    const { rows } = await client.query<{
      id: string;
    }>(`WITH pair AS (SELECT e.id, e.proposer_id, e.proposer_human, s.signer_id, s.human_id FROM policy_exceptions e
        JOIN counted_signatures c ON c.exception_id = e.id JOIN co_signatures s ON (s.exception_id, s.revision, s.human_id) = (c.exception_id, c.revision, c.human_id) ORDER BY e.id LIMIT 1),
      admins AS (SELECT min(id) AS one, max(id) AS other FROM people WHERE active AND kind = 'PERSON' AND 'ADMIN' = ANY (roles)),
      told AS (INSERT INTO remarks (id, subject_id, body) SELECT 'rmk_link', id, 'One badge.' FROM pair)
      INSERT INTO account_links (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human)
        SELECT 'lnk_test', signer_id, pair.human_id, proposer_id, proposer_human, 'rmk_link', a.id, a.human_id FROM pair, admins JOIN people a ON a.id = admins.one RETURNING (SELECT id FROM pair)`);
    await client.query(`UPDATE account_links SET confirmed_by = a.id, confirmed_human = a.human_id FROM people a
      WHERE a.id = (SELECT max(id) FROM people WHERE active AND kind = 'PERSON' AND 'ADMIN' = ANY (roles))`);
    await client.query(`INSERT INTO facts (subject_id, name, body)
      SELECT person_id, 'person.linked', json_build_object('linkId', id, 'toPersonId', to_person_id) FROM account_links`);
    await clock('0');
    return rows[0]?.id ?? '';
  }
  const verified = async (client: pg.Client): Promise<Verified & { found: Finding[] }> => {
    const found: Finding[] = [];
    return { ...(await verifyDatabase(client, {}, (finding) => found.push(finding))), found };
  };

  it('are told as a note about what was approved before', async () => {
    await house.onCopy(async (client) => {
      const id = await link(client, '0');
      const { found, remarks } = await verified(client);
      expect(found).toEqual([]);
      expect(remarks).toContainEqual(expect.stringMatching(`found later to be one human.*${id}`));
      expect(await dutyFaults(client)).toEqual([]);
      expect(await dutyNotes(client)).toContainEqual(
        expect.objectContaining({ id, what: 'co-signed their own proposal by another account' }),
      );
    });
  });

  it('are one in what was approved afterwards, which a house with its walls never does', async () => {
    await house.onCopy(async (client) => {
      const id = await link(client, '3 years');
      const { found } = await verified(client);
      expect(found).toContainEqual({ by: 'rows', where: id, what: expect.stringContaining('counts, who proposed or edited it') });
      expect((await dutyFaults(client)).map((fault) => [fault.id, fault.what])).toContainEqual([
        id,
        'co-signed their own proposal by another account',
      ]);
      expect((await dutyNotes(client)).filter((note) => note.id === id)).toEqual([]);
    });
  });

  it('are not what was told when the link is gone, or no fact tells of it', async () => {
    for (const harm of [
      `DELETE FROM account_links`,
      `UPDATE account_links SET person_id = to_person_id`,
      `UPDATE account_links SET confirmed_at = NULL`,
    ]) {
      await house.onCopy(async (client) => {
        await link(client, '0');
        await client.query(
          `ALTER TABLE account_links DROP CONSTRAINT confirmed_means_by_somebody; SET session_replication_role = replica; ${harm}`,
        );
        expect((await verified(client)).found).toContainEqual({
          by: 'rows',
          where: 'lnk_test',
          what: 'it is not the link of two accounts that was told',
        });
      });
    }
  });
});
