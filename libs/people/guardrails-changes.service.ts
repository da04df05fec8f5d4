import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import type { FactName, NewFact } from '#facts';
import { isAdmin } from './access.rules.js';
import type { Actor } from './actor.js';
import type { BandDraft } from './bands.rules.js';
import { activationRefusal, type CapDraft, proposalRefusal } from './guardrails-change.rules.js';
import { lookAtGround, lookAtVersion } from './guardrails.look.js';
import { GuardrailsService, type GuardrailsWithBands } from './guardrails.service.js';
import { writeActivation, writeProposal } from './guardrails.write.js';

/** The limits that an admin would like to have in force, all of them. */
export interface ProposeGuardrails {
  readonly bands: readonly BandDraft[];
  readonly caps: readonly CapDraft[];
  readonly idempotencyKey?: string | null;
}

/** The version that another admin puts into force. */
export interface ActivateGuardrails {
  readonly guardrailsId: string;
  readonly idempotencyKey?: string | null;
}

/** Sets the limits of the house, always by two admins. */
@Injectable()
export class GuardrailsChanges {
  constructor(
    private readonly db: Database,
    private readonly guardrails: GuardrailsService,
  ) {}

  /**
   * Proposes limits to take the place of those in force. From here on they are not edited.
   * @throws GuardrailsAdminNeededError
   * @throws InvalidError for bands that leave a gap, a cap that is there twice, or one below what is used
   * @throws RuleUnsatisfiableError when too few people are here
   */
  propose(input: ProposeGuardrails, actor: Actor): Promise<Done<GuardrailsWithBands>> {
    const taken = once(actor.personId, 'proposeGuardrails', input);
    return this.done(taken, async () => {
      const attempt = { ...input, ...(await lookAtGround(this.db, input.caps)), actor, actsAsAdmin: isAdmin(actor) };
      const refusal = proposalRefusal(attempt);
      if (refusal) throw refusal;
      const id = newId('grd');
      const facts = [guardrailsFact(id, actor, 'guardrails.proposed', { replaces: attempt.inForce })];
      return writeProposal(this.db, { id, by: actor, facts, once: taken }, { ...input, replaces: attempt.inForce });
    });
  }

  /**
   * Puts a proposed version into force at once; the version before it ends at that very instant. What was proposed before keeps its quorum.
   * @throws GuardrailsAdminNeededError NotFoundError
   * @throws GuardrailsMovedOnError when it was activated, or others were, meanwhile
   * @throws SameGuardrailsAdminError for the human who proposed it
   * @throws RuleUnsatisfiableError when too few people are here by now
   * @throws InvalidError for a cap below what is used by now
   */
  activate(input: ActivateGuardrails, actor: Actor): Promise<Done<GuardrailsWithBands>> {
    const { guardrailsId: id } = input;
    const taken = once(actor.personId, 'activateGuardrails', input);
    return this.done(taken, async () => {
      const now = await lookAtVersion(this.db, id);
      if (!now) throw new NotFoundError('version of the guardrails', ['guardrailsId']);
      const refusal = activationRefusal({ ...now, actor, actsAsAdmin: isAdmin(actor) });
      if (refusal || now.replaces === null) throw refusal ?? new Error('The first version of a house is never proposed.');
      const facts = [
        guardrailsFact(now.replaces, actor, 'guardrails.superseded', { by: id }),
        guardrailsFact(id, actor, 'guardrails.activated', { replaces: now.replaces }),
      ];
      return writeActivation(this.db, { id, by: actor, facts, once: taken });
    });
  }

  private done(taken: Once | undefined, write: () => Promise<{ id: string }[]>): Promise<Done<GuardrailsWithBands>> {
    return onlyOnce(
      this.db,
      taken,
      async () => this.one((await untilWritten(write)).id),
      (id) => this.one(id),
    );
  }

  private async one(id: string): Promise<GuardrailsWithBands> {
    const [found] = await this.guardrails.byIds([id]);
    if (!found) throw new Error(`The guardrails ${id} were there, and none are ever deleted.`);
    return found;
  }
}

function guardrailsFact(subjectId: string, { personId }: Actor, name: FactName, body: NewFact['body']): NewFact {
  return { subjectId, actorId: personId, name, body };
}
