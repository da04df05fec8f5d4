import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { ComplaintsReads } from './complaints.reads.js';
import { ComplaintsService } from './complaints.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { GetBacksReads } from './get-backs.reads.js';
import { GetBacksService } from './get-backs.service.js';

/** Where the customer lives, the evening before the clocks change, and when it is four there on the next day, and that evening again thirty days later. */
const NIGHTS = [
  ['in London, where clocks go forward', 'Europe/London', '2027-03-27T20:00:00Z', ['2027-03-28T15:00:00Z', '2027-04-26T19:00:00Z']],
  ['in Sydney, where clocks go back', 'Australia/Sydney', '2027-04-03T09:00:00Z', ['2027-04-04T06:00:00Z', '2027-05-03T10:00:00Z']],
  ['in Sydney, where clocks go forward', 'Australia/Sydney', '2027-10-02T10:00:00Z', ['2027-10-03T05:00:00Z', '2027-11-01T09:00:00Z']],
  ['in London, where clocks go back', 'Europe/London', '2027-10-30T19:00:00Z', ['2027-10-31T16:00:00Z', '2027-11-29T20:00:00Z']],
] as const;

const DAY_MS = 86_400_000;

let house: SmallHouse;
let cases: CasesService;
let complaints: ComplaintsService;
let getBacks: GetBacksService;
let life: CaseLifeService;
let clock: CasesClock;

beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  cases = new CasesService(house.api, settings);
  const steps = new CaseSteps(house.api, cases, settings);
  complaints = new ComplaintsService(house.api, steps, settings);
  getBacks = new GetBacksService(house.api, steps, new GetBacksReads(house.api), settings);
  life = new CaseLifeService(house.api, steps, new FollowUpsReads(house.api), settings);
  clock = new CasesClock(house.worker);
});
afterAll(() => house.close());

const clockAt = (at: number): Promise<void> => house.clock(`${at - Date.now()} milliseconds`);
const remindAll = async (): Promise<void> => {
  for (const { thingId } of await clock.due(500)) await clock.remind(thingId);
};
const told = async (caseId: string) => (await house.factsOf(caseId)).map(({ name, body }) => [name, body.clock].filter(Boolean).join(' '));

describe.each(NIGHTS)('promise 12: reminders across the night %s', (_, timeZone, evening, [fourOClock, thirtieth]) => {
  /** Nothing is told a second before the time, and everything once, a second after it. */
  const fallsDue = async (caseId: string, at: string | Date, name: string): Promise<void> => {
    await clockAt(+new Date(at) - 1_000);
    await remindAll();
    expect(await told(caseId)).not.toContain(name);
    await clockAt(+new Date(at) + 1_000);
    await Promise.all([remindAll(), remindAll()]);
    await remindAll();
    expect((await told(caseId)).filter((one) => one === name)).toHaveLength(1);
  };
  const opened = async (complainedAt?: Date): Promise<string> => {
    const customer = { name: 'Adele', contact: 'adele@example.org', timeZone };
    const { node } = await cases.open({ customer, need: 'A fee.', ...(complainedAt ? { complainedAt } : {}) }, await house.actor('priya'));
    return node.id;
  };

  it('a get-back, a follow-up and the clocks of a complaint keep to the clock of the customer', async () => {
    await clockAt(Date.parse(evening));
    const [promised, solved, complained] = [await opened(), await opened(), await opened()];
    const priya = await house.actor('priya');
    const dueLocal = `${fourOClock.slice(0, 10)}T16:00`;
    const { node: getBack } = await getBacks.promise({ caseId: promised, what: 'The refund.', dueLocal }, priya);
    expect(getBack.dueAt.toISOString()).toBe(new Date(fourOClock).toISOString());
    const customerToldAt = new Date(evening);
    const solution = { caseId: solved, solution: 'Paid.', customerToldAt: (await cases.one(solved)).openedAt, followUpAt: getBack.dueAt };
    await life.solve(solution, priya);
    await complaints.mark(
      { caseId: complained, complainedAt: customerToldAt, customerToldAt: (await cases.one(complained)).openedAt },
      priya,
    );
    const [clocks] = await new ComplaintsReads(house.api).ofCases([complained]);
    expect(clocks?.acknowledgeBy.getTime()).toBe(Date.parse(evening) + DAY_MS); // hours are hours, also in a day of 23 or 25
    expect(clocks?.finalBy.toISOString()).toBe(new Date(thirtieth).toISOString());

    await fallsDue(promised, getBack.dueAt, 'getBack.broken');
    expect(await told(solved)).toContain('followUp.fellDue');
    await clockAt(Date.parse(fourOClock) - 1_000);
    await fallsDue(complained, clocks?.answerBy ?? '', 'complaint.fellDue ANSWER');
    await fallsDue(complained, thirtieth, 'complaint.fellDue FINAL');
    expect((await told(solved)).filter((name) => name === 'followUp.fellDue')).toHaveLength(1);
  });
});
