import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../../test/support/small-house.js';
import { PersonLinks } from './person-links.service.js';

let house: SmallHouse;
let links: PersonLinks;

beforeAll(async () => {
  house = await SmallHouse.open();
  links = new PersonLinks(house.api);
});
afterAll(() => house.close());

const propose = async (by: string, one: string, other: string): Promise<string> => {
  const input = { personId: `per_${one}`, toPersonId: `per_${other}`, reason: 'They share a badge.' };
  return (await links.propose(input, await house.actor(by))).node.id;
};
const link = async (one: string, other: string): Promise<string> => {
  const linkId = await propose('wei', one, other);
  await links.confirm({ linkId }, await house.actor('ana'));
  return linkId;
};
const unlink = async (linkId: string): Promise<void> => {
  for (const admin of ['wei', 'ana']) await links.end({ linkId, reason: 'Two badges.' }, await house.actor(admin));
};
const countedAs = async (...handles: string[]): Promise<(string | null)[]> => {
  const rows = await house.rows<{ handle: string; as: string | null }>(
    'SELECT handle, linked_human AS as FROM people WHERE handle = ANY ($1)',
    [handles],
  );
  return handles.map((handle) => rows.find((row) => row.handle === handle)?.as ?? null);
};
const voided = async (id: string): Promise<string[]> => {
  const rows = await house.rows<{ human: string }>(
    `SELECT human_id AS human FROM co_signature_ends WHERE exception_id = $1 AND how = 'VOID'`,
    [id],
  );
  return rows.map(({ human }) => human);
};

describe('promise 1: two accounts that turn out to be one human', () => {
  it('count as two until a second admin confirms it, and as one from then on', async () => {
    const linkId = await propose('wei', 'mia', 'noor');
    expect(await countedAs('mia', 'noor')).toEqual([null, null]);
    await expect(links.confirm({ linkId }, await house.actor('wei'))).rejects.toMatchObject({ code: 'SAME_ADMIN', whoCould: ['per_ana'] });
    await expect(links.confirm({ linkId }, await house.actor('tom'))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const confirm = { linkId, idempotencyKey: 'confirm' };
    const ana = await house.actor('ana');
    const outcomes = await Promise.all([1, 2, 3].map(() => links.confirm(confirm, ana)));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await countedAs('mia', 'noor')).toEqual(['hum_mia', 'hum_mia']);
    expect((await house.factsOf('per_mia')).map(({ name }) => name)).toEqual(['person.linkProposed', 'person.linked']);
    await unlink(linkId);
    expect(await countedAs('mia', 'noor')).toEqual([null, null]);
  });

  it('makes void the later of their two open signatures, and lets neither sign again', async () => {
    const id = await house.proposal({ proposer: 'priya', signers: ['mia', 'noor'] });
    const linkId = await link('noor', 'mia');
    expect(await voided(id)).toEqual(['hum_noor']);
    expect(await house.factsOf(id)).toMatchObject([{ name: 'exception.signatureVoided', body: { revision: 1, signerId: 'per_noor' } }]);
    const other = await house.proposal({ proposer: 'priya', signers: ['mia', 'tom'] });
    await expect(house.sign(other, 'noor')).rejects.toMatchObject({ code: 'TP172' });
    await unlink(linkId);
    expect(await voided(id)).toEqual(['hum_noor']);
    await house.sign(other, 'noor');
    expect(await voided(other)).toEqual([]);
  });

  it('makes void what they gave to their own remedy, as proposer or as editor', async () => {
    const proposed = await house.proposal({ proposer: 'jack', signers: ['ivy', 'tom'] });
    const edited = await house.proposal({ proposer: 'priya', editor: 'jack', signers: ['ivy'] });
    const open = await house.proposal({ proposer: 'jack' });
    const linkId = await link('jack', 'ivy');
    expect(await voided(proposed)).toEqual(['hum_ivy']);
    expect(await voided(edited)).toEqual(['hum_ivy']);
    await expect(house.sign(open, 'ivy')).rejects.toMatchObject({ code: 'TP100' });
    await unlink(linkId);
  });

  it('leaves what was counted for ever, and names it to reviewers and auditors', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya', signers: ['tom', 'sam'] });
    expect(await links.approvalsOfOneHuman()).toEqual([]);
    const linkId = await link('tom', 'sam');
    expect(await voided(exceptionId)).toEqual([]);
    expect(await links.approvalsOfOneHuman()).toEqual([exceptionId]);
    await unlink(linkId);
    expect(await links.approvalsOfOneHuman()).toEqual([]);
  });

  it('follows a chain of links, and a new account of a linked human', async () => {
    const [first, second] = [await link('mia', 'noor'), await link('noor', 'ivy')];
    expect(await countedAs('ivy', 'mia', 'noor')).toEqual(['hum_ivy', 'hum_ivy', 'hum_ivy']);
    await house.admin.query(
      `INSERT INTO people (id, human_id, kind, name, handle, email) VALUES ('per_mia2', 'hum_mia', 'PERSON', 'Mia', 'mia2', 'm@b')`,
    );
    expect(await countedAs('mia2')).toEqual(['hum_ivy']);
    await unlink(first);
    expect(await countedAs('ivy', 'mia', 'mia2', 'noor')).toEqual(['hum_ivy', null, null, 'hum_ivy']);
    await unlink(second);
    expect(await countedAs('ivy', 'noor')).toEqual([null, null]);
  });

  it('takes rights and gives none: a linked admin takes no second step, and undoes no link of their own', async () => {
    await house.admin.query(`UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle = 'jack'`);
    const linkId = await link('jack', 'wei');
    const pending = await propose('jack', 'tom', 'sam');
    const wei = await house.actor('wei', { alsoHumans: ['hum_jack'] });
    await expect(links.confirm({ linkId: pending }, wei)).rejects.toMatchObject({ code: 'SAME_ADMIN' });
    await expect(links.confirm({ linkId: pending }, await house.actor('wei'))).rejects.toMatchObject({ code: 'SAME_ADMIN' }); // by the wall
    await expect(links.end({ linkId, reason: 'No.' }, wei)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await links.end({ linkId: pending, reason: 'A mistake.' }, wei)).node.endedAt).not.toBeNull();
  });

  it('of a link and a signature at the same moment, one is first: the human never stands twice', async () => {
    await house.admin.query(`UPDATE people SET roles = '{ADMIN}' WHERE handle = 'renee'`);
    const confirmer = await house.actor('renee');
    for (let round = 0; round < 12; round++) {
      const id = await house.proposal({ proposer: 'priya', signers: ['mia', 'tom'] });
      const linkId = await propose('ana', 'mia', 'noor');
      const sign = house.superuser.pool.query(`INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
        SELECT r.exception_id, r.number, 'hum_noor', 'per_noor', r.digest FROM revisions r WHERE r.exception_id = '${id}'`);
      await Promise.allSettled([sign, links.confirm({ linkId }, confirmer)]);
      const [standing] = await house.rows<{ count: number }>(
        `SELECT count(*)::int FROM co_signatures s WHERE s.exception_id = $1 AND s.human_id IN ('hum_mia', 'hum_noor')
           AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))`,
        [id],
      );
      expect(standing?.count).toBe(1);
      for (const admin of ['ana', 'renee']) await links.end({ linkId, reason: 'Again.' }, await house.actor(admin));
    }
  });
});
