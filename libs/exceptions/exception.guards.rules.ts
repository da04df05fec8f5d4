import { InvalidError, type RuleError, say } from '#errors';
import { isSameHuman } from '../people/same-human.rules.js';
import type { Attempt, ExceptionNow, Vote } from './attempt.js';
import { capPassed } from './caps.rules.js';
import {
  AlreadyFulfilledError,
  AlreadySignedError,
  EditorCoSignError,
  ExceptionFrozenError,
  ExpiredError,
  MachinesCannotSignError,
  NotCoveredError,
  NotEligibleError,
  NothingToRetractError,
  NotOwnerError,
  NotProposerError,
  PolicyCoversThisError,
  PolicySupersededError,
  RoleNeededError,
  SameAdminError,
  SelfCoSignError,
  StaleRevisionError,
} from './exception.errors.js';

/** A statement that holds when all is well; otherwise it answers the refusal. */
export type Guard = (attempt: Attempt) => RuleError | undefined;

/** Votes on the current revision that still stand. */
export function standing(votes: readonly Vote[], revision: number): Vote[] {
  return votes.filter((vote) => vote.revision === revision && !vote.ended && !vote.alsoAgreed);
}

/** Objections that still stand: a change of wording leaves them as they are, only a change of the matter makes them stale. */
export function standingObjections({ objections, materialRevision }: ExceptionNow): Vote[] {
  return objections.filter((vote) => vote.revision >= materialRevision && !vote.ended);
}

/** Only people decide. */
export const isAPerson: Guard = ({ actor }) => (actor.kind === 'PERSON' ? undefined : new MachinesCannotSignError());

/** Faces customers, is active and here. Being an admin gives no right to sign. */
export const isAPeerWhoIsHere: Guard = ({ actor }) => {
  if (!actor.active) return new NotEligibleError('INACTIVE');
  if (!actor.facesCustomers) return new NotEligibleError('FACES_NOBODY');
  return actor.away ? new NotEligibleError('AWAY') : undefined;
};

/** From whatever account: the human is compared. */
export const isNotTheProposer: Guard = ({ exception, actor }) =>
  isSameHuman(actor, exception.proposerHuman) ? new SelfCoSignError() : undefined;

/** Whoever wrote a revision, however small the change, does not decide on it. */
export const isNotAnEditor: Guard = ({ exception, actor }) =>
  exception.authors.some((author) => isSameHuman(actor, author)) ? new EditorCoSignError() : undefined;

/** What was read is what stands. Holds when nothing was named, as when buttons are drawn. */
export const readTheCurrentRevision: Guard = ({ exception, sent }) => {
  if (sent?.digest !== undefined && sent.digest.toLowerCase() !== exception.digest) {
    return new StaleRevisionError(exception.revision, ['digest']);
  }
  if (sent?.expectedRevision !== undefined && sent.expectedRevision !== exception.revision) {
    return new StaleRevisionError(exception.revision, ['expectedRevision']);
  }
  return undefined;
};

/** Judged by the database's clock at the moment of the attempt, also when every timer is dead. */
export const isNotExpired: Guard = ({ exception }) =>
  exception.status === 'PROPOSED' && exception.now >= exception.expiresAt
    ? new ExpiredError(exception.ref, exception.expiresAt)
    : undefined;

/** No signature on it is in dispute. What only takes the remedy away (withdraw, stop, take back a vote) does not ask this, nor does the clock. */
export const isNotFrozen: Guard = ({ exception }) => (exception.frozen ? new ExceptionFrozenError(exception.ref) : undefined);

/** A remedy that nobody told the customer of is not carried out after its use-by time. */
export const isNotPastUse: Guard = ({ exception }) =>
  exception.status === 'APPROVED' && exception.useBy && !exception.customerToldAt && exception.now >= exception.useBy
    ? new ExpiredError(exception.ref, exception.useBy)
    : undefined;

