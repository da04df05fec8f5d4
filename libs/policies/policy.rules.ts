import { InvalidError, type RuleError, say } from '#errors';
import type { Actor } from '#people';
import type { FactName } from '../facts/fact-names.js';
import { isSameHuman } from '../people/same-human.rules.js';
import {
  AlreadyPromotedError,
  NextVersionWaitsError,
  NothingInForceError,
  PolicyMovedOnError,
  ReviewerNeededError,
  SamePolicyReviewerError,
  VersionProposedError,
} from './policy.errors.js';
import { POLICY_ACTIONS, type PolicyAction, type PolicyVersionStatus } from './policy.words.js';

/** A version that was activated, and how long it is in force. */
export interface InForceSpan {
  readonly id: string;
  readonly number: number;
  readonly effectiveFrom: Date;
  readonly supersededAt: Date | null;
}

/** Everything that decides what may happen to a version. */
export interface PolicyAttempt {
  /** By the database's clock. */
  readonly now: Date;
  readonly actor: Pick<Actor, 'humanId' | 'alsoHumans'>;
  /** Whether the caller acts in person and is a reviewer. */
  readonly actsAsReviewer: boolean;
  /** Reviewers who are active and here. */
  readonly reviewers: readonly { readonly id: string; readonly humanId: string }[];
  readonly version: {
    readonly number: number;
    readonly status: PolicyVersionStatus;
    readonly proposedHuman: string | null;
    readonly retireProposedHuman: string | null;
    readonly effectiveFrom: Date | null;
    readonly supersededAt: Date | null;
    /** From when its proposer wants it in force: what an activation without an instant takes, where it is still to come. */
    readonly wantedFrom: Date | null;
  };
  /** Of the same policy's other versions the one that was activated for the latest time. */
  readonly latest: InForceSpan | null;
  /** Of the same policy's other versions the number of one that is proposed. */
  readonly proposedNumber: number | null;
  /** Precedents of this version that are behind another policy already, which is proposed or in force. */
  readonly taken: readonly { readonly ref: string; readonly policyRef: string }[];
  /** What the caller sent; absent when buttons are drawn. */
  readonly sent?: { readonly effectiveFrom?: Date | null };
}

type Guard = (attempt: PolicyAttempt) => RuleError | undefined;

/** One row of the workflow: from where, to where, who may and when, and the facts that tell it. */
export interface PolicyStep {
  readonly from: readonly PolicyVersionStatus[];
  /** The field of the input by which the version is named: a refusal points at it. */
  readonly names: readonly ['policyVersionId'] | readonly ['policyId'];
  /** More than one where the count decides; the first is the smaller step. */
  readonly to: readonly PolicyVersionStatus[];
  readonly guards: readonly Guard[];
  readonly facts: readonly FactName[];
}

/** How far the clock of whoever sends "from now on" may be behind, in milliseconds. The wall in the database allows the same. */
const TOLERANCE_MS = 60_000;

const isAReviewer: Guard = (attempt) =>
  attempt.actsAsReviewer ? undefined : new ReviewerNeededError(attempt.reviewers.map(({ id }) => id));

const isNotTheProposer: Guard = (attempt) =>
  isSameHuman(attempt.actor, attempt.version.proposedHuman) ? new SamePolicyReviewerError('ACTIVATE', others(attempt)) : undefined;

const takesEffectFromNowOn: Guard = ({ now, sent }) =>
  sent?.effectiveFrom && sent.effectiveFrom.getTime() < now.getTime() - TOLERANCE_MS
    ? new InvalidError(
        ['effectiveFrom'],
        say`A version does not take effect in the past: what was decided then stands. Name a later instant, or none for now.`,
      )
    : undefined;

