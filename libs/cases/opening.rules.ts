import { InvalidError, type RuleError, say } from '#errors';
import { MayNotOpenCasesError, NobodyBehindTheMachineError, UnknownCustomerError } from './case.errors.js';
import { complaintTimeFault } from './complaint.rules.js';

/** Everything that decides whether a case may be opened. */
export interface OpeningAttempt {
  /** Whether the caller is an active person, or a machine with the scope for it. */
  readonly mayOpen: boolean;
  /** The active account that would own the case: the caller, or the person for whom a machine works. */
  readonly ownerId: string | null;
  /** Of a known customer, by id: whether there is such a one who was not erased. */
  readonly customerIsKnown: boolean;
  readonly namesKnown: boolean;
  readonly namesNew: boolean;
  /** What was wrong with the new customer. */
  readonly customerRefusal: RuleError | undefined;
  readonly need: string;
  readonly externalRef: string | null;
  /** When the customer complained; null: it is no complaint. */
  readonly complainedAt: Date | null;
  /** By the database's clock. */
  readonly now: Date;
}

const NEED_LENGTH_MAX = 10_000;
const EXTERNAL_REF_LENGTH_MAX = 200;

type Guard = (attempt: OpeningAttempt) => RuleError | undefined;

const mayOpenCases: Guard = ({ mayOpen }) => (mayOpen ? undefined : new MayNotOpenCasesError());

const aPersonWillOwnIt: Guard = ({ ownerId }) => (ownerId ? undefined : new NobodyBehindTheMachineError());

const namesOneCustomer: Guard = ({ namesKnown, namesNew }) => {
  if (namesKnown && namesNew) return new InvalidError(['customer'], say`Name either a known customer by id, or a new one, not both.`);
  return namesKnown || namesNew
    ? undefined
    : new InvalidError(['customerId'], say`Say whose problem it is: a known customer by id, or a new one.`);
};

const customerExists: Guard = ({ namesKnown, customerIsKnown }) =>
  namesKnown && !customerIsKnown ? new UnknownCustomerError() : undefined;

const newCustomerIsSound: Guard = ({ customerRefusal }) => customerRefusal;

const saysWhatIsNeeded: Guard = ({ need, externalRef }) => {
  if (!hasLength(need, NEED_LENGTH_MAX))
    return new InvalidError(['need'], say`Say in 1 to ${{ most: NEED_LENGTH_MAX }} characters what the customer needs.`);
  if (externalRef === null || hasLength(externalRef, EXTERNAL_REF_LENGTH_MAX)) return undefined;
  return new InvalidError(['externalRef'], say`A reference has 1 to ${{ most: EXTERNAL_REF_LENGTH_MAX }} characters.`);
};

const hasComplained: Guard = ({ complainedAt, now }) => complaintTimeFault(complainedAt, now);

const GUARDS: readonly Guard[] = [
  mayOpenCases,
  aPersonWillOwnIt,
  namesOneCustomer,
  newCustomerIsSound,
  customerExists,
  saysWhatIsNeeded,
  hasComplained,
];

/** The first reason why a case may not be opened so, or undefined when it may. */
export function openingRefusal(attempt: OpeningAttempt): RuleError | undefined {
  return GUARDS.map((guard) => guard(attempt)).find((error) => error);
}

function hasLength(text: string, max: number): boolean {
  const length = [...text].length;
  return length > 0 && length <= max;
}
