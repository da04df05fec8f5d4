import { describe, expect, it } from '@jest/globals';
import { couldReview, openReviewActions, REVIEW_CLOCK_STEPS, type ReviewAttempt, type ReviewNow, reviewRefusal } from './review.rules.js';
import type { ReviewAction, ReviewClockAction } from './review.words.js';

const at = (minutes: number): Date => new Date(Date.UTC(2025, 5, 2, 12, minutes));
const now = at(0);

const queued: ReviewNow = {
  now,
  id: 'rev_1',
  exceptionId: 'exc_1',
  turn: 1,
  status: 'QUEUED',
  reviewerId: null,
  reviewerHuman: null,
  claimedUntil: null,
  dueAt: at(60),
  createdAt: at(-60),
  routedAt: at(-59),
  remindedAt: null,
  secondReaderAt: null,
  tookPart: ['hum_priya', 'hum_tom'],
  reviewers: ['omar', 'renee', 'tom'].map((name) => ({ id: `per_${name}`, humanId: `hum_${name}` })),
  signerIds: ['per_priya', 'per_tom'],
};
const held = (by: string, until: Date): ReviewNow => ({
  ...queued,
  status: 'CLAIMED',
  reviewerId: `per_${by}`,
  reviewerHuman: `hum_${by}`,
  claimedUntil: until,
});
const disposed: ReviewNow = { ...held('renee', now), status: 'DISPOSED', claimedUntil: null };

const by = (name: string, review: ReviewNow, more: Partial<ReviewAttempt> = {}): ReviewAttempt => ({
  review,
  actor: { humanId: `hum_${name}` },
  actsAsReviewer: true,
  ...more,
});
const agent = { actsAsReviewer: false };
const saying = (words: string, field: 'reason' | 'newFacts' = 'reason') => ({ sent: { words, field } });

describe('what people do with a review', () => {
  it.each<[string, ReviewAction, ReviewAttempt, string | undefined]>([
    ['Renee takes up what waits', 'CLAIM', by('renee', queued), undefined],
    ['an agent takes it up', 'CLAIM', by('jack', queued, agent), 'NOT_ALLOWED'],
    ['Tom, a reviewer who co-signed, takes it up', 'CLAIM', by('tom', queued), 'REVIEWER_TOOK_PART'],
    ['Omar takes up what Renee is at', 'CLAIM', by('omar', held('renee', at(1))), 'REVIEW_CLAIMED'],
    ['Omar takes it up when her lease has just ended', 'CLAIM', by('omar', held('renee', now)), undefined],
    ['Renee renews her claim', 'CLAIM', by('renee', held('renee', at(1))), undefined],
    ['Renee renews it when the lease has ended', 'CLAIM', by('renee', held('renee', now)), undefined],
    ['somebody takes up what was disposed of', 'CLAIM', by('omar', disposed), 'ALREADY_DECIDED'],
    ['Renee gives it back', 'RELEASE', by('renee', held('renee', at(1))), undefined],
    ['Omar gives back what Renee holds', 'RELEASE', by('omar', held('renee', at(1))), 'NOT_CLAIMED'],
    ['Renee gives back what she no longer holds', 'RELEASE', by('renee', held('renee', now)), 'NOT_CLAIMED'],
    ['somebody gives back what waits', 'RELEASE', by('renee', queued), 'NOT_CLAIMED'],
    ['somebody gives back what was disposed of', 'RELEASE', by('renee', disposed), 'ALREADY_DECIDED'],
    ['Renee disposes of what she holds', 'DISPOSE', by('renee', held('renee', at(1)), saying('Fair, and often.')), undefined],
    ['Renee disposes without a word', 'DISPOSE', by('renee', held('renee', at(1)), saying('')), 'INVALID'],
    ['Renee disposes in 10,000 characters', 'DISPOSE', by('renee', held('renee', at(1)), saying('w'.repeat(10_000))), undefined],
    ['Renee disposes in 10,001', 'DISPOSE', by('renee', held('renee', at(1)), saying('w'.repeat(10_001))), 'INVALID'],
    ['Renee disposes a moment late', 'DISPOSE', by('renee', held('renee', now)), 'NOT_CLAIMED'],
    ['Omar disposes of what Renee holds', 'DISPOSE', by('omar', held('renee', at(1))), 'NOT_CLAIMED'],
    ['somebody disposes of what nobody holds', 'DISPOSE', by('renee', queued), 'NOT_CLAIMED'],
    ['it is disposed of twice', 'DISPOSE', by('renee', disposed), 'ALREADY_DECIDED'],
    ['Renee, who is no reviewer any more, disposes', 'DISPOSE', by('renee', held('renee', at(1)), agent), 'NOT_ALLOWED'],
    ['Omar reopens what Renee disposed of', 'REOPEN', by('omar', disposed, saying('The customer wrote.', 'newFacts')), undefined],
    ['Omar reopens it without new facts', 'REOPEN', by('omar', disposed, saying('', 'newFacts')), 'INVALID'],
    ['Renee reopens her own', 'REOPEN', by('renee', disposed), 'SAME_REVIEWER'],
    ['Tom, who co-signed, reopens it', 'REOPEN', by('tom', disposed), 'REVIEWER_TOOK_PART'],
    ['an agent reopens it', 'REOPEN', by('jack', disposed, agent), 'NOT_ALLOWED'],
    ['somebody reopens what is open', 'REOPEN', by('omar', queued), 'INVALID'],
    ['an agent asks about what was disposed of', 'CLAIM', by('jack', disposed, agent), 'NOT_ALLOWED'],
  ])('%s: %s', (_story, action, attempt, code) => {
    expect(reviewRefusal(action, attempt)?.code).toBe(code);
  });

  it.each<[string, ReviewAttempt, ReviewAction[]]>([
    ['a reviewer before what waits', by('renee', queued), ['CLAIM']],
    ['its holder', by('renee', held('renee', at(1))), ['RELEASE', 'DISPOSE']],
    ['a colleague of its holder', by('omar', held('renee', at(1))), []],
    ['a colleague when the lease has ended', by('omar', held('renee', now)), ['CLAIM']],
    ['who disposed of it', by('renee', disposed), []],
    ['a colleague of theirs', by('omar', disposed), ['REOPEN']],
    ['who took part', by('tom', queued), []],
    ['an agent', by('jack', queued, agent), []],
  ])('shows the buttons of %s', (_story, attempt, actions) => {
    expect(openReviewActions(attempt)).toEqual(actions);
  });

  it('names the colleagues who could do it instead', () => {
    expect(reviewRefusal('CLAIM', by('tom', queued))?.whoCould).toEqual(['per_omar', 'per_renee']);
    expect(reviewRefusal('REOPEN', by('renee', disposed))?.whoCould).toEqual(['per_omar']);
    expect(couldReview({ review: queued })).toEqual(['per_omar', 'per_renee']);
  });
});

