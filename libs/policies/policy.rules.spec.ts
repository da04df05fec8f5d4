import { describe, expect, it } from '@jest/globals';
import { openPolicyActions, type PolicyAttempt, policyRefusal } from './policy.rules.js';
import type { PolicyAction } from './policy.words.js';

const at = (hours: number): Date => new Date(Date.UTC(2025, 5, 2, 12) + hours * 3_600_000);
const now = at(0);
const span = (from: Date, until: Date | null = null) => ({ id: 'pve_1', number: 1, effectiveFrom: from, supersededAt: until });

const draft: PolicyAttempt = {
  now,
  actor: { humanId: 'hum_renee' },
  actsAsReviewer: true,
  reviewers: [
    { id: 'per_omar', humanId: 'hum_omar' },
    { id: 'per_renee', humanId: 'hum_renee' },
    { id: 'per_renee2', humanId: 'hum_renee' },
  ],
  version: {
    number: 2,
    status: 'DRAFT',
    proposedHuman: null,
    retireProposedHuman: null,
    effectiveFrom: null,
    supersededAt: null,
    wantedFrom: null,
  },
  latest: null,
  proposedNumber: null,
  taken: [],
};
const as = (human: string) => ({ actor: { humanId: `hum_${human}` } });
const being = (version: Partial<PolicyAttempt['version']>) => ({ version: { ...draft.version, ...version } });
const proposed: PolicyAttempt = { ...draft, ...being({ status: 'PROPOSED', proposedHuman: 'hum_renee' }), ...as('omar') };
const wanted = (hours: number): PolicyAttempt => ({ ...proposed, ...being({ ...proposed.version, wantedFrom: at(hours) }) });
const active: PolicyAttempt = { ...proposed, ...being({ status: 'ACTIVE', proposedHuman: 'hum_renee', effectiveFrom: at(-24) }) };
const askedByRenee = being({ ...active.version, retireProposedHuman: 'hum_renee' });

