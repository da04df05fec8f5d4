import { describe, expect, it } from '@jest/globals';
import { toldOf } from './asked.rules.js';

describe('what is recorded of what was asked for', () => {
  it.each<[story: string, asked: Record<string, unknown>, told: object]>([
    ['nothing', {}, {}],
    [
      'codes and ids',
      { filter: { status: ['APPROVED'], proposerId: 'per_tom' }, orderBy: 'NEWEST' },
      { 'filter.status': ['APPROVED'], 'filter.proposerId': 'per_tom', orderBy: 'NEWEST' },
    ],
    ['an instant', { filter: { createdAfter: '2026-01-01T00:00:00.000Z' } }, { 'filter.createdAfter': '2026-01-01T00:00:00.000Z' }],
    ['a cause', { filter: { cause: 'branch-flood' } }, { 'filter.cause': 'branch-flood' }],
    ['words of a customer: that there were some', { text: 'Adele Novak', filter: { text: 'adele' } }, { text: true, 'filter.text': true }],
    ['words in a list', { filter: { names: ['Adele'] } }, { 'filter.names': ['…'] }],
    ['yes, no and what was left out', { filter: { overdue: false, text: null } }, { 'filter.overdue': false }],
  ])('%s', (_, asked, told) => {
    expect(toldOf(asked)).toEqual(told);
  });
});
