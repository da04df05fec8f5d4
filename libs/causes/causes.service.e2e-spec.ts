import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { SmallHouse } from '../../test/support/small-house.js';
import { CAUSES_MAX } from './cause.rules.js';
import { CausesReads } from './causes.reads.js';
import { CausesService } from './causes.service.js';

let house: SmallHouse;
let reads: CausesReads;
let causes: CausesService;
let [renee, omar, tom]: Actor[] = [];

beforeAll(async () => {
  house = await SmallHouse.open();
  reads = new CausesReads(house.api);
  causes = new CausesService(house.api, reads);
  [renee, omar, tom] = await Promise.all(['renee', 'omar', 'tom'].map((who) => house.actor(who)));
});
afterAll(() => house?.close());

const created = (key: string, name: string, by = omar) => causes.create({ key, name }, by as Actor);
const merge = (from: string, into: string, by = renee, more: object = {}) =>
  causes.merge({ from, into, why: 'One word for both.', ...more }, by as Actor);
const keys = async (search: string): Promise<string[]> => (await reads.list({ search })).map(({ key }) => key);
const told = async (key: string) =>
  (await house.factsOf((await reads.byKeys([key]))[0]?.id ?? '')).map(({ name, body }) => [name, body.cause]);

describe('the list of causes', () => {
  it('is kept by reviewers: a cause is put there once, and named better', async () => {
    const { node } = await created('lift-stuck', 'Lift stuck');
    expect(node).toMatchObject({ key: 'lift-stuck', name: 'Lift stuck', description: null, createdBy: 'per_omar', mergedInto: null });
    await expect(created('lift-stuck', 'Again')).rejects.toMatchObject({ code: 'INVALID', path: ['key'] });
    await expect(created('stairs', 'Stairs', tom)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      whoCould: ['per_lach2', 'per_omar', 'per_renee'],
    });
    const input = { key: 'lift-stuck', name: 'Lift out of order', description: 'Ours, not the customer’s.' };
    expect((await causes.rename(input, renee as Actor)).node).toMatchObject(input);
    expect((await causes.rename({ key: 'lift-stuck', name: 'Lift' }, renee as Actor)).node).toMatchObject({
      description: input.description,
    });
    expect(await told('lift-stuck')).toEqual([
      ['cause.created', 'lift-stuck'],
      ['cause.renamed', 'lift-stuck'],
      ['cause.renamed', 'lift-stuck'],
    ]);
  });

  it('has a cause once, whoever is faster', async () => {
    const both = await Promise.allSettled([created('twin', 'Twin'), created('twin', 'Twin', renee)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is read by name, other last, and never too long', async () => {
    const all = await reads.list({});
    expect(all.at(-1)?.key).toBe('other');
    const names = all.slice(0, -1).map(({ name }) => name.toLowerCase());
    expect(names).toEqual([...names].sort());
    await expect(
      (async () => {
        await house.admin.query(
          `SET session_replication_role = replica; INSERT INTO causes (key, name) SELECT 'many-' || n, 'Many' FROM generate_series(1, ${CAUSES_MAX - all.length}) n; RESET session_replication_role`,
        );
        await created('one-too-many', 'One too many');
      })(),
    ).rejects.toMatchObject({ code: 'INVALID', path: ['key'] });
    expect(await reads.list({})).toHaveLength(CAUSES_MAX);
    await house.admin.query(
      `SET session_replication_role = replica; DELETE FROM causes WHERE key LIKE 'many-%'; RESET session_replication_role`,
    );
  });

  it.each([
    ['couriur-dely', 'courier-delay'],
    ['courier', 'courier-delay'],
    ['Late cour', 'courier-delay'],
    ['wrnog charge', 'wrong-charge'],
    ['Card kept', 'card-retained'],
    ['bereavment', 'bereavement'],
    ['terminl', 'terminal-outage'],
  ])('is found while somebody types %s: %s', async (typed, key) => {
    expect((await keys(typed))[0]).toBe(key);
  });

  it('finds nothing for what looks like none', async () => {
    expect(await keys('qqqq zzzz')).toEqual([]);
    expect((await keys('a')).length).toBeLessThanOrEqual(10);
  });
});

describe('two causes that are one', () => {
  it('are merged by two reviewers with a reason, and told; what was merged before goes along', async () => {
    await created('parcel-late', 'Parcel late');
    await created('parcel-slow', 'Parcel slow');
    expect((await merge('parcel-late', 'parcel-slow')).node).toMatchObject({
      mergedInto: null,
      ...{ mergeAskedInto: 'parcel-slow', mergeAskedBy: 'per_renee', mergeWhy: 'One word for both.' },
    });
    await expect(merge('parcel-late', 'parcel-slow')).rejects.toMatchObject({ code: 'SAME_REVIEWER', whoCould: ['per_lach2', 'per_omar'] });
    expect((await merge('parcel-late', 'parcel-slow', omar)).node).toMatchObject({ mergedInto: 'parcel-slow' });
    expect(await told('parcel-late')).toEqual([
      ['cause.created', 'parcel-late'],
      ['cause.mergeProposed', 'parcel-late'],
      ['cause.merged', 'parcel-late'],
    ]);
    await merge('parcel-slow', 'courier-delay');
    await merge('parcel-slow', 'courier-delay', omar);
    const found = await reads.byKeys(['parcel-late', 'parcel-slow']);
    expect(found.map(({ mergedInto }) => mergedInto)).toEqual(['courier-delay', 'courier-delay']);
    expect(await keys('parcel slow')).toEqual(expect.arrayContaining(['courier-delay']));
    expect(await keys('parcel slow')).not.toContain('parcel-slow');
    expect((await reads.list({})).map(({ key }) => key)).not.toContain('parcel-slow');
    expect((await reads.list({ includeMerged: true })).map(({ key }) => key)).toContain('parcel-slow');
    expect(await reads.names(['parcel-late', 'no-such'])).toEqual([{ key: 'parcel-late', name: 'Courier late' }]);
    await expect(merge('parcel-late', 'other')).rejects.toMatchObject({ code: 'CAUSE_MERGED', path: ['from'] });
    await expect(merge('courier-delay', 'parcel-late')).rejects.toMatchObject({ code: 'CAUSE_MERGED', path: ['into'] });
    await expect(causes.rename({ key: 'parcel-late', name: 'Late' }, omar as Actor)).rejects.toMatchObject({ code: 'CAUSE_MERGED' });
  });

  it('are what they were at each instant', async () => {
    const at = async (key: string, instant: string): Promise<string | undefined> =>
      (await house.rows<{ means: string }>(`SELECT cause_at($1, ${instant}) AS means`, [key]))[0]?.means;
    const [first, second] = await house.rows<{ since: string }>(
      `SELECT since::text FROM cause_meanings WHERE cause = 'parcel-late' ORDER BY number`,
    );
    expect([
      await at('parcel-late', `'${first?.since}'::timestamptz`),
      await at('parcel-late', `'${second?.since}'::timestamptz`),
      await at('parcel-late', 'house_now()'),
    ]).toEqual(['parcel-late', 'parcel-slow', 'courier-delay']);
    const [alike] = await house.rows<{ then: string[]; now: string[] }>(
      `SELECT same_causes_at('parcel-slow', '${second?.since}') AS then, same_causes('parcel-slow') AS now`,
    );
    expect([alike?.then.sort(), alike?.now.sort()]).toEqual([
      ['parcel-late', 'parcel-slow'],
      ['courier-delay', 'parcel-late', 'parcel-slow'],
    ]);
  });

  it('are asked about anew when another goal is better, and are not merged by a twin of two reviewers twice', async () => {
    await created('noise', 'Noise');
    await merge('noise', 'outage');
    await merge('noise', 'other', omar);
    await expect(merge('noise', 'other', omar)).rejects.toMatchObject({ code: 'SAME_REVIEWER' });
    const both = await Promise.allSettled([merge('noise', 'other'), merge('noise', 'other')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CAUSE_MERGED' } });
  });

  it('promise 7: are asked about once under one key', async () => {
    await created('smell', 'Smell');
    const keyed = { idempotencyKey: 'smell-1' };
    expect((await merge('smell', 'other', renee, keyed)).replayed).toBe(false);
    expect((await merge('smell', 'other', renee, keyed)).replayed).toBe(true);
    expect(await told('smell')).toHaveLength(2);
  });

  it('never go round in a circle, whoever is faster', async () => {
    await Promise.all([created('one-way', 'One way'), created('other-way', 'Other way')]);
    await Promise.all([merge('one-way', 'other-way'), merge('other-way', 'one-way')]);
    const both = await Promise.allSettled([merge('one-way', 'other-way', omar), merge('other-way', 'one-way', omar)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CAUSE_MERGED' } });
  });
});
