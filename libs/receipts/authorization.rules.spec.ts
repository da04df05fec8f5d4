import { describe, expect, it } from '@jest/globals';
import { mayBeCarriedOut, type RemedyNow } from './authorization.rules.js';

const APPROVED: RemedyNow = {
  ref: 'EX-1',
  status: 'APPROVED',
  expiresAt: new Date('2026-11-16T12:00:00Z'),
  approvedAt: new Date('2026-11-16T10:06:00Z'),
  useBy: new Date('2026-12-16T10:06:00Z'),
  customerToldAt: null,
  fulfilledAt: null,
  fulfilmentReference: null,
  coveredBy: null,
  stopProposedBy: null,
  frozen: false,
};
const before = new Date('2026-12-16T10:05:59.999Z');
const due = new Date('2026-12-16T10:06:00Z');
const told = { customerToldAt: new Date('2026-11-17T09:00:00Z') };

describe('a remedy may be carried out', () => {
  it.each<[story: string, change: Partial<RemedyNow>, now: Date, expected: [allowed: boolean, because: string]]>([
    ['approved, a millisecond before use-by', {}, before, [true, 'may be carried out until 2026-12-16T10:06:00.000Z']],
    ['approved, at use-by', {}, due, [false, 'the customer was not told, so it lapses']],
    ['approved and told, at use-by', told, due, [true, 'the customer was told']],
    ['one admin asked to stop it', { stopProposedBy: 'per_wei' }, before, [true, 'unless a second one does']],
    ['one admin asked to stop it, told', { ...told, stopProposedBy: 'per_wei' }, due, [true, 'unless a second one does']],
    ['frozen', { frozen: true }, before, [false, 'a receipt that you hold already cannot be recalled']],
    ['frozen, though the customer was told', { ...told, frozen: true }, due, [false, 'Carry nothing out']],
    ['waits to be signed', { status: 'PROPOSED' }, new Date('2026-11-16T11:59:59.999Z'), [false, 'still waits to be co-signed']],
    ['expired, but no timer ran', { status: 'PROPOSED' }, new Date('2026-11-16T12:00:00Z'), [false, 'was not co-signed in time']],
    ['expired', { status: 'EXPIRED' }, due, [false, 'was not co-signed in time']],
    [
      'fulfilled',
      { status: 'FULFILLED', fulfilledAt: before, fulfilmentReference: 'PAY-7' },
      due,
      [false, 'under reference PAY-7. Do not pay'],
    ],
    ['lapsed', { status: 'LAPSED' }, due, [false, 'lapsed']],
    ['covered', { status: 'COVERED', coveredBy: 'pve_1' }, before, [false, 'policy version pve_1 allows the remedy']],
    ['withdrawn', { status: 'WITHDRAWN' }, before, [false, 'was withdrawn']],
    ['declined', { status: 'DECLINED' }, before, [false, 'was declined']],
    ['stopped', { status: 'STOPPED', ...told }, before, [false, 'stopped by two admins']],
  ])('%s', (_, change, now, [allowed, because]) => {
    expect(mayBeCarriedOut({ ...APPROVED, ...change }, now)).toEqual({ allowed, because: expect.stringContaining(because) });
  });
});
