import { RuleError } from '#errors';

/** Thrown when somebody who may not open cases tries to: an account that is not active, or a token without the scope CASES. */
export class MayNotOpenCasesError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super('Cases are opened by people who are active here, or by a machine whose token has the scope CASES. Ask an admin for one.');
  }
}

/** Thrown when a machine opens a case and there is no active person for whom it works: a case is owned by a person. */
export class NobodyBehindTheMachineError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super('A case is owned by a person, and nobody who is active stands behind this machine. Open the case as yourself.');
  }
}

/** Thrown when the customer who was named is unknown, or was erased. */
export class UnknownCustomerError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['customerId'];
  constructor() {
    super('There is no such customer, or their data was erased. Open the case with name and contact instead.');
  }
}
