import { describe, expect, it } from '@jest/globals';
import { clocksOf } from './complaint-clocks.js';

const NOW = '2026-03-10T10:00:00Z';
const open = {
  acknowledgeBy: '2026-03-11T09:00:00Z',
  acknowledgedAt: null,
  answerBy: '2026-03-15T09:00:00Z',
  finalBy: '2026-04-09T09:00:00Z',
  answeredAt: null,
  answer: null,
};
const answered = { ...open, acknowledgedAt: '2026-03-10T11:00:00Z', answer: {} };

describe('the clocks of a complaint', () => {
  it.each([
    ['it has just come in', open, NOW, ['SOON', 'RUNNING', 'RUNNING']],
    ['nobody has taken it on in time', open, '2026-03-11T09:00:01Z', ['LATE', 'RUNNING', 'RUNNING']],
    [
      'it was taken on too late',
      { ...open, acknowledgedAt: '2026-03-12T09:00:00Z' },
      '2026-03-12T10:00:00Z',
      ['MET_LATE', 'RUNNING', 'RUNNING'],
    ],
    [
      'an answer without ado is missed, which is not late',
      { ...open, acknowledgedAt: NOW },
      '2026-03-16T09:00:00Z',
      ['MET', 'MISSED', 'RUNNING'],
    ],
    ['its last day has begun', { ...open, acknowledgedAt: NOW }, '2026-04-08T09:00:00Z', ['MET', 'MISSED', 'SOON']],
    ['its time has passed', { ...open, acknowledgedAt: NOW }, '2026-04-09T09:00:01Z', ['MET', 'MISSED', 'LATE']],
    ['it was answered at the last moment', { ...answered, answeredAt: open.answerBy }, '2026-06-01T09:00:00Z', ['MET', 'MET', 'MET']],
    [
      'it was answered for good, not without ado',
      { ...answered, answeredAt: open.finalBy },
      '2026-06-01T09:00:00Z',
      ['MET', 'MISSED', 'MET'],
    ],
    [
      'it was answered too late',
      { ...answered, answeredAt: '2026-04-10T09:00:00Z' },
      '2026-06-01T09:00:00Z',
      ['MET', 'MISSED', 'MET_LATE'],
    ],
    [
      'the answer did not hold, and there is time',
      { ...answered, answeredAt: open.answerBy, answer: null },
      '2026-03-20T09:00:00Z',
      ['MET', 'MET', 'RUNNING'],
    ],
    [
      'the answer did not hold, and there is none',
      { ...answered, answeredAt: open.answerBy, answer: null },
      '2026-05-01T09:00:00Z',
      ['MET', 'MET', 'LATE'],
    ],
  ])('%s', (_, complaint, now, states) => {
    expect(clocksOf(complaint, Date.parse(now)).map(({ state }) => state)).toEqual(states);
  });
});
