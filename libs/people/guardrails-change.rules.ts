import { InvalidError, type RuleError, say } from '#errors';
import { type BandDraft, bandsRefusal } from './bands.rules.js';
import {
  GuardrailsAdminNeededError,
  GuardrailsMovedOnError,
  RuleUnsatisfiableError,
  SameGuardrailsAdminError,
} from './guardrails.errors.js';
import type { CapScope, GuardrailsStatus } from './guardrails.words.js';

/** A cap as an admin writes it. */
export interface CapDraft {
  readonly scope: CapScope;
  readonly limit: { readonly amountMinor: number; readonly currency: string };
}

/** The most that any subject has used by now of what a cap would limit, in minor units. */
export interface CapUse {
  readonly scope: CapScope;
  readonly currency: string;
  readonly used: number;
}

/** The people of the house, as far as they decide about its limits. */
export interface GuardrailsGround {
  /** Admins who are active and here. */
  readonly admins: readonly { readonly id: string; readonly humanId: string }[];
  /** One account of each human who could co-sign somebody else's proposal at this moment, by name. */
  readonly eligible: readonly { readonly id: string; readonly name: string }[];
  readonly used: readonly CapUse[];
}

/** Who acts. */
interface Acting {
  readonly actor: { readonly humanId: string; readonly alsoHumans?: readonly string[] };
  /** Whether the caller acts in person and is an admin. */
  readonly actsAsAdmin: boolean;
}

/** Everything that decides whether a version may be proposed. */
export interface GuardrailsProposal extends GuardrailsGround, Acting {
  readonly bands: readonly BandDraft[];
  readonly caps: readonly CapDraft[];
}

/** Everything that decides whether a version may be activated. */
export interface GuardrailsActivation extends GuardrailsGround, Acting {
  readonly version: {
    readonly number: number;
    readonly status: GuardrailsStatus;
    readonly proposedHuman: string;
    readonly quorumMost: number;
    readonly caps: readonly CapDraft[];
  };
}

/** The first reason why such guardrails cannot be proposed, or undefined when they can. */
export function proposalRefusal(attempt: GuardrailsProposal): RuleError | undefined {
  if (!attempt.actsAsAdmin) return new GuardrailsAdminNeededError(attempt.admins.map(({ id }) => id));
  return (
    bandsRefusal(attempt.bands) ??
    capsRefusal(attempt.caps) ??
    beyondReach(attempt) ??
    belowUse(attempt.caps, attempt.used, (place) => ['caps', place, 'limit'])
  );
}

/** The first reason why a version cannot be activated, or undefined when it can. People and use may have changed since it was proposed. */
export function activationRefusal({ version, actor, actsAsAdmin, admins, eligible, used }: GuardrailsActivation): RuleError | undefined {
  if (!actsAsAdmin) return new GuardrailsAdminNeededError(admins.map(({ id }) => id));
  if (version.status !== 'PROPOSED') return new GuardrailsMovedOnError(version.number, version.status);
  const own = [actor.humanId, ...(actor.alsoHumans ?? [])];
  if (own.includes(version.proposedHuman))
    return new SameGuardrailsAdminError(admins.filter(({ humanId }) => !own.includes(humanId)).map(({ id }) => id));
  if (!isSatisfiable(version.quorumMost, eligible.length))
    return new RuleUnsatisfiableError(['guardrailsId'], version.quorumMost, eligible);
  return belowUse(version.caps, used, () => ['guardrailsId']);
}

/** Whether so many people can give so many co-signatures: the proposer is one of them, and signs nothing. */
export function isSatisfiable(quorum: number, eligible: number): boolean {
  return eligible > quorum;
}

function capsRefusal(caps: readonly CapDraft[]): RuleError | undefined {
  const twice = caps.findIndex((cap, place) => caps.slice(0, place).some((above) => isSame(above, cap)));
  const cap = caps[twice];
  return (
    cap &&
    new InvalidError(['caps', String(twice)], say`There is such a cap in ${{ currency: cap.limit.currency }} already. One is enough.`)
  );
}

function isSame(one: CapDraft, other: CapDraft): boolean {
  return one.scope === other.scope && one.limit.currency === other.limit.currency;
}

/** Of the bands that too few people could satisfy, the first. */
function beyondReach({ bands, eligible }: GuardrailsProposal): RuleError | undefined {
  const place = bands.findIndex(({ quorum }) => !isSatisfiable(quorum, eligible.length));
  const band = bands[place];
  return band && new RuleUnsatisfiableError(['bands', String(place), 'quorum'], band.quorum, eligible);
}

function belowUse(caps: readonly CapDraft[], used: readonly CapUse[], path: (place: string) => string[]): RuleError | undefined {
  for (const [place, { scope, limit }] of caps.entries()) {
    const most = used.find((use) => use.scope === scope && use.currency === limit.currency)?.used ?? 0;
    if (most > limit.amountMinor)
      return new InvalidError(
        path(String(place)),
        say`A cap of ${{ limit }} is below what is used already: ${{ used: { ...limit, amountMinor: most } }}. Set it no lower, or wait until the time of the cap has passed.`,
      );
  }
  return undefined;
}
