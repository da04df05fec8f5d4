import { InvalidError, type RuleError, say } from '#errors';
import type { CaseAttempt } from './case.attempt.js';
import { complaintTimeFault } from './complaint.rules.js';
import { dueInstant } from './due.rules.js';
import {
  AlreadyAComplaintError,
  CustomerErasedError,
  CustomerNotToldError,
  FollowUpEndedError,
  GetBackMovedOnError,
  MayNotOpenCasesError,
  NotTheOwnerError,
  ProposalOpenError,
} from './case.errors.js';

/** A statement that holds when all is well; otherwise it answers the refusal. */
export type CaseGuard = (attempt: CaseAttempt) => RuleError | undefined;

const WORDS_LENGTH_MAX = 10_000;
const CHANNEL = /^[a-z][a-z0-9-]{0,31}$/;
const DAY_MS = 86_400_000;

/** An active person, or a machine with the scope CASES, which counts as the human for whom it works. */
export const mayActOnCases: CaseGuard = ({ mayAct }) => (mayAct ? undefined : new MayNotOpenCasesError());

/** The owner, now. Also after the end: who answered asks whether it helped. */
export const isTheOwner: CaseGuard = ({ customerCase, actor }) =>
  actor.humanId === customerCase.ownerHuman ? undefined : new NotTheOwnerError(customerCase.ownerId);

/** What was proposed is decided before the customer has their answer. What is approved may still be carried out afterwards. */
export const nothingWaitsForSignatures: CaseGuard = ({ customerCase: { proposals } }) =>
  proposals.length > 0 ? new ProposalOpenError(proposals) : undefined;

/** Who was erased does not come back with the same case: whatever they say now would be known of them again. */
export const customerIsNotErased: CaseGuard = ({ customerCase: { isErased, ref } }) =>
  isErased ? new CustomerErasedError(ref) : undefined;

/** The same, where what was found would open the case again. That it helped, or that nobody was reached, ends it. */
export const isNotTakenUpAgainForTheErased: CaseGuard = (attempt) =>
  attempt.sent?.followUp?.outcome === 'DID_NOT_HELP' ? customerIsNotErased(attempt) : undefined;

/** Every word that belongs to it. */
export const saysEverything: CaseGuard = ({ sent }) => {
  const missing = sent?.words?.find(({ text }) => text.trim() === '' || [...text].length > WORDS_LENGTH_MAX);
  return missing && new InvalidError([missing.field], say`Say this in 1 to ${{ most: WORDS_LENGTH_MAX }} characters.`);
};

/** In the time of the case, and not in the future. */
export const customerWasTold: CaseGuard = ({ customerCase, sent }) => {
  const toldAt = sent?.customerToldAt;
  if (!toldAt) return undefined;
  if (toldAt > customerCase.now) return new CustomerNotToldError();
  if (toldAt < customerCase.openedAt)
    return new InvalidError(['customerToldAt'], say`The case was opened after this time. Say when the customer was told of this.`);
  const complainedAt = customerCase.complainedAt ?? sent.complainedAt;
  return complainedAt && toldAt < complainedAt
    ? new InvalidError(['customerToldAt'], say`The customer complained after this time. Say when they were told of this.`)
    : undefined;
};

/** A case becomes a complaint once. */
export const isNoComplaintYet: CaseGuard = ({ customerCase: { complainedAt, ref } }) =>
  complainedAt ? new AlreadyAComplaintError(ref) : undefined;

/** The customer has complained, and not so long ago that it would be another matter. */
export const hasComplained: CaseGuard = ({ customerCase: { now }, sent }) => complaintTimeFault(sent?.complainedAt, now);

/** Asked later than now, and while people still remember. */
export const isAskedInTime: CaseGuard = ({ customerCase: { now }, sent, followUpDaysMax }) => {
  const at = sent?.followUpAt;
  if (!at || (at > now && at.getTime() <= now.getTime() + followUpDaysMax * DAY_MS)) return undefined;
  return new InvalidError(['followUpAt'], say`Ask the customer whether it helped after now, and within ${{ days: followUpDaysMax }} days.`);
};

/** The follow-up that is named is the one that is open, and what was found can be recorded. */
export const isTheOpenFollowUp: CaseGuard = ({ customerCase, sent }) => {
  const named = sent?.followUp;
  if (!named) return undefined;
  return named.id === customerCase.followUp?.id ? channelFault(named.channel) : new FollowUpEndedError(customerCase.ref);
};

/** Why this is no channel, or undefined when it is one. */
export function channelFault(channel: string): RuleError | undefined {
  return CHANNEL.test(channel)
    ? undefined
    : new InvalidError(['channel'], say`Name the channel by one short word, such as telephone, email or letter: no name and no number.`);
}

/** A time to come, and not for ever; on a clock that shows it. */
export const isDueInTime: CaseGuard = ({ customerCase: { now, timeZone }, sent, getBackDaysMax }) => {
  if (!sent?.due) return undefined;
  const due = dueInstant(sent.due, timeZone);
  if (!(due instanceof Date)) return due;
  const path = [sent.due.dueLocal ? 'dueLocal' : 'dueAt'];
  if (due <= now) return new InvalidError(path, say`This time has passed. Promise a time to come.`);
  return due.getTime() > now.getTime() + getBackDaysMax * DAY_MS
    ? new InvalidError(
        path,
        say`Promise a time within ${{ days: getBackDaysMax }} days: what is later is no promise to a customer who waits.`,
      )
    : undefined;
};

/** There is a promise that was not delivered yet, and it is the one that is named. */
export const isAnOpenGetBack: CaseGuard = ({ customerCase: { getBacks }, sent }) =>
  getBacks.some(({ id }) => sent?.getBackId === undefined || sent.getBackId === id) ? undefined : new GetBackMovedOnError('ENDED');

/** Before its time; afterwards it is broken, whatever the state that is stored. */
export const isNotDueYet: CaseGuard = ({ customerCase: { getBacks, now }, sent }) =>
  getBacks.some(({ id, dueAt }) => (sent?.getBackId === undefined || sent.getBackId === id) && dueAt > now)
    ? undefined
    : new GetBackMovedOnError('DUE');

/** The customer was told of the new time since the first was promised. */
export const wasToldSinceThePromise: CaseGuard = ({ customerCase: { getBacks }, sent }) => {
  const made = getBacks.find(({ id }) => id === sent?.getBackId)?.madeAt;
  return made && sent?.customerToldAt && sent.customerToldAt < made
    ? new InvalidError(['customerToldAt'], say`The first time was promised after this. Say when the customer was told of the new one.`)
    : undefined;
};