/** Versions follow each other without gap or overlap, so the next one begins after the last one that has its date. */
const beginsAfterTheLatest: Guard = ({ now, sent, latest, version }) => {
  const asked = effectiveFromOf(version, sent);
  const from = asked && asked > now ? asked : now;
  return latest && latest.effectiveFrom >= from
    ? new InvalidError(
        ['effectiveFrom'],
        say`Version ${{ number: latest.number }} already takes effect at ${{ effectiveFrom: latest.effectiveFrom }}. Choose an instant after that.`,
      )
    : undefined;
};

const isInForce: Guard = ({ now, version }) =>
  version.effectiveFrom && version.effectiveFrom <= now && !(version.supersededAt && version.supersededAt <= now)
    ? undefined
    : new NothingInForceError();

const noNextVersionWaits: Guard = ({ now, latest }) =>
  latest && latest.effectiveFrom > now ? new NextVersionWaitsError(latest.number, latest.effectiveFrom) : undefined;

const noVersionIsProposed: Guard = ({ proposedNumber }) => (proposedNumber === null ? undefined : new VersionProposedError(proposedNumber));

/** Also asked when it was drafted; two drafts of one exception may stand side by side, and the first that is proposed has it. */
const hasItsPrecedentsToItself: Guard = ({ taken }) =>
  taken.length > 0 ? new AlreadyPromotedError(taken, ['policyVersionId']) : undefined;

const isNotTheFirstToAsk: Guard = (attempt) =>
  isSameHuman(attempt.actor, attempt.version.retireProposedHuman) ? new SamePolicyReviewerError('RETIRE', others(attempt)) : undefined;

/** What may happen to a version of a policy, by whom, and what it then becomes. Pure: no clock, no database, no framework. */
export const POLICY_STEPS = {
  PROPOSE: {
    from: ['DRAFT'],
    names: ['policyVersionId'],
    to: ['PROPOSED'],
    guards: [isAReviewer, hasItsPrecedentsToItself],
    facts: ['policy.proposed'],
  },
  TAKE_BACK: { from: ['PROPOSED'], names: ['policyVersionId'], to: ['DRAFT'], guards: [isAReviewer], facts: ['policy.takenBack'] },
  ACTIVATE: {
    from: ['PROPOSED'],
    names: ['policyVersionId'],
    to: ['ACTIVE'],
    guards: [isAReviewer, isNotTheProposer, takesEffectFromNowOn, beginsAfterTheLatest],
    facts: ['policy.activated', 'policy.superseded'],
  },
  RETIRE: {
    from: ['ACTIVE'],
    names: ['policyId'],
    to: ['ACTIVE', 'RETIRED'],
    guards: [isAReviewer, isInForce, noNextVersionWaits, noVersionIsProposed, isNotTheFirstToAsk],
    facts: ['policy.retirementProposed', 'policy.retired'],
  },
} as const satisfies Record<PolicyAction, PolicyStep>;

/** The first reason why this attempt is refused, or undefined when it may go ahead. */
export function policyRefusal(action: PolicyAction, attempt: PolicyAttempt): RuleError | undefined {
  const step: PolicyStep = POLICY_STEPS[action];
  const { number, status } = attempt.version;
  if (!step.from.includes(status)) return new PolicyMovedOnError(number, status, step.names);
  return step.guards.map((guard) => guard(attempt)).find((error) => error);
}

/** The actions open to the actor now; the console shows these buttons and no others. */
export function openPolicyActions(attempt: PolicyAttempt): PolicyAction[] {
  return POLICY_ACTIONS.filter((action) => !policyRefusal(action, attempt));
}

/** From when a version is asked to be in force: as it is said now, else as its proposer wanted it; null or what has passed: from now. */
export function effectiveFromOf({ wantedFrom }: Pick<PolicyAttempt['version'], 'wantedFrom'>, sent: PolicyAttempt['sent']): Date | null {
  return sent?.effectiveFrom ?? wantedFrom;
}

/** Reviewers who could take the second step. */
function others({ reviewers, actor }: PolicyAttempt): string[] {
  return reviewers.filter(({ humanId }) => humanId !== actor.humanId).map(({ id }) => id);
}
