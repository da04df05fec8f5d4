import type { FactName } from '../facts/fact-names.js';

/** Who is told of a fact, besides whoever did it. A machine's human is told in its place. */
export type Reader =
  /** In whose name a signature stands: told of it whoever gave it, so that nobody signs unknowingly. */
  | 'SIGNER'
  /** Whoever proposed the exception. */
  | 'PROPOSER'
  /** Everybody in whose name a signature on the exception stands. */
  | 'SIGNERS'
  /** Whose signature an amendment made stale. */
  | 'STALE_SIGNERS'
  /** Whom the fact names: a helper, a signer, the signers of what was reviewed, those who may review, a colleague who is asked. */
  | 'NAMED'
  /** Who offered a case, and to whom. */
  | 'SENDER'
  | 'RECEIVER'
  /** Whose case it is at that moment. */
  | 'OWNER'
  /** Who disowned the signature. */
  | 'DISOWNER'
  /** The person whom the fact is about, also when they did it: somebody else may have, in their name. */
  | 'SELF'
  | 'ADMINS'
  /** Everybody who makes policy. */
  | 'REVIEWERS'
  /** Who is thanked, as long as they want to be named. */
  | 'THANKED'
  /** Reviewers and auditors: told when a forged signature was found after the remedy was carried out. */
  | 'WATCHERS';

/** What is known of a notice when it is read: refs, numbers and codes, never a customer's word. */
export interface Told {
  /** The name for people of the exception, case or policy; null when it is about none. */
  ref: string | null;
  /** The revision of a signature, else the number of the fact. */
  mark: number;
  /** The signature was carried over by a change of wording, or given after the approval. */
  signature: 'GIVEN' | 'CARRIED' | 'ALSO_AGREED' | null;
  /** Of a settled dispute, or of a review; or why an offer ended; or which clock of a complaint; or the code of a cause. */
  outcome: string | null;
  /** Where one fact says something else to one of its readers: that one; else null. */
  reader: Reader | null;
  /** Names of colleagues who could sign in the place of a signature that became void, whom to ask first; null when nobody needs to be asked. */
  toAsk: readonly string[] | null;
}

interface Notice {
  readonly to: readonly Reader[];
  readonly says: (told: Told) => string;
}

/** Which clock of a complaint runs out, and what to do about it. */
const CLOCK_SOON: Readonly<Record<string, string>> = {
  ACKNOWLEDGE: 'the time is over to tell them that we have it. Take the case on, and tell them now.',
  ANSWER: 'the time for an answer without ado is over. Answer them now if you can.',
  FINAL: 'the time for the final answer is over. Answer them: a solution, or an honest no with the way to appeal.',
};
const CLOCK_DUE: Readonly<Record<string, string>> = {
  ACKNOWLEDGE: 'nobody has told them in time that we have it. Take the case on, and tell them now.',
  ANSWER: 'the time for an answer without ado has passed. They still need their answer by the time of the final one.',
  FINAL: 'they have no answer though its time has passed. Answer them now: a solution, or an honest no with the way to appeal.',
};

const NOT_YOU = 'If that was not you, say so at once: everything in your name stops, and nothing comes of it until two admins have looked.';

const SIGNED = {
  GIVEN: ({ ref, mark }: Told) => `You co-signed revision ${mark} of ${ref}. ${NOT_YOU}`,
  CARRIED: ({ ref, mark }: Told) => `Only the wording of ${ref} changed, so your co-signature goes along to revision ${mark}. ${NOT_YOU}`,
  ALSO_AGREED: ({ ref, mark }: Told) => `You agreed to revision ${mark} of ${ref} after it was approved; it has no effect. ${NOT_YOU}`,
};

const VOID = ({ ref }: Told) =>
  `Your co-signature on ${ref} is void: it was found not to be yours, or you could no longer sign before it counted.`;

