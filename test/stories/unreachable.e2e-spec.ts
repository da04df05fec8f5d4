import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { codes, openCase } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House, type HousePerson, type UserError } from '../support/house.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
/** The days of the story are counted from here; the customer is told on day 0, and asked for the first time a week later. */
const BEGINS = Date.parse('2027-06-10T05:20:00Z');
const FOLLOWED_UP = 'followUp { id outcome endedAt tries { number channel outcome by { name } } }';

interface FollowedUp {
  followUp: {
    id: string;
    outcome: string | null;
    endedAt: string | null;
    tries: { number: number; channel: string; outcome: string }[];
  } | null;
  userErrors: UserError[];
}
interface Helped {
  part: number;
  of: number;
  unconfirmed: number;
}

let house: House;
let priya: HousePerson;
beforeAll(async () => {
  house = await House.open({ env: { SWEEP_MS: '300' } });
  priya = house.person('priya');
});
afterAll(() => house.close());

describe('story 6 (4), promise 12: a customer who cannot be reached', () => {
  const at = (day: number): Date => new Date(BEGINS + day * DAY_MS);
  /** The house's clock goes on from so many days after the begin. */
  const clock = (day: number): Promise<void> => house.ground.clock(`${at(day).getTime() - Date.now()} milliseconds`);
  let caseId: string;
  let followUpId: string;

  /** Opens a case on that day, and solves it some minutes later; answers both ids. */
  const solved = async (day: number): Promise<[caseId: string, followUpId: string]> => {
    await clock(day);
    const id = await openCase(priya);
    await clock(day + 0.02);
    const input = { caseId: id, solution: 'AUD 1,200.00 is on his account.', customerToldAt: at(day + 0.01).toISOString() };
    const answer = await priya.run<{ case: { followUps: { id: string }[] } }>('solveCase', input, 'case { followUps { id } }');
    return [id, answer.case.followUps[0]?.id ?? ''];
  };
  const tried = (id: string, channel: string, outcome = 'UNREACHABLE'): Promise<FollowedUp> =>
    priya.run<FollowedUp>('recordFollowUp', { followUpId: id, outcome, channel }, FOLLOWED_UP);
  const status = async (): Promise<string> =>
    (await priya.ask<{ customerCase: { status: string } }>(`{ customerCase(id: "${caseId}") { status } }`)).customerCase.status;
  /** By the end of that day: each stretch of time is looked at anew after a minute at the earliest. */
  const helpedBy = async (day: number): Promise<Helped> => {
    const range = `range: { from: "${at(-1).toISOString()}", until: "${at(day).toISOString()}" }`;
    return (await house.person('omar').ask<{ insights: { helped: Helped } }>(`{ insights(${range}) { helped { part of unconfirmed } } }`))
      .insights.helped;
  };

  it('is told of the solution, and is to be asked whether it helped: Priya is reminded, once', async () => {
    [caseId, followUpId] = await solved(0);
    await clock(20);
    const reminders = () => house.ground.rows(`SELECT 1 FROM facts WHERE subject_id = $1 AND name = 'followUp.fellDue'`, [caseId]);
    expect(await eventually(reminders, (found) => found.length > 0, 30_000)).toHaveLength(1);
    expect(await status()).toBe('SOLVED');
  });

  it('is not reached in three tries within ten days, nor in three on one channel: that closes nothing', async () => {
    await clock(20);
    expect((await tried(followUpId, 'telephone')).followUp).toMatchObject({ outcome: null, tries: [{ number: 1, channel: 'telephone' }] });
    await clock(24);
    expect((await tried(followUpId, 'telephone')).followUp).toMatchObject({ outcome: null });
    await clock(29.9);
    expect((await tried(followUpId, 'email')).followUp).toMatchObject({ outcome: null });
    expect(await status()).toBe('SOLVED');
    expect(await helpedBy(40)).toEqual({ part: 0, of: 0, unconfirmed: 0 });
  });

  it('was tried three times, on two channels, over ten days: closed unconfirmed, and nobody takes it for helped', async () => {
    await clock(30.1);
    const last = await tried(followUpId, 'telephone');
    expect(last).toMatchObject({ userErrors: [], followUp: { outcome: 'UNREACHABLE' } });
    expect(last.followUp?.tries.map(({ channel, outcome }) => [channel, outcome])).toEqual(
      ['telephone', 'telephone', 'email', 'telephone'].map((channel) => [channel, 'UNREACHABLE']),
    );
    expect(await status()).toBe('CLOSED_UNCONFIRMED');
    expect(codes((await tried(followUpId, 'telephone', 'HELPED')).userErrors)).toEqual(['CASE_MOVED_ON']);
  });

  it('is counted apart from those who were helped', async () => {
    const [, other] = await solved(31);
    expect((await tried(other, 'telephone', 'HELPED')).userErrors).toEqual([]);
    expect(await helpedBy(50)).toEqual({ part: 1, of: 1, unconfirmed: 1 });
    const facts = (await house.ground.factsOf(caseId)).map(({ name }) => name);
    expect(facts.filter((name) => name === 'followUp.tried')).toHaveLength(4);
    expect(facts).toContain('case.closedUnconfirmed');
    expect(facts).not.toContain('case.confirmed');
  });
});
