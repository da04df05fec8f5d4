import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomersService, ErasuresService } from '#customers';
import { Telling } from '#notices';
import type { Actor } from '#people';
import { SmallHouse } from '../../test/support/small-house.js';
import { ThanksOffers } from './offers.service.js';
import { PreferencesService } from './preferences.service.js';
import { ThanksService } from './thanks.service.js';
import type { GiveThanks, ThanksView } from './thanks.types.js';

const PAGE = { take: 100, backwards: false };

let house: SmallHouse;
let thanks: ThanksService;
let offers: ThanksOffers;
let preferences: PreferencesService;
let priya: Actor;
let tom: Actor;

beforeAll(async () => {
  house = await SmallHouse.open();
  [thanks, offers, preferences] = [new ThanksService(house.api), new ThanksOffers(house.api), new PreferencesService(house.api)];
  [priya, tom] = [await house.actor('priya'), await house.actor('tom')];
});
afterAll(() => house.close());

const give = async (more: Partial<GiveThanks> = {}, by = priya): Promise<ThanksView> => {
  const { node } = await thanks.give({ toIds: ['per_tom'], deed: 'Stayed until it was solved.', ...more }, by);
  return node;
};
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'DONE',
    (error: { code: string }) => error.code,
  );
const feed = async (): Promise<ThanksView[]> => [...(await thanks.feed(PAGE, [])).rows];
const inFeed = async (id: string): Promise<ThanksView | undefined> => (await feed()).find((row) => row.id === id);
const named = (actor: Actor, namedInThanks: boolean) => preferences.update({ namedInThanks }, actor);

describe('thanks', () => {
  it('name the deed and the people, the newest first, and the thanked are told once', async () => {
    const first = await give();
    const second = await give({ toIds: ['per_tom', 'per_mia'], deed: 'Found the form.' });
    expect((await feed()).map(({ id }) => id).slice(0, 2)).toEqual([second.id, first.id]);
    expect(second).toMatchObject({ fromId: 'per_priya', toIds: ['per_mia', 'per_tom'], deed: 'Found the form.', caseId: null });
    expect(await thanks.count([])).toBe((await feed()).length);
    expect(await house.factsOf(second.id)).toEqual([{ name: 'thanks.given', actor_id: 'per_priya', body: { caseId: null } }]);
    const telling = new Telling(house.worker, { smtpUrl: undefined });
    await telling.tell({ subjectId: second.id, seq: 1 });
    await telling.tell({ subjectId: second.id, seq: 1 });
    const told = await house.rows('SELECT person_id FROM notices WHERE subject_id = $1 ORDER BY 1', [second.id]);
    expect(told).toEqual([{ person_id: 'per_mia' }, { person_id: 'per_tom' }]);
  });

  it.each<[story: string, more: Partial<GiveThanks>, code: string]>([
    ['oneself', { toIds: ['per_priya'] }, 'SELF_THANKS'],
    ['a machine', { toIds: ['per_desk'] }, 'NOT_ELIGIBLE'],
    ['somebody who left', { toIds: ['per_noor'] }, 'NOT_ELIGIBLE'],
    ['somebody unknown', { toIds: ['per_none'] }, 'NOT_FOUND'],
    ['one human twice', { toIds: ['per_lachlan', 'per_lach2'] }, 'INVALID'],
    ['for an unknown case', { caseId: 'cas_none' }, 'NOT_FOUND'],
  ])('are not given to %s', async (_, more, code) => {
    await house.rows(`UPDATE people SET active = false WHERE id = 'per_noor'`);
    expect(await refusalOf(give(more))).toBe(code);
  });

  it('are not given to an own account, nor to one that two admins linked', async () => {
    expect(await refusalOf(give({ toIds: ['per_lach2'] }, await house.actor('lachlan')))).toBe('SELF_THANKS');
    const link = await house.link('sam', 'ivy');
    expect(await refusalOf(give({ toIds: ['per_ivy'] }, await house.actor('sam')))).toBe('SELF_THANKS');
    await house.unlink(link);
    expect(await refusalOf(give({ toIds: ['per_ivy'] }, await house.actor('sam')))).toBe('DONE');
  });

  it('are said by people, never by machines, nor with their tokens', async () => {
    expect(await refusalOf(give({}, await house.actor('desk')))).toBe('NOT_ALLOWED');
    expect(await refusalOf(give({}, { ...priya, tokenId: 'tok_1' }))).toBe('NOT_ALLOWED');
  });

  it('leave out who does not want to be named, from now on and of before; and say so to who thanks them', async () => {
    const [mia, jack] = [await house.actor('mia'), await house.actor('jack')];
    const both = await give({ toIds: ['per_mia', 'per_jack'], deed: 'Carried it home.' });
    const naming = await give({ toIds: ['per_mia', 'per_jack'], deed: 'Mia carried it home, Jack opened.' });
    const alone = await give({ toIds: ['per_mia'] });
    const byMia = await give({ toIds: ['per_jack'] }, mia);
    await named(mia, false);
    expect(await inFeed(both.id)).toMatchObject({ toIds: ['per_jack'], deed: 'Carried it home.' });
    expect(await inFeed(naming.id)).toMatchObject({ toIds: ['per_jack'], deed: null });
    expect(await inFeed(alone.id)).toBeUndefined();
    expect(await inFeed(byMia.id)).toBeUndefined();
    expect(await thanks.byIds([alone.id, byMia.id])).toEqual([]);
    expect(await refusalOf(give({ toIds: ['per_mia'] }))).toBe('OPTED_OUT');
    expect(await refusalOf(give({ toIds: ['per_jack'] }, mia))).toBe('OPTED_OUT');
    expect(await preferences.of(mia)).toEqual({ namedInThanks: false });
    expect(await preferences.of(jack)).toEqual({ namedInThanks: true });
    await named(mia, true);
    expect(await inFeed(naming.id)).toMatchObject({ toIds: ['per_jack', 'per_mia'], deed: 'Mia carried it home, Jack opened.' });
  });

  it('hold one no for all accounts of a human, whichever was thanked', async () => {
    await named(await house.actor('lach2'), false);
    expect(await refusalOf(give({ toIds: ['per_lachlan'] }))).toBe('OPTED_OUT');
    await named(await house.actor('lachlan'), true);
    expect(await refusalOf(give({ toIds: ['per_lach2'] }))).toBe('DONE');
    expect(await refusalOf(Promise.resolve().then(() => named({ ...priya, tokenId: 'tok_1' }, false)))).toBe('NOT_ALLOWED');
  });

  it('promise 15: lose their words with the customer for whose case they were said, and no new ones are said', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await give({ caseId, deed: 'Drove to Adele.', idempotencyKey: 'k-erase' });
    const [before] = await house.rows(`SELECT input_hash FROM idempotency_keys WHERE key = 'k-erase'`);
    const [customer] = await house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]);
    await new ErasuresService(house.api, new CustomersService(house.api)).erase(
      { customerId: customer?.id ?? '', reason: 'Asked.' },
      await house.actor('wei'),
    );
    expect(await inFeed(id)).toMatchObject({ deed: null, toIds: ['per_tom'] });
    expect(await house.rows(`SELECT input_hash FROM idempotency_keys WHERE key = 'k-erase'`)).not.toEqual([before]);
    expect(await refusalOf(give({ caseId }))).toBe('CUSTOMER_ERASED');
  });
});

