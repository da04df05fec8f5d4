import { describe, expect, it } from '@jest/globals';
import type { CaseAttempt, CaseNow, SentOfCase } from './case.attempt.js';
import { CASE_STEPS, caseRefusal, openCaseActions } from './case.rules.js';
import { CASE_ACTIONS, CASE_STATUSES, type CaseAction } from './case.words.js';

const NOON = new Date('2026-03-03T12:00:00Z');
const minutes = (n: number): Date => new Date(NOON.getTime() + n * 60_000);

const CASE: CaseNow = {
  now: NOON,
  id: 'cas_1',
  ref: 'CASE-1',
  status: 'OWNED',
  turn: 1,
  internal: false,
  openedAt: minutes(-60),
  acknowledgeBy: null,
  ownerId: 'per_priya',
  ownerHuman: 'hum_priya',
  answerTurn: null,
  proposals: [],
  hasRemedy: false,
  followUp: null,
  timeZone: 'Australia/Sydney',
  isErased: false,
  getBacks: [],
  complainedAt: null,
};
const FOLLOWED = {
  status: 'SOLVED',
  answerTurn: 2,
  getBacks: [{ id: 'gbk_1', status: 'MADE', madeAt: minutes(-30), dueAt: minutes(30) }],
  followUp: { id: 'fol_1', dueAt: minutes(60), tries: [] },
} as const;

const attempt = (change: Partial<CaseNow> = {}, sent?: SentOfCase, who = 'priya'): CaseAttempt => ({
  customerCase: { ...CASE, ...change },
  actor: { personId: `per_${who}`, humanId: `hum_${who}` },
  mayAct: true,
  followUpDaysMax: 90,
  getBackDaysMax: 90,
  ...(sent ? { sent } : {}),
});
const answer = (action: CaseAction, of: CaseAttempt): string => {
  const no = caseRefusal(action, of);
  return no ? [no.code, ...no.path].join(' ') : 'yes';
};
const said = (field: string, text: string): SentOfCase => ({ words: [{ field, text }] });

describe('promise 12: in each status', () => {
  const FROM: Readonly<Record<CaseAction, string>> = {
    ACKNOWLEDGE: 'NEW',
    SOLVE: 'OWNED',
    ANSWER_HONEST_NO: 'OWNED',
    REOPEN: 'HONEST_NO',
    FOLLOW_UP: 'SOLVED',
    PROMISE_GET_BACK: 'OWNED',
    KEEP_GET_BACK: 'OWNED',
    RENEGOTIATE_GET_BACK: 'OWNED',
    MARK_COMPLAINT: 'OWNED',
  };
  const rows = CASE_ACTIONS.flatMap((action) =>
    CASE_STATUSES.map((status) => [action, status, FROM[action] === status ? 'yes' : 'CASE_MOVED_ON'] as const),
  );

  it('no step gives the problem back: what was taken on is never new again, and what is over stays over', () => {
    const ways = Object.values(CASE_STEPS).flatMap(({ from, to }) => from.flatMap((start) => to.map((end) => `${start} ${end}`)));
    expect(ways.filter((way) => / NEW$|^CONFIRMED|^CLOSED/.test(way))).toEqual([]);
  });

  it.each(rows)('%s of what is %s', (action, status, expected) => {
    expect(answer(action, attempt({ ...FOLLOWED, status }))).toBe(expected);
  });

  it.each(CASE_ACTIONS)('%s is for the owner alone, and says who that is', (action) => {
    const of = { ...FOLLOWED, status: FROM[action] } as Partial<CaseNow>;
    const no = caseRefusal(action, attempt(of, undefined, 'tom'));
    expect(no).toMatchObject({ code: 'NOT_OWNER', whoCould: ['per_priya'] });
    expect(answer(action, { ...attempt(of), mayAct: false })).toBe('NOT_ALLOWED');
  });

  it('shows what the owner may do, and nothing to anybody else', () => {
    expect(openCaseActions(attempt())).toEqual(['SOLVE', 'ANSWER_HONEST_NO', 'PROMISE_GET_BACK', 'MARK_COMPLAINT']);
    expect(openCaseActions(attempt({ status: 'NEW' }))).toEqual(['ACKNOWLEDGE']);
    expect(openCaseActions(attempt(FOLLOWED))).toEqual(['FOLLOW_UP']);
    expect(openCaseActions(attempt({}, undefined, 'tom'))).toEqual([]);
  });
});

