import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import { type Actor, isReviewer } from '#people';
import { policyFact } from './policy-facts.js';
import { lookAtRetirement, lookAtVersions, type VersionNow } from './policies.look.js';
import { PoliciesReads } from './policies.reads.js';
import { writeActivation, writeProposal, writeRetirement, writeTakingBack, type Written } from './policies.write.js';
import type { PolicyVersion } from './policy-version.entity.js';
import type { Policy } from './policy.entity.js';
import { NothingInForceError } from './policy.errors.js';
import { effectiveFromOf, openPolicyActions, type PolicyAttempt, policyRefusal } from './policy.rules.js';
import type { PolicyAction } from './policy.words.js';

/** The version that a reviewer proposes. */
export interface ProposePolicyVersion {
  readonly policyVersionId: string;
  readonly idempotencyKey?: string | null;
}

/** The version that another reviewer puts into force; without an instant, when its proposer wanted it, else now. */
export interface ActivatePolicyVersion extends ProposePolicyVersion {
  readonly effectiveFrom?: Date | null;
}

/** The policy that should be no more, and why. */
export interface RetirePolicy {
  readonly policyId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

interface StepOrder {
  readonly action: PolicyAction;
  readonly id: string;
  readonly actor: Actor;
  readonly taken: Once | undefined;
  readonly sent?: PolicyAttempt['sent'];
}

const REASON_LENGTH_MAX = 10_000;

/** Makes policy, always by two reviewers: each method is one action of the table in policy.rules.ts. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly db: Database,
    private readonly reads: PoliciesReads,
  ) {}

  /**
   * Proposes a draft: from here on its text and conditions stand.
   * @throws ReviewerNeededError NotFoundError PolicyMovedOnError
   * @throws AlreadyPromotedError when one of its precedents is behind another policy by now
   */
  propose(input: ProposePolicyVersion, actor: Actor): Promise<Done<PolicyVersion>> {
    const taken = once(actor.personId, 'proposePolicyVersion', input);
    return this.step({ action: 'PROPOSE', id: input.policyVersionId, actor, taken }, (now, written) =>
      writeProposal(this.db, { ...written, facts: [policyFact(now, actor, 'policy.proposed', { number: now.version.number })] }),
    );
  }

  /**
   * Makes a proposed version a draft again, so that it is no more to be activated, and the policy may be retired. Any reviewer may.
   * @throws ReviewerNeededError NotFoundError PolicyMovedOnError
   */
  takeBack(input: ProposePolicyVersion, actor: Actor): Promise<Done<PolicyVersion>> {
    const taken = once(actor.personId, 'takeBackPolicyVersion', input);
    return this.step({ action: 'TAKE_BACK', id: input.policyVersionId, actor, taken }, (now, written) =>
      writeTakingBack(this.db, { ...written, facts: [policyFact(now, actor, 'policy.takenBack', { number: now.version.number })] }),
    );
  }

  /**
   * Puts a proposed version into force: from the instant that is named, else from when its proposer wanted it, and from now where that has passed; the version before ends at that very instant.
   * @throws ReviewerNeededError NotFoundError PolicyMovedOnError
   * @throws SamePolicyReviewerError for the reviewer who proposed it
   * @throws InvalidError for an instant that has passed, or that is not after the latest version's
   */
  activate(input: ActivatePolicyVersion, actor: Actor): Promise<Done<PolicyVersion>> {
    const taken = once(actor.personId, 'activatePolicyVersion', input);
    const sent = { effectiveFrom: input.effectiveFrom ?? null };
    return this.step({ action: 'ACTIVATE', id: input.policyVersionId, actor, taken, sent }, (now, written) => {
      const effectiveFrom = effectiveFromOf(now.version, sent);
      const ends = now.latest && now.latest.supersededAt === null ? now.latest : null;
      const facts = [policyFact(now, actor, 'policy.activated', { number: now.version.number })];
      if (ends) facts.push(policyFact({ ...now, id: ends.id }, actor, 'policy.superseded', { number: ends.number, by: now.id }));
      return writeActivation(this.db, { ...written, facts }, { effectiveFrom, endsId: ends?.id ?? null });
    });
  }