describe('an offer to thank', () => {
  it('comes with the approval, to its proposer alone, and goes when it is answered', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya', signers: ['tom', 'jack'] });
    const [offer] = await offers.list(priya);
    expect(offer).toMatchObject({ id: exceptionId, occasion: 'CO_SIGNED', toIds: ['per_jack', 'per_tom'] });
    expect(offer?.deed).toMatch(/^Read EX-\d+ and stood behind it/);
    expect(await offers.list(tom)).toEqual([]);
    await give({ toIds: ['per_tom'], deed: offer?.deed ?? '', caseId: offer?.caseId ?? '', offerId: exceptionId });
    expect(await offers.list(priya)).toEqual([]);
    expect((await offers.leave({ offerId: exceptionId }, priya)).node).toBe(exceptionId);
  });

  it('comes when the customer said that it helped, to the owner alone, for everybody who had a part', async () => {
    const caseId = await house.caseOf('tom');
    const answered = (
      id: string,
      outcome: string,
    ): string => `INSERT INTO follow_ups (id, case_id, answer_turn, made_at, due_at, outcome, ended_turn, ended_at)
      VALUES ('${id}', '${caseId}', ${id.length}, house_now() - interval '2 days', house_now() - interval '1 day', '${outcome}', 9, house_now());`;
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE ownership SET from_at = house_now() - interval '1 hour' WHERE case_id = '${caseId}';
      INSERT INTO ownership (case_id, person_id, human_id, from_at, until_at) VALUES ('${caseId}', 'per_priya', 'hum_priya', house_now() - interval '2 days', (SELECT from_at FROM ownership WHERE case_id = '${caseId}'));
      INSERT INTO questions (id, case_id, asked_by, to_id, question_id, answer_id, answered_at) VALUES
        ('qst_t1', '${caseId}', 'per_tom', 'per_mia', 'rmk_q', 'rmk_a', house_now()), ('qst_t2', '${caseId}', 'per_tom', 'per_sam', 'rmk_q', NULL, NULL);
      ${answered('fol_no', 'DID_NOT_HELP')} ${answered('fol_unre', 'UNREACHABLE')} COMMIT`);
    expect(await offers.list(tom)).toEqual([]);
    await house.admin.query(`BEGIN; SET LOCAL session_replication_role = replica; ${answered('fol_helped', 'HELPED')} COMMIT`);
    const [offer, ...more] = await offers.list(tom);
    expect(more).toEqual([]);
    expect(offer).toMatchObject({ id: 'fol_helped', occasion: 'IT_HELPED', caseId, toIds: ['per_mia', 'per_priya'] });
    expect(offer?.deed).toMatch(/^Had a part in CASE-\d+/);
    expect(await offers.list(priya)).toEqual([]);
    await offers.leave({ offerId: 'fol_helped' }, tom);
    expect(await offers.list(tom)).toEqual([]);
  });

  it('may be left: it is not made again, and no fact tells of it', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya' });
    const facts = await house.rows('SELECT count(*) FROM facts');
    expect(await refusalOf(offers.leave({ offerId: exceptionId }, tom))).toBe('NOT_FOUND');
    await offers.leave({ offerId: exceptionId }, priya);
    await offers.leave({ offerId: exceptionId }, priya);
    expect(await offers.list(priya)).toEqual([]);
    expect(await house.rows('SELECT count(*) FROM facts')).toEqual(facts);
  });

  it('is made neither to nor for who does not want to be named, and is gone after two weeks', async () => {
    await house.approved({ proposer: 'priya', signers: ['tom'] });
    await named(tom, false);
    expect(await offers.list(priya)).toEqual([]);
    await named(tom, true);
    await named(priya, false);
    expect(await offers.list(priya)).toEqual([]);
    await named(priya, true);
    expect(await offers.list(priya)).toHaveLength(1);
    await house.clock('13 days 23 hours');
    expect(await offers.list(priya)).toHaveLength(1);
    await house.clock('14 days 1 hour');
    expect(await offers.list(priya)).toEqual([]);
    await house.clock('0 seconds');
  });
});