describe('promise 15: in the case of a customer who was erased', () => {
  const gone = { isErased: true } as const;
  const found = (outcome: 'HELPED' | 'DID_NOT_HELP' | 'UNREACHABLE'): SentOfCase => ({
    followUp: { id: 'fol_1', outcome, channel: 'letter' },
  });
  it.each<[story: string, action: CaseAction, of: CaseAttempt, expected: string]>([
    ['a letter came after the honest no', 'REOPEN', attempt({ ...gone, status: 'HONEST_NO' }), 'CUSTOMER_ERASED'],
    ['it did not help', 'FOLLOW_UP', attempt({ ...FOLLOWED, ...gone }, found('DID_NOT_HELP')), 'CUSTOMER_ERASED'],
    ['it helped', 'FOLLOW_UP', attempt({ ...FOLLOWED, ...gone }, found('HELPED')), 'yes'],
    ['they are not reached', 'FOLLOW_UP', attempt({ ...FOLLOWED, ...gone }, found('UNREACHABLE')), 'yes'],
    ['it did not help somebody who was not erased', 'FOLLOW_UP', attempt(FOLLOWED, found('DID_NOT_HELP')), 'yes'],
    ['another promise', 'PROMISE_GET_BACK', attempt(gone), 'CUSTOMER_ERASED'],
    ['another time for a promise', 'RENEGOTIATE_GET_BACK', attempt({ ...FOLLOWED, ...gone, status: 'OWNED' }), 'CUSTOMER_ERASED'],
    ['a complaint', 'MARK_COMPLAINT', attempt(gone), 'CUSTOMER_ERASED'],
    ['a promise is kept', 'KEEP_GET_BACK', attempt({ ...FOLLOWED, ...gone, status: 'OWNED' }), 'yes'],
  ])('%s', (_story, action, of, expected) => {
    expect(answer(action, of)).toBe(expected);
  });

  it('what was begun is brought to its end, and nothing new is offered', () => {
    expect(openCaseActions(attempt(gone))).toEqual(['SOLVE', 'ANSWER_HONEST_NO']);
    expect(openCaseActions(attempt({ ...gone, status: 'HONEST_NO' }))).toEqual([]);
  });
});

describe('an answer', () => {
  it.each<[story: string, action: CaseAction, of: CaseAttempt, expected: string]>([
    ['told a minute ago', 'SOLVE', attempt({}, { customerToldAt: minutes(-1) }), 'yes'],
    ['told at this moment', 'SOLVE', attempt({}, { customerToldAt: NOON }), 'yes'],
    ['told in a millisecond', 'SOLVE', attempt({}, { customerToldAt: new Date(+NOON + 1) }), 'CUSTOMER_NOT_TOLD customerToldAt'],
    ['told when the case was opened', 'SOLVE', attempt({}, { customerToldAt: minutes(-60) }), 'yes'],
    ['told before the case was opened', 'SOLVE', attempt({}, { customerToldAt: new Date(+minutes(-60) - 1) }), 'INVALID customerToldAt'],
    ['while a proposal waits for signatures', 'SOLVE', attempt({ proposals: ['EX-1'] }, {}), 'PROPOSAL_OPEN'],
    ['a no while a proposal waits for signatures', 'ANSWER_HONEST_NO', attempt({ proposals: ['EX-1', 'EX-2'] }, {}), 'PROPOSAL_OPEN'],
    ['without a solution', 'SOLVE', attempt({}, said('solution', ' ')), 'INVALID solution'],
    ['a solution of 10,000 characters', 'SOLVE', attempt({}, said('solution', 'é'.repeat(10_000))), 'yes'],
    ['a solution of 10,001', 'SOLVE', attempt({}, said('solution', 'é'.repeat(10_001))), 'INVALID solution'],
    ['an honest no without an appeal route', 'ANSWER_HONEST_NO', attempt({}, said('appealRoute', '')), 'INVALID appealRoute'],
    ['an honest no that nobody told', 'ANSWER_HONEST_NO', attempt({}, said('toldBy', '')), 'INVALID toldBy'],
    ['an honest no without a reason', 'ANSWER_HONEST_NO', attempt({}, said('reason', '')), 'INVALID reason'],
    ['reopened without a reason', 'REOPEN', attempt({ status: 'HONEST_NO' }, said('reason', '')), 'INVALID reason'],
    ['followed up now', 'SOLVE', attempt({}, { followUpAt: NOON }), 'INVALID followUpAt'],
    ['followed up in 90 days', 'SOLVE', attempt({}, { followUpAt: minutes(90 * 24 * 60) }), 'yes'],
    ['followed up a millisecond later', 'SOLVE', attempt({}, { followUpAt: new Date(+minutes(90 * 24 * 60) + 1) }), 'INVALID followUpAt'],
  ])('%s', (_story, action, of, expected) => {
    expect(answer(action, of)).toBe(expected);
  });
});

