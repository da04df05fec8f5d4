import { RuleError, say } from '#errors';

/** Thrown when anybody but an admin in person asks to erase a customer. */
export class ErasingNeedsAnAdminError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`Only an admin, in person, may erase the data of a customer. Ask one.`);
  }
}

/** Thrown when the customer to be erased is unknown. */
export class UnknownCustomerError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['customerId'];
  constructor() {
    super(say`There is no such customer. Check the id, which begins with cus_.`);
  }
}

/** Thrown when something of the customer's has not ended: it could neither be signed nor carried out without its words. */
export class StillOpenError extends RuleError {
  readonly code = 'STILL_OPEN';
  override readonly path = ['customerId'];
  constructor(refs: readonly string[]) {
    super(
      refs.length === 1
        ? say`${{ refs }} of this customer has not ended. A proposal is withdrawn, or expires by itself; an approved remedy is carried out, lapses, or is stopped by two admins. Then erase.`
        : say`${{ refs }} of this customer have not ended. A proposal is withdrawn, or expires by itself; an approved remedy is carried out, lapses, or is stopped by two admins. Then erase.`,
    );
  }
}
