import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, onlyOnce, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import type { NewFact } from '#facts';
import { type Actor, isAdmin, mayActInPerson } from '#people';
import { disownRefusal, settleRefusal, settles } from './dispute.rules.js';
import type { DisputeOutcome } from './dispute.words.js';
import { DisputesReads, type DisputeView } from './disputes.reads.js';
import { lookAtDispute, lookAtSignature, writeDispute, writeKeyOfDispute, writeSettlement } from './disputes.write.js';

/** The exception on which the caller disowns the signature in their name. */
export interface DisownSignature {
  readonly exceptionId: string;
  readonly idempotencyKey?: string | null;
}

/** How an admin would settle a dispute, and why. */
export interface SettleDispute {
  readonly disputeId: string;
  readonly outcome: DisputeOutcome;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** "That was not me", and what two admins make of it. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly db: Database,
    private readonly reads: DisputesReads,
  ) {}

  /**
   * Says that the newest signature in the caller's name on an exception is not theirs. The exception is frozen, every session and token of
   * the caller ends (the one that asks included), and the admins are told. A signature that was disowned before answers that dispute.
   * @throws NothingToDisownError NotYoursToSettleError
   */
  disown(input: DisownSignature, actor: Actor): Promise<Done<DisputeView>> {
    const taken = once(actor.personId, 'disownSignature', input);
    const { exceptionId } = input;
    const { humanId, personId } = actor;
    const work = () =>
      untilWritten(async () => {
        const signature = await lookAtSignature(this.db, exceptionId, humanId);
        const no = disownRefusal(mayActInPerson(actor), signature?.revision);
        if (no || !signature) throw no ?? new Error('Without a signature there is always a refusal.');
        const { revision, disputeId } = signature;
        if (disputeId) return writeKeyOfDispute(this.db, { id: disputeId, once: taken });
        const id = newId('dsp');
        const facts: NewFact[] = [{ subjectId: id, actorId: personId, name: 'dispute.opened', body: { exceptionId, revision, humanId } }];
        return writeDispute(this.db, { id, facts, once: taken }, { exceptionId, revision, humanId, personId });
      });
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /**
   * Says how a dispute is settled. The first admin proposes, another one who says the same settles it, for good: GENUINE thaws the exception;
   * FORGED voids the signature of an open proposal, stops what was approved on it, and leaves what was carried out, marked.
   * @throws NotYoursToSettleError DisputeSettledError SameSettlerError NotFoundError
   */
  settle(input: SettleDispute, actor: Actor): Promise<Done<DisputeView>> {
    const taken = once(actor.personId, 'settleDispute', input);
    const { outcome } = input;
    const write = () =>
      untilWritten(async () => {
        const dispute = await lookAtDispute(this.db, input.disputeId);
        if (!dispute) throw new NotFoundError('dispute', ['disputeId']);
        const attempt = { dispute, actor, actsAsAdmin: isAdmin(actor), outcome };
        const no = settleRefusal(attempt);
        if (no) throw no;
        const { id, turn, exceptionId } = dispute;
        const said = { outcome, settles: settles(attempt), reason: { id: newId('rmk'), body: input.reason } };
        const name = said.settles ? 'dispute.settled' : 'dispute.settlementProposed';
        const facts: NewFact[] = [
          { subjectId: id, actorId: actor.personId, name, body: { exceptionId, outcome, reasonId: said.reason.id } },
        ];
        return writeSettlement(this.db, { id, turn, facts, once: taken }, actor, said);
      });
    // Read anew: what follows from it, and the words, are not yet there for the statement that writes them.
    const work = async () => this.one((await write()).id);
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  private async one(id: string): Promise<DisputeView> {
    const [dispute] = await this.reads.byIds([id]);
    if (!dispute) throw new Error(`The dispute ${id} was there, and disputes are never deleted.`);
    return dispute;
  }
}