/** The pinned policy version is still the active one. */
export const departsFromTheActivePolicy: Guard = ({ exception }) => {
  if (exception.policyInForce) return undefined;
  return exception.coveredBy ? new PolicyCoversThisError(exception.coveredBy) : new PolicySupersededError();
};

/** The two of them have room below their cap. Known only now, since it takes the signer to make the pair. */
export const pairHasRoom: Guard = ({ exception: { pairCap, beyondCaps, amountMinor, currency } }) =>
  beyondCaps || amountMinor === null || currency === null ? undefined : capPassed([pairCap], { amountMinor, currency });

/** One decision per human and revision, also after it was taken back. */
export const hasNotVotedYet: Guard = ({ exception, actor }) => {
  const isMine = (vote: Vote): boolean => isSameHuman(actor, vote.humanId);
  const mine = (votes: readonly Vote[]): Vote | undefined => votes.find((vote) => isMine(vote) && vote.revision === exception.revision);
  const signature = mine(exception.coSignatures);
  if (signature) return new AlreadySignedError(signature.ended ?? 'STANDS');
  if (standingObjections(exception).some(isMine)) return new AlreadySignedError('OBJECTED');
  return mine(exception.objections) ? new AlreadySignedError('OBJECTION_RETRACTED') : undefined;
};

/** A signature or an objection of one's own that stands. */
export const hasSomethingToRetract: Guard = ({ exception, actor }) =>
  [...standing(exception.coSignatures, exception.revision), ...standingObjections(exception)].some((vote) => vote.humanId === actor.humanId)
    ? undefined
    : new NothingToRetractError();

/** Only the proposer. */
export const isTheProposer: Guard = ({ exception, actor }) =>
  actor.humanId === exception.proposerHuman ? undefined : new NotProposerError('PROPOSER');

/** Whoever may write. */
export const isTheProposerOrAHelper: Guard = ({ exception, actor }) =>
  actor.humanId === exception.proposerHuman || exception.helpers.includes(actor.personId) ? undefined : new NotProposerError('OR_HELPER');

/** After a hand-off the new owner may withdraw as well. */
export const isTheProposerOrTheOwner: Guard = ({ exception, actor }) =>
  actor.humanId === exception.proposerHuman || actor.humanId === exception.ownerHuman ? undefined : new NotProposerError('OR_OWNER');

/** The owner of the case, now. */
export const isTheOwner: Guard = ({ exception, actor }) => (actor.humanId === exception.ownerHuman ? undefined : new NotOwnerError());

/** A payment system with that scope, or the owner by hand. */
export const isTheOwnerOrMayFulfil: Guard = (attempt) => (attempt.actor.scopes?.includes('FULFIL') ? undefined : isTheOwner(attempt));

/** Carried out once, under one reference; any other is another one, also when the first was erased. */
export const hasNoOtherReference: Guard = ({ exception, sent }) =>
  exception.status === 'FULFILLED' && sent?.reference !== undefined && sent.reference !== exception.fulfilmentReference
    ? new AlreadyFulfilledError(exception.ref, exception.fulfilmentReference)
    : undefined;

/** An active policy allows it. */
export const isCoveredByNow: Guard = ({ exception }) => (exception.coveredBy ? undefined : new NotCoveredError());

/** An admin in person. */
export const isAnAdmin: Guard = ({ actor }) =>
  actor.kind === 'PERSON' && actor.active && actor.roles.includes('ADMIN') ? undefined : new RoleNeededError();

/** The second step is another human than the first. */
export const isNotTheFirstAdmin: Guard = ({ exception, actor }) =>
  isSameHuman(actor, exception.stopProposedHuman) ? new SameAdminError() : undefined;

/** The customer was told of the yes after it was one, and not in the future. */
export const wasToldAfterTheYes: Guard = ({ exception, sent }) =>
  sent?.toldAt && exception.approvedAt && (sent.toldAt < exception.approvedAt || sent.toldAt > exception.now)
    ? new InvalidError(['toldAt'], say`Say when the customer was told: after the approval, and not in the future.`)
    : undefined;
