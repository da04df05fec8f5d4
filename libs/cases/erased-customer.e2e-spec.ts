import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomersService, ErasuresService } from '#customers';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { GetBacksReads } from './get-backs.reads.js';
import { GetBacksService } from './get-backs.service.js';

let house: SmallHouse;

beforeAll(async () => {
  house = await SmallHouse.open();
});
afterAll(() => house.close());

const HOUR_MS = 3_600_000;

describe('promise 15: a customer is erased whose case is still to be solved', () => {
  const now = async (): Promise<Date> => (await house.rows<{ now: Date }>('SELECT house_now() AS now'))[0]?.now ?? new Date();
  const room = async () => {
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    const cases = new CasesService(house.api, settings);
    const [steps, followUps] = [new CaseSteps(house.api, cases, settings), new FollowUpsReads(house.api)];
    const erasures = new ErasuresService(house.api, new CustomersService(house.api));
    const wei = await house.actor('wei');
    const eraseCustomerOf = async (caseId: string) =>
      erasures.erase({ customerId: (await cases.one(caseId)).customerId, reason: 'Asked by letter.' }, wei);
    return { steps, followUps, eraseCustomerOf, life: new CaseLifeService(house.api, steps, followUps, settings) };
  };

  it('the case goes on without words: it keeps its owner and its promise, is answered, and nothing new begins in it', async () => {
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    const cases = new CasesService(house.api, settings);
    const [steps, reads] = [new CaseSteps(house.api, cases, settings), new GetBacksReads(house.api)];
    const getBacks = new GetBacksService(house.api, steps, reads, settings);
    const followUps = new FollowUpsReads(house.api);
    const life = new CaseLifeService(house.api, steps, followUps, settings);
    const erasures = new ErasuresService(house.api, new CustomersService(house.api));
    const [priya, wei] = [await house.actor('priya'), await house.actor('wei')];
    const caseId = await house.caseOf('priya');
    const promised = { caseId, what: 'The refund.', dueAt: new Date(Date.now() + HOUR_MS) };
    const { node: promise } = await getBacks.promise(promised, priya);
    const { customerId } = await cases.one(caseId);
    const erase = () => erasures.erase({ customerId, reason: 'Asked by letter.' }, wei);

    expect((await erase()).node.name).toBeNull();
    expect(await cases.one(caseId)).toMatchObject({ status: 'OWNED', ownerId: 'per_priya', need: null, nextDueAt: promise.dueAt });
    expect(await reads.one(promise.id)).toMatchObject({ status: 'MADE', what: null, dueAt: promise.dueAt });
    await expect(getBacks.promise(promised, priya)).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
    await house.clock('61 minutes');
    expect(await new CasesClock(house.worker).remind(promise.id)).toBe(true);
    await life.solve({ caseId, solution: 'Paid to Adele.', customerToldAt: new Date() }, priya);
    expect(await cases.one(caseId)).toMatchObject({ status: 'SOLVED', ownerId: 'per_priya' });
    expect(await followUps.answers([caseId])).toMatchObject([{ words: 'Paid to Adele.' }]);
    await erase();
    expect(await followUps.answers([caseId])).toMatchObject([{ words: null, kind: 'SOLUTION' }]);
  });

  it('and comes back: a case that was answered is not taken up again, since whatever they say would be known of them anew', async () => {
    const { life, steps, followUps, eraseCustomerOf } = await room();
    const priya = await house.actor('priya');
    const [refused, solved] = [await house.caseOf('priya'), await house.caseOf('priya')];
    await life.answerHonestNo({ caseId: refused, reason: 'It stands.', toldBy: 'Priya.', appealRoute: 'The ombudsman.' }, priya);
    await life.solve({ caseId: solved, solution: 'Paid.', customerToldAt: await now() }, priya);
    const [followUp] = await followUps.ofCases([solved]);
    const found = { followUpId: followUp?.id ?? '', channel: 'telephone' };
    for (const caseId of [refused, solved]) await eraseCustomerOf(caseId);
    const words = () => house.rows(`SELECT id FROM remarks WHERE subject_id = ANY ($1) AND body IS NOT NULL`, [[refused, solved]]);

    await expect(life.reopen({ caseId: refused, reason: 'She wrote.' }, priya)).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
    const didNotHelp = life.recordFollowUp({ ...found, outcome: 'DID_NOT_HELP', note: 'She was charged again.' }, priya);
    await expect(didNotHelp).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
    expect(await words()).toEqual([]);
    expect(await steps.openActions([refused, solved], priya)).toEqual(
      expect.arrayContaining([
        { id: refused, actions: [] },
        { id: solved, actions: ['FOLLOW_UP'] },
      ]),
    );
    expect((await life.recordFollowUp({ ...found, outcome: 'HELPED' }, priya)).node).toMatchObject({ outcome: 'HELPED' });
  });
});