describe('a follow-up', () => {
  const found = (more: object = {}): SentOfCase => ({ followUp: { id: 'fol_1', outcome: 'HELPED', channel: 'telephone', ...more } });
  it.each<[story: string, sent: SentOfCase, expected: string]>([
    ['of the answer that stands', found(), 'yes'],
    ['of an earlier answer', found({ id: 'fol_0' }), 'CASE_MOVED_ON followUpId'],
    ['by a channel that is a number', found({ channel: '+61 2 5550' }), 'INVALID channel'],
    ['by no channel', found({ channel: '' }), 'INVALID channel'],
    ['that it did not help, and not why', { ...found({ outcome: 'DID_NOT_HELP' }), ...said('note', '') }, 'INVALID note'],
  ])('%s', (_story, sent, expected) => {
    expect(answer('FOLLOW_UP', attempt(FOLLOWED, sent))).toBe(expected);
  });
});

describe('a complaint', () => {
  const DAY = 24 * 60;
  const complained = (at: Date, customerToldAt = NOON): SentOfCase => ({ complainedAt: at, customerToldAt });
  it.each<[story: string, action: CaseAction, of: CaseAttempt, expected: string]>([
    ['of this minute', 'MARK_COMPLAINT', attempt({}, complained(NOON)), 'yes'],
    ['by a letter that is older than the case', 'MARK_COMPLAINT', attempt({}, complained(minutes(-3 * DAY))), 'yes'],
    ['of the next millisecond', 'MARK_COMPLAINT', attempt({}, complained(new Date(+NOON + 1))), 'INVALID complainedAt'],
    ['of 366 days ago', 'MARK_COMPLAINT', attempt({}, complained(minutes(-366 * DAY))), 'yes'],
    ['of longer ago', 'MARK_COMPLAINT', attempt({}, complained(new Date(+minutes(-366 * DAY) - 1))), 'INVALID complainedAt'],
    ['told before they complained', 'MARK_COMPLAINT', attempt({}, complained(minutes(-5), minutes(-6))), 'INVALID customerToldAt'],
    ['told tomorrow', 'MARK_COMPLAINT', attempt({}, complained(NOON, minutes(DAY))), 'CUSTOMER_NOT_TOLD customerToldAt'],
    ['a second time', 'MARK_COMPLAINT', attempt({ complainedAt: minutes(-5) }, complained(NOON)), 'CASE_MOVED_ON'],
    ['answered since they complained', 'SOLVE', attempt({ complainedAt: minutes(-5) }, { customerToldAt: minutes(-5) }), 'yes'],
    ['answered before', 'SOLVE', attempt({ complainedAt: minutes(-5) }, { customerToldAt: minutes(-6) }), 'INVALID customerToldAt'],
  ])('%s', (_story, action, of, expected) => {
    expect(answer(action, of)).toBe(expected);
  });
});
