import { RuleError, say, type Sentence } from '#errors';
import type { CaseStatus } from './case.words.js';

/** Thrown when somebody who may not open cases tries to: an account that is not active, or a token without the scope CASES. */
export class MayNotOpenCasesError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`Cases are opened by people who are active here, or by a machine whose token has the scope CASES. Ask an admin for one.`);
  }
}

/** Thrown when a machine opens a case and there is no active person for whom it works: a case is owned by a person. */
export class NobodyBehindTheMachineError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`A case is owned by a person, and nobody who is active stands behind this machine. Open the case as yourself.`);
  }
}

/** Thrown when the customer who was named is unknown, or was erased. */
export class UnknownCustomerError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['customerId'];
  constructor() {
    super(say`There is no such customer, or their data was erased. Open the case with name and contact instead.`);
  }
}

/** Thrown when somebody else than the owner acts on a case. */
export class NotTheOwnerError extends RuleError {
  readonly code = 'NOT_OWNER';
  override whoCould: readonly string[];
  constructor(ownerId: string) {
    super(say`Only the owner of the case can do this. Ask them, or have the case handed to you.`);
    this.whoCould = [ownerId];
  }
}

/** Thrown when the case is not in a state in which this can be done. */
export class CaseMovedOnError extends RuleError {
  readonly code = 'CASE_MOVED_ON';
  constructor(ref: string, status: CaseStatus) {
    super(IS[status](ref));
  }
}

const IS: Readonly<Record<CaseStatus, (ref: string) => Sentence>> = {
  NEW: (ref) => say`${{ ref }} waits to be acknowledged. Its owner does that first.`,
  OWNED: (ref) => say`${{ ref }} is open, and its owner works on it. Look again what can be done now.`,
  SOLVED: (ref) => say`${{ ref }} is solved. If it did not help, record that in its follow-up: the case is then open again.`,
  CONFIRMED: (ref) => say`${{ ref }} is over: the customer said that it helped. Open a new case for a new problem.`,
  CLOSED_UNCONFIRMED: (ref) => say`${{ ref }} is over: the customer could not be reached. Open a new case when they come back.`,
  HONEST_NO: (ref) => say`${{ ref }} was answered with an honest no. Reopen it when there is something new.`,
};

/** Thrown when a case is to be answered while an exception of it still waits for signatures. */
export class ProposalOpenError extends RuleError {
  readonly code = 'PROPOSAL_OPEN';
  constructor(refs: readonly string[]) {
    super(
      refs.length > 1
        ? say`${{ refs }} still wait for signatures. See them decided, or withdraw them, and then answer the customer.`
        : say`${{ refs }} still waits for signatures. See it decided, or withdraw it, and then answer the customer.`,
    );
  }
}

/** Thrown when the customer is said to have been told at a time that has not come. */
export class CustomerNotToldError extends RuleError {
  readonly code = 'CUSTOMER_NOT_TOLD';
  override readonly path = ['customerToldAt'];
  constructor() {
    super(say`Tell the customer first, then say when you did: this time is still to come.`);
  }
}

/** Thrown when a follow-up is recorded that has come to its end, or is not the one of the answer that stands. */
export class FollowUpEndedError extends RuleError {
  readonly code = 'CASE_MOVED_ON';
  override readonly path = ['followUpId'];
  constructor(ref: string) {
    super(say`This follow-up of ${{ ref }} has come to its end. Read the case for what was found.`);
  }
}

/** Thrown when a case is to be made a complaint that is one already. */
export class AlreadyAComplaintError extends RuleError {
  readonly code = 'CASE_MOVED_ON';
  constructor(ref: string) {
    super(say`${{ ref }} is a complaint already, and stays one. Its clocks run since the customer complained: read them in the case.`);
  }
}

/** Thrown when a promise was delivered, renegotiated or is void already, or its time has passed before it was renegotiated. */
export class GetBackMovedOnError extends RuleError {
  readonly code = 'GET_BACK_MOVED_ON';
  override readonly path = ['getBackId'];
  constructor(what: 'ENDED' | 'DUE') {
    super(
      what === 'DUE'
        ? say`The time of this promise has passed, so it is broken and cannot be renegotiated. Get back to the customer now, and record what you said.`
        : say`This promise has come to its end, or belongs to another case. Read the case for what became of it.`,
    );
  }
}

/** Thrown when something new is to begin in the case of a customer who was erased: they do not come back with it. */
export class CustomerErasedError extends RuleError {
  readonly code = 'CUSTOMER_ERASED';
  /** @param path the field that names the case, where the input has one */
  constructor(
    ref: string,
    override readonly path: readonly string[] = [],
  ) {
    super(
      say`The data of the customer of ${{ ref }} was erased, so nothing new begins in it. Open a new case with name and contact when they come back.`,
    );
  }
}

/** Thrown when somebody would like to reach a customer whose data was erased. */
export class ContactErasedError extends RuleError {
  readonly code = 'CUSTOMER_ERASED';
  override readonly path = ['caseId'];
  constructor() {
    super(say`The data of this customer was erased: nobody knows any more how they are reached.`);
  }
}

/** Thrown when somebody who neither owns the case nor looks after customers records what its customer said, or somebody who is not active any more. */
export class MayNotRecordMessagesError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  override whoCould: readonly string[];
  constructor(ownerId: string) {
    super(
      say`What a customer says is recorded by the owner of the case, a colleague who looks after customers, or a machine whose token has the scope CASES, as long as their account is active. Tell the owner.`,
    );
    this.whoCould = [ownerId];
  }
}
