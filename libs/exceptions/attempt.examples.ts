import type { Actor } from '#people';
import type { Attempt, ExceptionNow, Vote } from './attempt.js';

// The examples of which the specs of this room tell. No program loads them.

/** The instant at which the examples are looked at. */
export const NOON = new Date('2026-11-16T12:00:00.000Z');
/** An instant so many milliseconds after noon. */
export const at = (ms: number): Date => new Date(NOON.getTime() + ms);
/** In milliseconds. */
export const HOUR = 3_600_000;

/** Priya's proposal for her own case, one hour old, which needs one co-signature. */
export const PROPOSAL: ExceptionNow = {
  now: NOON,
  id: 'exc_1',
  ref: 'EX-1041',
  status: 'PROPOSED',
  turn: 1,
  revision: 3,
  materialRevision: 2,
  digest: 'ab'.repeat(32),
  remedyKind: 'FEE_WAIVER',
  cause: 'flood',
  amountMinor: 20_240,
  currency: 'AUD',
  baseQuorum: 1,
  raised: 0,
  quorum: 1,
  beyondCaps: false,
  pairCap: null,
  caseId: 'cas_1',
  ownerHuman: 'hum_priya',
  proposerId: 'per_priya',
  proposerHuman: 'hum_priya',
  policyVersionId: 'pve_1',
  policyInForce: true,
  coveredBy: null,
  expiresAt: at(3 * HOUR),
  approvedAt: null,
  useBy: null,
  customerToldAt: null,
  fulfilmentReference: null,
  stopProposedHuman: null,
  frozen: false,
  authors: ['hum_priya', 'hum_lachlan'],
  helpers: ['per_lachlan', 'per_mia'],
  coSignatures: [],
  objections: [],
};
/** An hour ago it was approved; it lapses in an hour. */
export const APPROVED = { status: 'APPROVED', approvedAt: at(-HOUR), useBy: at(HOUR) } as const;

/** An agent who faces customers and is here, unless told otherwise. */
export const peer = (handle: string, more: Partial<Actor> = {}): Actor => ({
  personId: `per_${handle}`,
  humanId: `hum_${handle}`,
  kind: 'PERSON',
  roles: ['AGENT'],
  facesCustomers: true,
  active: true,
  away: false,
  ...more,
});
/** The proposer and owner. */
export const priya = peer('priya');
/** A peer who took no part yet. */
export const tom = peer('tom');
/** A helper who edited. */
export const lachlan = peer('lachlan');
/** A helper who never edited. */
export const mia = peer('mia');
/** An admin who faces no customers. */
export const wei = peer('wei', { roles: ['ADMIN'], facesCustomers: false });
/** Lachlan's second account. */
export const lach2 = peer('lach2', { humanId: 'hum_lachlan' });
/** Lachlan's robot. */
export const desk = peer('desk', {
  humanId: 'hum_lachlan',
  kind: 'MACHINE',
  roles: [],
  facesCustomers: false,
  scopes: ['READ', 'PROPOSE', 'CASES'],
});
/** The payment system. */
export const pay1 = peer('pay-1', { kind: 'MACHINE', roles: [], facesCustomers: false, scopes: ['READ', 'FULFIL'] });

/** A vote of somebody on the current revision that stands, unless told otherwise. */
export const vote = (handle: string, more: Partial<Vote> = {}): Vote => ({
  humanId: `hum_${handle}`,
  signerId: `per_${handle}`,
  name: handle,
  revision: 3,
  ended: null,
  eligible: true,
  alsoAgreed: false,
  ...more,
});
/** Somebody's attempt at Priya's proposal. */
export const attempt = (actor: Actor, exception: Partial<ExceptionNow> = {}, sent?: Attempt['sent']): Attempt => ({
  exception: { ...PROPOSAL, ...exception },
  actor,
  ...(sent ? { sent } : {}),
  objectionsToDecline: 2,
});
