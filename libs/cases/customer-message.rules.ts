import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import { CaseMovedOnError, CustomerErasedError, MayNotRecordMessagesError } from './case.errors.js';
import { channelFault } from './case.guards.rules.js';
import type { CaseStatus } from './case.words.js';

/** Somebody who would like to record what a customer said, with what decides whether they may. */
export interface MessageAttempt {
  /** null when there is no such case. */
  readonly case: {
    readonly ref: string;
    readonly status: CaseStatus;
    readonly openedAt: Date;
    readonly ownerId: string;
    readonly ownerHuman: string;
    readonly isErased: boolean;
  } | null;
  readonly actorHuman: string;
  /** Whether the caller is an active person, or a machine with the scope for it. */
  readonly mayAct: boolean;
  /** Whether the caller is a human at the keyboard: of a machine the scope is asked, and nothing else. */
  readonly inPerson: boolean;
  readonly facesCustomers: boolean;
  readonly channel: string;
  readonly text: string;
  /** null: now. */
  readonly receivedAt: Date | null;
  /** By the database's clock. */
  readonly now: Date;
}

type Known = MessageAttempt & { readonly case: NonNullable<MessageAttempt['case']> };
type Guard = (attempt: Known) => RuleError | undefined;

/** As long as the case has somebody who answers for it: also while they are still to ask whether it helped. */
const TAKES_MESSAGES: ReadonlySet<CaseStatus> = new Set(['NEW', 'OWNED', 'SOLVED']);
const TEXT_LENGTH_MAX = 10_000;

const mayRecord: Guard = ({ case: { ownerId, ownerHuman }, actorHuman, mayAct, inPerson, facesCustomers }) => {
  const isOneOfThem = !inPerson || facesCustomers || actorHuman === ownerHuman;
  return mayAct && isOneOfThem ? undefined : new MayNotRecordMessagesError(ownerId);
};

const theCustomerIsNotErased: Guard = ({ case: { isErased, ref } }) => (isErased ? new CustomerErasedError(ref, ['caseId']) : undefined);

const isNotOver: Guard = ({ case: { ref, status } }) => (TAKES_MESSAGES.has(status) ? undefined : new CaseMovedOnError(ref, status));

const wasReceived: Guard = ({ case: { openedAt }, receivedAt, now }) => {
  if (receivedAt && receivedAt > now)
    return new InvalidError(['receivedAt'], say`This time is still to come. Say when the customer said it.`);
  return receivedAt && receivedAt < openedAt
    ? new InvalidError(['receivedAt'], say`The case was opened after this time. Record what the customer said since then.`)
    : undefined;
};

const saysSomething: Guard = ({ text }) =>
  text.trim() !== '' && [...text].length <= TEXT_LENGTH_MAX
    ? undefined
    : new InvalidError(['text'], say`Say in 1 to ${{ most: TEXT_LENGTH_MAX }} characters what the customer said.`);

const GUARDS: readonly Guard[] = [
  mayRecord,
  theCustomerIsNotErased,
  isNotOver,
  ({ channel }) => channelFault(channel),
  wasReceived,
  saysSomething,
];

/** Why what a customer said may not be recorded so, or undefined when it may. */
export function messageRefusal(attempt: MessageAttempt): RuleError | undefined {
  const { case: found } = attempt;
  if (!found) return new NotFoundError('case', ['caseId']);
  return GUARDS.map((guard) => guard({ ...attempt, case: found })).find((error) => error !== undefined);
}