/** To the proposer of what lost a signature: who could give one now, as it is when this is read. */
function askedAnew({ ref, toAsk }: Told): string {
  const isVoid = `A co-signature on ${ref} is void: whoever gave it can no longer sign, or it was found not to be theirs.`;
  if (!toAsk) return `${isVoid} It waits for no signature any more.`;
  if (toAsk.length === 0) return `${isVoid} It needs another one, and nobody who is here could give it now: tell an admin.`;
  return `${isVoid} It needs another one: ask ${OR.format(toAsk)}.`;
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const ENDED: Readonly<Record<string, string>> = {
  TAKEN_BACK: 'it was taken back.',
  RECEIVER_LEFT: 'whoever should take it on is not here any more. It is still of who offered it.',
  REHOMED: 'the case went to somebody else.',
  CASE_ENDED: 'the case has ended.',
};

/**
 * What each fact says, and to whom. Words are chosen when a notice is read, so that they can be made better for old ones too. The cause that is
 * named is what happened to the text or the rule, never a colleague; colleagues are named only as those who can be asked.
 */
export const NOTICES = {
  'exception.coSigned': { to: ['SIGNER'], says: (told) => SIGNED[told.signature ?? 'GIVEN'](told) },
  'exception.amended': {
    to: ['STALE_SIGNERS'],
    says: ({ ref }) =>
      `${ref} was amended, so your co-signature of the text before no longer counts. Read what it says now; if you stand behind it, sign anew.`,
  },
  'exception.signatureVoided': {
    to: ['NAMED', 'PROPOSER'],
    says: (told) => (told.reader === 'PROPOSER' ? askedAnew(told) : VOID(told)),
  },
  'exception.approved': { to: ['PROPOSER'], says: ({ ref }) => `${ref} is approved. Tell the customer.` },
  'exception.declined': {
    to: ['PROPOSER'],
    says: ({ ref }) => `${ref} was declined by objections. Read them; a better proposal may follow.`,
  },
  'exception.expired': {
    to: ['PROPOSER'],
    says: ({ ref }) => `Nobody completed the quorum of ${ref} in time. It can be taken up once more, with its history.`,
  },
  'exception.objected': {
    to: ['PROPOSER'],
    says: ({ ref }) => `There is an objection to ${ref}; it needs one more signature. Read it, and answer by an amendment.`,
  },
  'exception.helperInvited': {
    to: ['NAMED'],
    says: ({ ref }) => `You are asked to help with the wording of ${ref}. Once you edit it, you cannot co-sign it.`,
  },
  'exception.frozen': {
    to: ['PROPOSER', 'SIGNERS'],
    says: ({ ref }) =>
      `${ref} is frozen: a signature on it is in dispute. Tell the customer nothing and carry nothing out until two admins have settled that.`,
  },
  'exception.thawed': {
    to: ['PROPOSER', 'SIGNERS'],
    says: ({ ref }) => `No signature on ${ref} is in dispute any more. It goes on in the time that is left.`,
  },
  'exception.stopped': { to: ['PROPOSER', 'SIGNERS'], says: ({ ref }) => `${ref} was stopped by two admins. Carry nothing out.` },
  'handOff.offered': {
    to: ['RECEIVER'],
    says: ({ ref }) =>
      `${ref} is offered to you. Read the recap and accept or refuse within half an hour: the customer was told that somebody takes it on.`,
  },
  'handOff.helperJoined': {
    to: ['NAMED'],
    says: ({ ref }) => `${ref} was handed to and fro, and you are asked to help from outside. Read the recap, and talk to both colleagues.`,
  },
  'handOff.accepted': { to: ['SENDER'], says: ({ ref }) => `${ref} was accepted. It is your colleague’s from now on.` },
  'handOff.refused': { to: ['SENDER'], says: ({ ref }) => `Your offer of ${ref} was refused. It is still yours; read why.` },
  'handOff.expired': {
    to: ['SENDER'],
    says: ({ ref }) => `Nobody answered your offer of ${ref} in time. It is still yours: offer it again, or go on.`,
  },
  'handOff.cancelled': {
    to: ['SENDER', 'RECEIVER'],
    says: ({ ref, outcome }) => `The offer of ${ref} ended before it was answered: ${ENDED[outcome ?? ''] ?? ENDED.TAKEN_BACK}`,
  },
  'handOff.returned': {
    to: ['SENDER', 'RECEIVER'],
    says: ({ ref }) => `Nothing was done for ${ref} in time after it was accepted, so it went back to who had offered it.`,
  },
  'handOff.stayed': {
    to: ['RECEIVER', 'ADMINS'],
    says: ({ ref }) =>
      `Nothing was done for ${ref} in time after it was accepted, and who had offered it is not here. It stays where it is; look after it now.`,
  },
  'question.asked': {
    to: ['NAMED'],
    says: ({ ref }) => `A colleague asks you about ${ref}. Your answer goes into the case; it stays whose it is.`,
  },
  'question.answered': { to: ['NAMED', 'OWNER'], says: ({ ref }) => `The question about ${ref} was answered. Read it on the case.` },
  'review.disposed': {
    to: ['NAMED', 'PROPOSER'],
    says: ({ ref, outcome }) => `The review of ${ref} came to ${outcome ?? 'an end'}. Read why; what was approved stands.`,
  },
  'review.overdue': {
    to: ['NAMED'],
    says: ({ ref }) => `The review of ${ref} is overdue, and nobody is at it. You may take it up; nothing is decided by its age.`,
  },
  'review.secondReaderNamed': {
    to: ['NAMED'],
    says: ({ ref }) =>
      `Nobody took up the review of ${ref} for long, so you are asked by name as its second reader. Claim it when you can.`,
  },
  'review.secondReaderMissing': {
    to: ['ADMINS'],
    says: ({ ref }) =>
      `The review of ${ref} has waited for long, and no reviewer is here who took no part in it. Give somebody else the role of a reviewer.`,
  },
  'blindLook.opened': {
    to: ['NAMED'],
    says: () =>
      'You are asked for a second look at a colleague’s proposal that is decided. Say what you would have done: until then you do not see how it was.',
  },
  'caution.liftProposed': {
    to: ['NAMED'],
    says: ({ ref }) =>
      `A reviewer asks to lift what the review of ${ref} asks of like proposals, one co-signer more. It takes a second reviewer: read why.`,
  },
  'cause.mergeProposed': {
    to: ['REVIEWERS'],
    says: ({ outcome }) =>
      `A reviewer asks to merge the cause ${outcome ?? ''} into another one. It takes a second reviewer, since policies may come to allow more: read why.`,
  },
  'pattern.candidate': {
    to: ['REVIEWERS'],
    says: ({ outcome }) =>
      `Exceptions because of ${outcome ?? 'one cause'} are decided alike again and again; perhaps it should be policy. Look at the pattern. You are not told of it again for a while.`,
  },
  'pattern.underServed': {
    to: ['REVIEWERS'],
    says: ({ ref, outcome }) =>
      `The customer of ${ref} was given far less than others because of ${outcome ?? 'the same cause'}. Ask whether that was fair: look at the pattern, and read what was signed. It stands as it is, and you are told of it once.`,
  },
  'policy.overdue': {
    to: ['REVIEWERS'],
    says: ({ ref }) =>
      `The date by which ${ref} was to be looked at again has passed. It stays in force: draft its next version, or retire it. Nobody is reminded of it again.`,
  },
  'dispute.opened': {
    to: ['ADMINS'],
    says: ({ ref }) =>
      `A signature on ${ref} is disowned by the person in whose name it stands. Two of you settle it: ask them first, on another way than mail.`,
  },
  'dispute.settlementProposed': {
    to: ['ADMINS'],
    says: ({ ref, outcome }) => `An admin says of the disowned signature on ${ref}: ${outcome}. It takes another one to settle it.`,
  },
  'dispute.settled': {
    to: ['DISOWNER', 'WATCHERS'],
    says: ({ ref, outcome }) =>
      `Two admins settled the dispute about a signature on ${ref}: ${outcome}. ${outcome === 'FORGED' ? 'What was carried out on it stays.' : ''}`.trim(),
  },
  'person.leftWithCases': {
    to: ['ADMINS'],
    says: () =>
      'The directory says that a colleague has left, who still owns cases that are open, or to be followed up. They can do nothing any more; give their cases to somebody who is here.',
  },
  'case.acknowledgementDue': {
    to: ['OWNER'],
    says: ({ ref }) =>
      `${ref} was opened for you a while ago, and nobody has taken it on. Take it on, and tell the customer that you have it.`,
  },
  'case.acknowledgementDueSoon': {
    to: ['OWNER'],
    says: ({ ref }) =>
      `${ref} was opened for you, and the time to take it on is over soon. Take it on now, and tell the customer that you have it.`,
  },
  'getBack.dueSoon': {
    to: ['OWNER'],
    says: ({ ref }) =>
      `You promised the customer of ${ref} to get back to them, and it is due soon. Do it now, or agree on another time before this one has passed.`,
  },
  'getBack.broken': {
    to: ['OWNER'],
    says: ({ ref }) =>
      `The time has passed at which the customer of ${ref} was to hear from us. Get back to them now, and record what you said.`,
  },
  'complaint.dueSoon': {
    to: ['OWNER'],
    says: ({ ref, outcome }) => `The customer of ${ref} complained, and soon ${CLOCK_SOON[outcome ?? ''] ?? CLOCK_SOON.FINAL}`,
  },
  'complaint.fellDue': {
    to: ['OWNER'],
    says: ({ ref, outcome }) => `The customer of ${ref} complained, and ${CLOCK_DUE[outcome ?? ''] ?? CLOCK_DUE.FINAL}`,
  },
  'followUp.fellDue': {
    to: ['OWNER'],
    says: ({ ref }) => `It is time to ask the customer of ${ref} whether it helped. Record what they say, also when you do not reach them.`,
  },
  'person.sessionsEnded': {
    to: ['SELF'],
    says: () =>
      'Every session and token of yours was ended, because a signature in your name was disowned. Sign in again; if you did not do this, tell an admin.',
  },
  'house.invariantsBroken': {
    to: ['ADMINS'],
    says: () =>
      'Something that must always be true of the data is not. Have whoever operates the service read the log of the api for what it is, and carry nothing out meanwhile that depends on it.',
  },
  'house.invariantsHeld': { to: ['ADMINS'], says: () => 'Everything that must always be true of the data is true again.' },
  'guardrails.unsatisfiable': {
    to: ['ADMINS'],
    says: () =>
      'Fewer people who may co-sign are here than the strictest band needs, so a remedy that falls into it cannot be approved. Look who could come back, let more people face customers, or propose other guardrails.',
  },
  'guardrails.satisfiable': { to: ['ADMINS'], says: () => 'Enough people are here again for the strictest band.' },
  'thanks.given': { to: ['THANKED'], says: () => 'A colleague thanked you in public. Read for what among the thanks.' },
} as const satisfies Partial<Record<FactName, Notice>>;

/** The facts of which somebody is told. */
export type ToldFact = keyof typeof NOTICES;

/** The facts after which the worker tells. Not the approval: it comes with the decisive signature, whose telling covers it. */
export const TOLD_AT_ONCE: readonly FactName[] = [
  ...(Object.keys(NOTICES) as ToldFact[]).filter((name) => name !== 'exception.approved'),
  'exception.alsoAgreed',
];

/** What a notice says. */
export function wordsOf(name: ToldFact, told: Told): string {
  const notice: Notice = NOTICES[name];
  return notice.says(told);
}