describe('the life of a policy version', () => {
  it.each<[string, PolicyAction, PolicyAttempt, string | undefined]>([
    ['Renee proposes her draft', 'PROPOSE', draft, undefined],
    ['an agent proposes it', 'PROPOSE', { ...draft, actsAsReviewer: false }, 'NOT_ALLOWED'],
    ['it is proposed twice', 'PROPOSE', proposed, 'POLICY_MOVED_ON'],
    ['a draft is activated, never proposed', 'ACTIVATE', draft, 'POLICY_MOVED_ON'],
    ['Omar activates what Renee proposed', 'ACTIVATE', proposed, undefined],
    ['Renee activates her own', 'ACTIVATE', { ...proposed, ...as('renee') }, 'SAME_REVIEWER'],
    ['an agent activates it', 'ACTIVATE', { ...proposed, actsAsReviewer: false }, 'NOT_ALLOWED'],
    ['it is activated twice', 'ACTIVATE', active, 'POLICY_MOVED_ON'],
    ['a retired one is activated again', 'ACTIVATE', { ...active, ...being({ ...active.version, status: 'RETIRED' }) }, 'POLICY_MOVED_ON'],
    ['from tomorrow on', 'ACTIVATE', { ...proposed, sent: { effectiveFrom: at(24) } }, undefined],
    ['from now on', 'ACTIVATE', { ...proposed, sent: { effectiveFrom: null } }, undefined],
    [
      'from a minute ago, by a clock that is behind',
      'ACTIVATE',
      { ...proposed, sent: { effectiveFrom: new Date(now.getTime() - 60_000) } },
      undefined,
    ],
    ['from a moment before that', 'ACTIVATE', { ...proposed, sent: { effectiveFrom: new Date(now.getTime() - 60_001) } }, 'INVALID'],
    ['after the version before it', 'ACTIVATE', { ...proposed, latest: span(at(-48)) }, undefined],
    ['after one that was retired', 'ACTIVATE', { ...proposed, latest: span(at(-48), at(-1)) }, undefined],
    ['now, while the next one has its date', 'ACTIVATE', { ...proposed, latest: span(at(24)) }, 'INVALID'],
    ['before one that has its date', 'ACTIVATE', { ...proposed, latest: span(at(24)), sent: { effectiveFrom: at(12) } }, 'INVALID'],
    [
      'at the very instant of one that has its date',
      'ACTIVATE',
      { ...proposed, latest: span(at(24)), sent: { effectiveFrom: at(24) } },
      'INVALID',
    ],
    ['after one that has its date', 'ACTIVATE', { ...proposed, latest: span(at(24)), sent: { effectiveFrom: at(25) } }, undefined],
    ['when its proposer wanted it, after one that has its date', 'ACTIVATE', { ...wanted(25), latest: span(at(24)) }, undefined],
    ['when its proposer wanted it, before one that has its date', 'ACTIVATE', { ...wanted(12), latest: span(at(24)) }, 'INVALID'],
    ['when its proposer wanted it, which has passed', 'ACTIVATE', { ...wanted(-9_000), latest: span(at(-48)) }, undefined],
    ['later than its proposer wanted it', 'ACTIVATE', { ...wanted(12), latest: span(at(24)), sent: { effectiveFrom: at(25) } }, undefined],
    [
      'its precedent is behind another policy by now',
      'PROPOSE',
      { ...draft, taken: [{ ref: 'EX-9', policyRef: 'POL-3' }] },
      'ALREADY_PROMOTED',
    ],
    ['Omar takes back what Renee proposed', 'TAKE_BACK', proposed, undefined],
    ['Renee takes back her own', 'TAKE_BACK', { ...proposed, ...as('renee') }, undefined],
    ['an agent takes it back', 'TAKE_BACK', { ...proposed, actsAsReviewer: false }, 'NOT_ALLOWED'],
    ['a draft is taken back', 'TAKE_BACK', draft, 'POLICY_MOVED_ON'],
    ['what is in force is taken back', 'TAKE_BACK', active, 'POLICY_MOVED_ON'],
    ['Omar asks to retire it, while its next version is proposed', 'RETIRE', { ...active, proposedNumber: 3 }, 'POLICY_MOVED_ON'],
    ['Omar asks to retire it', 'RETIRE', active, undefined],
    ['an agent asks to retire it', 'RETIRE', { ...active, actsAsReviewer: false }, 'NOT_ALLOWED'],
    ['Omar retires it after Renee asked', 'RETIRE', { ...active, ...askedByRenee }, undefined],
    ['Renee asks and retires it alone', 'RETIRE', { ...active, ...askedByRenee, ...as('renee') }, 'SAME_REVIEWER'],
    [
      'one that begins tomorrow is retired',
      'RETIRE',
      { ...active, ...being({ ...active.version, effectiveFrom: at(24) }) },
      'POLICY_MOVED_ON',
    ],
    ['one that ended is retired', 'RETIRE', { ...active, ...being({ ...active.version, supersededAt: now }) }, 'POLICY_MOVED_ON'],
    ['one whose successor has its date', 'RETIRE', { ...active, latest: span(at(24)) }, 'POLICY_MOVED_ON'],
    ['one whose predecessor ended', 'RETIRE', { ...active, latest: span(at(-48), at(-24)) }, undefined],
    ['a superseded one', 'RETIRE', { ...active, ...being({ ...active.version, status: 'SUPERSEDED' }) }, 'POLICY_MOVED_ON'],
    ['a retired one', 'RETIRE', { ...active, ...being({ ...active.version, status: 'RETIRED' }) }, 'POLICY_MOVED_ON'],
  ])('%s: %s', (_story, action, attempt, code) => {
    const refusal = policyRefusal(action, attempt);
    expect(refusal?.code).toBe(code);
    if (refusal?.code === 'POLICY_MOVED_ON') expect(refusal.path).toEqual([action === 'RETIRE' ? 'policyId' : 'policyVersionId']);
    expect(openPolicyActions(attempt).includes(action)).toBe(code === undefined);
  });

  it('names the reviewers who could take the second step: other humans, not other accounts', () => {
    expect(policyRefusal('ACTIVATE', { ...proposed, ...as('renee') })?.whoCould).toEqual(['per_omar']);
    expect(policyRefusal('RETIRE', { ...active, ...askedByRenee, ...as('renee') })?.whoCould).toEqual(['per_omar']);
  });
});