describe('what the system does with a review', () => {
  const BANDS = { reviewReminderDays: 3, reviewSecondReaderDays: 7 };
  const overdue = { ...queued, dueAt: now };
  const late = (days: number, more: Partial<ReviewNow> = {}): ReviewNow => ({ ...queued, dueAt: at(-days * 24 * 60), ...more });
  it.each<[string, ReviewClockAction, ReviewNow, boolean]>([
    ['one that nobody was told of is routed', 'ROUTE', { ...queued, routedAt: null }, true],
    ['one that was routed is not routed again', 'ROUTE', queued, false],
    ['one that was taken up before it was routed is left alone', 'ROUTE', { ...held('renee', at(1)), routedAt: null }, false],
    ['one that was disposed of is not routed', 'ROUTE', { ...disposed, routedAt: null }, false],
    ['a lease that has ended is released', 'RELEASE', held('renee', now), true],
    ['a lease with a minute left is not', 'RELEASE', held('renee', at(1)), false],
    ['what nobody holds is not released', 'RELEASE', queued, false],
    ['at the due time it reminds', 'REMIND', overdue, true],
    ['a minute before, it does not', 'REMIND', { ...queued, dueAt: at(1) }, false],
    ['it does not remind twice', 'REMIND', { ...overdue, remindedAt: now }, false],
    ['for a new due time it reminds again', 'REMIND', { ...overdue, remindedAt: at(-1) }, true],
    ['it reminds again when three days have passed', 'REMIND', late(3, { remindedAt: at(-3 * 24 * 60) }), true],
    ['a minute before that, it does not', 'REMIND', late(3, { dueAt: at(-3 * 24 * 60 + 1), remindedAt: at(-60) }), false],
    ['it does not remind a third time', 'REMIND', late(5, { remindedAt: at(-2 * 24 * 60) }), false],
    ['after a week without a worker it reminds once', 'REMIND', late(6), true],
    ['a second reader comes seven days after the due time', 'NAME_SECOND_READER', late(7), true],
    ['and not a minute before', 'NAME_SECOND_READER', late(7, { dueAt: at(-7 * 24 * 60 + 1) }), false],
    ['and not twice', 'NAME_SECOND_READER', late(8, { secondReaderAt: at(-24 * 60) }), false],
    ['for a new due time one comes again', 'NAME_SECOND_READER', late(7, { secondReaderAt: at(-8 * 24 * 60) }), true],
    ['while somebody is at it, nobody else is asked', 'NAME_SECOND_READER', { ...held('renee', at(1)), dueAt: at(-9 * 24 * 60) }, false],
    ['what was disposed of needs no second reader', 'NAME_SECOND_READER', { ...disposed, dueAt: at(-9 * 24 * 60) }, false],
    ['while somebody is at it, nobody is reminded', 'REMIND', { ...held('renee', at(1)), dueAt: at(-9) }, false],
    ['what was disposed of reminds nobody', 'REMIND', { ...disposed, dueAt: at(-9) }, false],
  ])('%s', (_story, action, review, isDue) => {
    expect(REVIEW_CLOCK_STEPS[action].isDue(review, BANDS)).toBe(isDue);
  });
});