  /**
   * Asks to retire a policy, or, when another reviewer asked before, retires it: from now on nothing of it is in force.
   * @throws ReviewerNeededError NotFoundError NothingInForceError NextVersionWaitsError VersionProposedError
   * @throws SamePolicyReviewerError for the reviewer who asked first
   */
  retire(input: RetirePolicy, actor: Actor): Promise<Done<Policy>> {
    const { policyId, reason } = input;
    const taken = once(actor.personId, 'retirePolicy', input);
    const work = async (): Promise<Policy> => {
      await untilWritten(async () => {
        const now = await this.retirable(policyId);
        decide('RETIRE', now, actor);
        if (reason === '' || [...reason].length > REASON_LENGTH_MAX)
          throw new InvalidError(['reason'], say`Say why, in at most 10,000 characters.`);
        const askedBefore = now.version.retireProposedHuman !== null;
        const words = { id: newId('rmk'), body: reason };
        const facts = [policyFact(now, actor, askedBefore ? 'policy.retired' : 'policy.retirementProposed', { reasonId: words.id })];
        return writeRetirement(this.db, { id: now.id, by: actor, facts, once: taken }, { policyId, reason: words, askedBefore });
      });
      return this.policy(policyId);
    };
    return onlyOnce(this.db, taken, work, (id) => this.policy(id));
  }

  /** What each of some versions allows the caller now; unknown ids are left out. */
  async openActions(versionIds: readonly string[], actor: Actor): Promise<{ id: string; actions: PolicyAction[] }[]> {
    const found = await lookAtVersions(this.db, versionIds);
    return found.map((now) => ({ id: now.id, actions: openPolicyActions(attempt(now, actor)) }));
  }

  /** Look, decide, write: the one way by which a version that exists moves on. */
  private step(
    order: StepOrder,
    write: (now: VersionNow, written: Omit<Written, 'facts'>) => Promise<PolicyVersion[]>,
  ): Promise<Done<PolicyVersion>> {
    const { action, id, actor, taken, sent } = order;
    const work = () =>
      untilWritten(async () => {
        const [now] = await lookAtVersions(this.db, [id]);
        if (!now) throw new NotFoundError('policy version', ['policyVersionId']);
        decide(action, now, actor, sent);
        return write(now, { id, by: actor, once: taken });
      });
    return onlyOnce(this.db, taken, work, (result) => this.version(result));
  }

  private async retirable(policyId: string): Promise<VersionNow> {
    const now = await lookAtRetirement(this.db, policyId);
    if (now) return now;
    throw (await this.reads.byIds([policyId])).length > 0 ? new NothingInForceError() : new NotFoundError('policy', ['policyId']);
  }

  private async version(id: string): Promise<PolicyVersion> {
    const [version] = await this.reads.versionsByIds([id]);
    if (!version) throw new Error(`The policy version ${id} was there, and versions are never deleted.`);
    return version;
  }

  private async policy(id: string): Promise<Policy> {
    const [policy] = await this.reads.byIds([id]);
    if (!policy) throw new Error(`The policy ${id} was there, and policies are never deleted.`);
    return policy;
  }
}

function attempt({ id: _id, policyId: _policyId, ...now }: VersionNow, actor: Actor, sent?: PolicyAttempt['sent']): PolicyAttempt {
  return { ...now, actor, actsAsReviewer: isReviewer(actor), ...(sent ? { sent } : {}) };
}

function decide(action: PolicyAction, now: VersionNow, actor: Actor, sent?: PolicyAttempt['sent']): void {
  const refusal = policyRefusal(action, attempt(now, actor, sent));
  if (refusal) throw refusal;
}
