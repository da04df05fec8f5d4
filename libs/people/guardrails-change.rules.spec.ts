import { describe, expect, it } from '@jest/globals';
import type { RuleError } from '#errors';
import {
  activationRefusal,
  type CapDraft,
  type GuardrailsActivation,
  type GuardrailsProposal,
  isSatisfiable,
  proposalRefusal,
} from './guardrails-change.rules.js';

const team: CapDraft = { scope: 'TEAM_DAY', limit: { amountMinor: 500_000, currency: 'AUD' } };
const yen: CapDraft = { scope: 'TEAM_DAY', limit: { amountMinor: 400, currency: 'JPY' } };
const people = (count: number) => ['Tom', 'Mia', 'Sam', 'Ivy'].slice(0, count).map((name) => ({ id: `per_${name.toLowerCase()}`, name }));
const ground = {
  actor: { humanId: 'hum_wei' },
  actsAsAdmin: true,
  admins: [
    { id: 'per_ana', humanId: 'hum_ana' },
    { id: 'per_wei', humanId: 'hum_wei' },
    { id: 'per_wei2', humanId: 'hum_wei' },
  ],
  eligible: people(4),
  used: [{ scope: 'TEAM_DAY', currency: 'AUD', used: 320_000 }],
} as const;
const proposal: GuardrailsProposal = { ...ground, bands: [{ quorum: 3 }], caps: [team] };
const version = { number: 2, status: 'PROPOSED', proposedHuman: 'hum_ana', quorumMost: 3, caps: [team] } as const;
const activation: GuardrailsActivation = { ...ground, version };
const told = (refusal: RuleError | undefined) =>
  refusal && { code: refusal.code, path: refusal.path.join('.'), whoCould: refusal.whoCould };

describe('guardrails', () => {
  it.each<[string, Partial<GuardrailsProposal>, ReturnType<typeof told>]>([
    ['by an admin', {}, undefined],
    ['without caps', { caps: [] }, undefined],
    ['with a cap for each currency', { caps: [team, yen] }, undefined],
    ['with caps of several scopes', { caps: [team, { ...team, scope: 'PERSON_DAY' }] }, undefined],
    ['by somebody else', { actsAsAdmin: false }, { code: 'NOT_ALLOWED', path: '', whoCould: ['per_ana', 'per_wei', 'per_wei2'] }],
    ['with bands that leave a gap', { bands: [] }, { code: 'INVALID', path: 'bands', whoCould: [] }],
    ['with a cap twice', { caps: [team, yen, team] }, { code: 'INVALID', path: 'caps.2', whoCould: [] }],
    [
      'with a cap twice, of different limits',
      { caps: [team, { ...team, limit: { amountMinor: 1, currency: 'AUD' } }] },
      { code: 'INVALID', path: 'caps.1', whoCould: [] },
    ],
    ['for exactly as many people as are here', { bands: [{ quorum: 3 }], eligible: people(4) }, undefined],
    [
      'for one more than are here',
      { bands: [{ upTo: { amountMinor: 5, currency: 'AUD' }, quorum: 1 }, { quorum: 3 }], eligible: people(3) },
      { code: 'RULE_UNSATISFIABLE', path: 'bands.1.quorum', whoCould: ['per_tom', 'per_mia', 'per_sam'] },
    ],
    [
      'for a house without people',
      { bands: [{ quorum: 1 }], eligible: [] },
      { code: 'RULE_UNSATISFIABLE', path: 'bands.0.quorum', whoCould: [] },
    ],
    ['with a cap of exactly what is used', { caps: [{ ...team, limit: { amountMinor: 320_000, currency: 'AUD' } }] }, undefined],
    [
      'with a cap one cent below',
      { caps: [yen, { ...team, limit: { amountMinor: 319_999, currency: 'AUD' } }] },
      { code: 'INVALID', path: 'caps.1.limit', whoCould: [] },
    ],
  ])('are proposed: %s', (_, changed, refusal) => {
    expect(told(proposalRefusal({ ...proposal, ...changed }))).toEqual(refusal);
  });

  it.each<[string, Partial<GuardrailsActivation>, ReturnType<typeof told>]>([
    ['by another admin', {}, undefined],
    ['by somebody else', { actsAsAdmin: false }, { code: 'NOT_ALLOWED', path: '', whoCould: ['per_ana', 'per_wei', 'per_wei2'] }],
    [
      'by the proposer',
      { version: { ...version, proposedHuman: 'hum_wei' } },
      { code: 'SAME_ADMIN', path: 'guardrailsId', whoCould: ['per_ana'] },
    ],
    [
      'by another account of the proposer, linked to it',
      { actor: { humanId: 'hum_wei', alsoHumans: ['hum_ana'] } },
      { code: 'SAME_ADMIN', path: 'guardrailsId', whoCould: [] },
    ],
    ...(['ACTIVE', 'SUPERSEDED', 'OVERTAKEN'] as const).map((status): [string, Partial<GuardrailsActivation>, ReturnType<typeof told>] => [
      `when they are ${status}`,
      { version: { ...version, status } },
      { code: 'GUARDRAILS_MOVED_ON', path: 'guardrailsId', whoCould: [] },
    ]),
    ['when people left since', { eligible: people(1) }, { code: 'RULE_UNSATISFIABLE', path: 'guardrailsId', whoCould: ['per_tom'] }],
    [
      'when more was used since',
      { used: [{ scope: 'TEAM_DAY', currency: 'AUD', used: 500_001 }] },
      { code: 'INVALID', path: 'guardrailsId', whoCould: [] },
    ],
  ])('are activated: %s', (_, changed, refusal) => {
    expect(told(activationRefusal({ ...activation, ...changed }))).toEqual(refusal);
  });

  it.each([
    [
      people(2),
      'A quorum of 3 takes 4 people who face customers and are here, for nobody signs their own proposal; only 2 do: Tom and Mia.',
    ],
    [people(1), 'A quorum of 3 takes 4 people who face customers and are here, for nobody signs their own proposal; only 1 does: Tom.'],
    [[], 'A quorum of 3 takes 4 people who face customers and are here, for nobody signs their own proposal; nobody does.'],
  ])('that nobody could satisfy name who is eligible: %j', (eligible, sentence) => {
    expect(proposalRefusal({ ...proposal, eligible })?.message).toBe(sentence);
  });

  it.each([
    [1, 1, false],
    [1, 2, true],
    [9, 9, false],
    [9, 10, true],
  ])('a quorum of %i with %i people: %s', (quorum, eligible, isSo) => {
    expect(isSatisfiable(quorum, eligible)).toBe(isSo);
  });
});
