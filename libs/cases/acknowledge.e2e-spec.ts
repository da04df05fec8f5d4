import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';

let house: SmallHouse;
let cases: CasesService;
let life: CaseLifeService;

beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  cases = new CasesService(house.api, settings);
  life = new CaseLifeService(house.api, new CaseSteps(house.api, cases, settings), new FollowUpsReads(house.api), settings);
});
afterAll(() => house.close());

/** A case that the desk's robot opened for Lachlan. */
const opened = async (): Promise<string> => {
  const desk = await house.actor('desk', { tokenId: 'tok_desk', scopes: ['CASES'] });
  const customer = { name: 'Adele', contact: 'adele@example.org', timeZone: 'Australia/Sydney' };
  return (await cases.open({ customer, need: 'A fee.' }, desk)).node.id;
};
const factsOf = async (id: string) => (await house.factsOf(id)).map(({ name }) => name);

describe('promise 12: a case that nobody has taken on', () => {
  it('calls its owner when four hours are left and when none are, once each, and never once it is taken on', async () => {
    const clock = new CasesClock(house.worker);
    const dueOf = async (caseId: string) => (await clock.due(1000)).filter((one) => one.caseId === caseId).map(({ kind }) => kind);
    const [forgotten, takenOn, missed] = [await opened(), await opened(), await opened()];
    await house.clock('19 hours 59 minutes');
    expect(await dueOf(forgotten)).toEqual([]);
    expect(await clock.remind(forgotten)).toBe(false);
    await house.clock('20 hours');
    expect(await dueOf(forgotten)).toEqual(['ACKNOWLEDGE_SOON']);
    expect((await Promise.all([1, 2, 3].map(() => clock.remind(forgotten)))).filter(Boolean)).toEqual([true]);
    expect(await dueOf(forgotten)).toEqual([]);
    await life.acknowledge({ caseId: takenOn }, await house.actor('lachlan'));
    expect(await clock.remind(takenOn)).toBe(false);
    await house.clock('24 hours');
    // Of an outage that lasted until then, only what is still true is told.
    for (const caseId of [forgotten, missed]) {
      expect(await dueOf(caseId)).toEqual(['ACKNOWLEDGE']);
      expect([await clock.remind(caseId), await clock.remind(caseId)]).toEqual([true, false]);
    }
    expect(await factsOf(forgotten)).toEqual(['case.opened', 'case.acknowledgementDueSoon', 'case.acknowledgementDue']);
    expect(await factsOf(missed)).toEqual(['case.opened', 'case.acknowledgementDue']);
    expect(await factsOf(takenOn)).toEqual(['case.opened', 'case.acknowledged']);
  });
});
