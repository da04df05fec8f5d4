import { Injectable } from '@nestjs/common';
import { refuseUnknownCause } from '#causes';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import { type Actor, isReviewer } from '#people';
import { type ConditionsInput, keptConditions } from './conditions.rules.js';
import { draftRefusal } from './draft.rules.js';
import { type DraftGround, lookAtDraft } from './policies.look.js';
import { PoliciesReads } from './policies.reads.js';
import { writeDraft } from './policies.write.js';
import { policyFact } from './policy-facts.js';
import type { PolicyVersion } from './policy-version.entity.js';

/** A version to be drafted: of the policy that is named, or of a new one with a title. */
export interface DraftPolicy {
  readonly policyId?: string | null;
  readonly title?: string | null;
  readonly text: string;
  readonly conditions: ConditionsInput;
  readonly reviewBy?: Date | null;
  readonly idempotencyKey?: string | null;
}

/** A version to be drafted from exceptions: what the front line had to invent becomes everybody's. */
export interface PromoteToPolicy extends DraftPolicy {
  readonly exceptionIds: readonly string[];
  readonly reviewBy: Date;
}

/** Writes what may become policy: the one step that needs nobody else, since nothing is in force by it. */
@Injectable()
export class PolicyDraftsService {
  constructor(
    private readonly db: Database,
    private readonly reads: PoliciesReads,
  ) {}

  /**
   * Drafts a version. Nothing is in force by it. A cause that was merged into another is kept as what it is by now.
   * @throws ReviewerNeededError
   * @throws NotFoundError for the policy
   * @throws InvalidError for the title, the text, the conditions or the review-by date
   * @throws UnknownCauseError
   */
  draft(input: DraftPolicy, actor: Actor): Promise<Done<PolicyVersion>> {
    return this.draftFrom(undefined, input, actor, once(actor.personId, 'draftPolicy', input));
  }

  /**
   * Drafts a version from approved exceptions and links both ways. It has a review-by date.
   * @throws NotApprovedError when an exception was never approved, or was stopped
   * @throws NotFoundError for the policy or an exception; and what draft() throws
   */
  promote(input: PromoteToPolicy, actor: Actor): Promise<Done<PolicyVersion>> {
    return this.draftFrom([...new Set(input.exceptionIds)], input, actor, once(actor.personId, 'promoteToPolicy', input));
  }

  private draftFrom(
    exceptionIds: readonly string[] | undefined,
    input: DraftPolicy,
    actor: Actor,
    taken: Once | undefined,
  ): Promise<Done<PolicyVersion>> {
    const asked = plain(input);
    const named = exceptionIds ?? [];
    const work = () =>
      untilWritten(async () => {
        const causes = asked.conditions.causes ?? [];
        const { precedents, ...ground } = await lookAtDraft(this.db, { policyId: asked.policyId ?? null, exceptionIds: named, causes });
        const conditions = { ...asked.conditions, causes: ground.causes.map((cause) => cause.now ?? cause.asked) };
        const actsAsReviewer = isReviewer(actor);
        const refusal = draftRefusal({ ...ground, ...asked, conditions, precedents: exceptionIds && precedents, actsAsReviewer });
        if (refusal) throw refusal;
        await this.refuseUnknown(ground);
        const [id, policyId] = [newId('pve'), asked.policyId ?? newId('pol')];
        const facts = [policyFact({ id, policyId }, actor, 'policy.drafted', { exceptionIds: named })];
        return writeDraft(
          this.db,
          { id, by: actor, facts, once: taken },
          {
            policyId,
            title: asked.policyId === undefined ? asked.title : undefined,
            text: asked.text,
            conditions: keptConditions(conditions),
            promoted: exceptionIds !== undefined,
            reviewBy: asked.reviewBy ?? null,
            exceptionIds: named,
          },
        );
      });
    return onlyOnce(this.db, taken, work, (id) => this.version(id));
  }

  private async refuseUnknown({ causes }: Pick<DraftGround, 'causes'>): Promise<void> {
    const unknown = causes.find(({ now }) => now === null);
    if (unknown) await refuseUnknownCause(this.db, ['conditions', 'causes'], unknown.asked);
  }

  private async version(id: string): Promise<PolicyVersion> {
    const [version] = await this.reads.versionsByIds([id]);
    if (!version) throw new Error(`The policy version ${id} was drafted before, and versions are never deleted.`);
    return version;
  }
}

/** The input with each absent thing in its one form. */
function plain({ policyId, title, text, conditions, reviewBy }: DraftPolicy) {
  return { policyId: policyId ?? undefined, title: title ?? undefined, text, conditions, reviewBy: reviewBy ?? undefined };
}
