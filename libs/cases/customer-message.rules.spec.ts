import { describe, expect, it } from '@jest/globals';
import { type MessageAttempt, messageRefusal } from './customer-message.rules.js';

const now = new Date('2027-06-10T05:56:00Z');
const hers: NonNullable<MessageAttempt['case']> = {
  ref: 'CASE-88',
  status: 'OWNED',
  openedAt: new Date('2027-06-10T05:20:00Z'),
  ownerId: 'per_jack',
  ownerHuman: 'hum_jack',
  isErased: false,
};
const jack: MessageAttempt = {
  case: hers,
  actorHuman: 'hum_jack',
  mayAct: true,
  inPerson: true,
  facesCustomers: true,
  channel: 'email',
  text: 'Thanks!',
  receivedAt: null,
  now,
};
const robot = { actorHuman: 'hum_desk', inPerson: false, facesCustomers: false };
const at = (more: Partial<typeof hers>): Partial<MessageAttempt> => ({ case: { ...hers, ...more } });
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

describe('recording what a customer said', () => {
  it.each<[string, Partial<MessageAttempt>, string | undefined, string[]]>([
    ['by the owner', {}, undefined, []],
    ['by the owner who looks after customers no more', { facesCustomers: false }, undefined, []],
    ['by a colleague who looks after customers', { actorHuman: 'hum_mia' }, undefined, []],
    ['by somebody who looks after none', { actorHuman: 'hum_omar', facesCustomers: false }, 'NOT_ALLOWED', []],
    ['by somebody who left', { mayAct: false }, 'NOT_ALLOWED', []],
    ['by a machine with the scope', robot, undefined, []],
    ['by a machine without it', { ...robot, mayAct: false }, 'NOT_ALLOWED', []],
    ['in no case', { case: null }, 'NOT_FOUND', ['caseId']],
    ['of somebody who was erased', at({ isErased: true }), 'CUSTOMER_ERASED', ['caseId']],
    ['before somebody took the case on', at({ status: 'NEW' }), undefined, []],
    ['while it is asked whether it helped', at({ status: 'SOLVED' }), undefined, []],
    ['after they said that it helped', at({ status: 'CONFIRMED' }), 'CASE_MOVED_ON', []],
    ['after nobody was reached', at({ status: 'CLOSED_UNCONFIRMED' }), 'CASE_MOVED_ON', []],
    ['after an honest no', at({ status: 'HONEST_NO' }), 'CASE_MOVED_ON', []],
    ['by a number as the channel', { channel: '+61 2 5550 7788' }, 'INVALID', ['channel']],
    ['at this moment', { receivedAt: now }, undefined, []],
    ['a moment from now', { receivedAt: new Date(now.getTime() + 1) }, 'INVALID', ['receivedAt']],
    ['as the case was opened', { receivedAt: minutes(-36) }, undefined, []],
    ['a minute before', { receivedAt: minutes(-37) }, 'INVALID', ['receivedAt']],
    ['in no words', { text: ' \n' }, 'INVALID', ['text']],
    ['in 10,000 characters', { text: 'é'.repeat(10_000) }, undefined, []],
    ['in 10,001', { text: 'é'.repeat(10_001) }, 'INVALID', ['text']],
  ])('%s', (_story, otherwise, code, path) => {
    const refusal = messageRefusal({ ...jack, ...otherwise });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });

  it('tells who could', () => {
    expect(messageRefusal({ ...jack, actorHuman: 'hum_omar', facesCustomers: false })?.whoCould).toEqual(['per_jack']);
  });
});
