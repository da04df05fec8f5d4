import { RuleError, say, type Sentence } from '#errors';
import type { HandOffStatus } from './hand-off.words.js';

/** Thrown when somebody else than the owner in person would offer a case, or ask a colleague about it, or the case has ended. */
export class NotTheOwnerError extends RuleError {
  readonly code = 'NOT_OWNER';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Only the owner of a case hands it off or asks about it, signed in as themselves, and while it is open. Ask the owner.`);
  }
}

/** Thrown when a case is offered that waits for the answer to another offer. */
export class HandOffOpenError extends RuleError {
  readonly code = 'HAND_OFF_OPEN';
  constructor(until: Date) {
    super(say`The case is offered to a colleague, who has until ${{ until }} to answer. Take that offer back first, or wait.`);
  }
}

/** Thrown when the colleague to whom a case is offered, or who is to help or to accept it, is away, has left or faces no customers. */
export class NotHereError extends RuleError {
  readonly code = 'NOT_ELIGIBLE';
  constructor(
    override readonly path: readonly string[],
    override readonly whoCould: readonly string[] = [],
  ) {
    super(
      say`Only a colleague who is active, faces customers and is not away takes a case on or helps with it. Choose somebody who is here.`,
    );
  }
}

/** Thrown when an offer is accepted by whoever made it: two admins linked the two accounts since then. */
export class HandOffToOneselfError extends RuleError {
  readonly code = 'NOT_ELIGIBLE';
  constructor() {
    super(
      say`You and whoever offered this case are one human by now, since two admins linked the accounts. Refuse it, and offer it to a colleague.`,
    );
  }
}

/** Thrown when a case is offered before the customer was told. */
export class CustomerNotToldError extends RuleError {
  readonly code = 'CUSTOMER_NOT_TOLD';
  override readonly path = ['customerToldAt'];
  constructor() {
    super(say`Tell the customer first that a colleague takes over, and who; then say when you told them.`);
  }
}

/** Thrown when a case would go back to somebody who had it, or go on a third time in a row, without a new fact or a helper from outside. */
export class TagBackError extends RuleError {
  readonly code = 'TAG_BACK_NEEDS_NEW_FACT';
  constructor(
    override readonly path: readonly ['newFact' | 'helperId'],
    override readonly whoCould: readonly string[],
  ) {
    super(
      path[0] === 'newFact'
        ? say`The customer is being passed around: this colleague had the case before, or it would be the third hand-off in a row. Say what is known now that was not known before, and name a helper.`
        : say`The customer is being passed around. Name a helper who is here and has not had the case, to help both of you.`,
    );
  }
}

/** Thrown when an offer was answered, taken back or ended meanwhile. */
export class HandOffMovedOnError extends RuleError {
  readonly code = 'HAND_OFF_MOVED_ON';
  constructor(status: HandOffStatus) {
    super(IS[status]);
  }
}

const IS: Readonly<Record<HandOffStatus, Sentence>> = {
  OFFERED: say`This hand-off is offered. Look at it again.`,
  ACCEPTED: say`This hand-off is accepted, so nothing is left to decide. Look who owns the case now.`,
  REFUSED: say`This hand-off is refused, so nothing is left to decide. Look who owns the case now.`,
  EXPIRED: say`This hand-off is expired, so nothing is left to decide. Look who owns the case now.`,
  CANCELLED: say`This hand-off is cancelled, so nothing is left to decide. Look who owns the case now.`,
  RETURNED: say`This hand-off is returned, so nothing is left to decide. Look who owns the case now.`,
};

/** Thrown when an offer is answered after its time, by the clock of the database. */
export class OfferExpiredError extends RuleError {
  readonly code = 'EXPIRED';
  constructor(at: Date) {
    super(say`This offer ended at ${{ at }} without an answer. The case is still of who offered it; they may offer it again.`);
  }
}

/** Thrown when somebody else than the receiver answers an offer, or somebody else than the sender takes it back, or asked by a machine. */
export class NotYourHandOffError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(who: 'receiver' | 'sender', id: string) {
    super(
      who === 'receiver'
        ? say`Only the colleague to whom the case is offered answers, signed in as themselves.`
        : say`Only who offered the case takes the offer back, signed in as themselves.`,
    );
    this.whoCould = [id];
  }
}

/** Thrown when a question is answered by somebody else than who was asked. */
export class NotAskedError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Only the colleague who was asked answers, signed in as themselves.`);
  }
}

/** Thrown when a question was answered already. */
export class AlreadyAnsweredError extends RuleError {
  readonly code = 'ALREADY_ANSWERED';
  constructor() {
    super(say`This question was answered already. Read the answer on the case; ask anew when something is still open.`);
  }
}
