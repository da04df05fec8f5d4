import { type Told, type ToldFact, wordsOf } from './notice.words.js';

/** A notice that is to go out by mail, and to whom. */
export interface MailDue extends Told {
  readonly id: string;
  readonly name: ToldFact;
  readonly at: Date;
  /** What it is about: the subject of the fact. */
  readonly subjectId: string;
  /** Where mail reaches the person. */
  readonly address: string;
  /** How often it was tried, this time included. */
  readonly tries: number;
}

/** A mail as it is handed to the mail server: plain text, to one address. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Made from the notice: a mail that is sent twice is seen to be one. */
  readonly messageId: string;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** A mail that could not be delivered for so long is given up, in milliseconds. */
export const GIVEN_UP_MS = 72 * HOUR_MS;

/** One address, without a name, a second one, or anything that a header could be made of. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;

/** Whether mail can be sent to this: exactly one plain address. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/**
 * The mail of a notice: what happened, when, and where to look. It leads to the service and decides nothing by itself: whatever a link in a
 * mail did, whoever reads the mail could do. It holds no customer's word, and of colleagues
 * only the names of those who can be asked for a signature.
 */
export function mailOf(due: MailDue, house: { from: string; publicUrl: string }): Mail {
  const said = (due.reader === 'PROPOSER' && SUBJECTS_OF_PROPOSERS[due.name]) || SUBJECTS[due.name];
  const subject = due.ref ? `${due.ref}: ${said}` : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  const text = [
    wordsOf(due.name, due),
    `This happened at ${due.at.toISOString().replace('T', ' ').slice(0, 19)} UTC.`,
    `Look at it here, signed in as yourself: ${house.publicUrl}/${placeOf(due)}`,
    'Countersign never asks you to sign, or to say a password, by mail.',
  ].join('\n\n');
  return { from: house.from, to: due.address, subject, text: `${text}\n`, messageId: `<${due.id}@${new URL(house.publicUrl).hostname}>` };
}

/** A pattern has a page of its own. */
function placeOf({ id, subjectId }: MailDue): string {
  return subjectId.startsWith('pat_') ? `patterns?id=${subjectId}` : `#notice=${id}`;
}

/** What is done after a try that failed. A code of 500 and more is the server's final no; anything else may be better later. */
export function afterFailure(problem: { responseCode?: number }, tries: number, ageMs: number): { givesUp: boolean; waitMs: number } {
  const isFinal = (problem.responseCode ?? 0) >= 500;
  return { givesUp: isFinal || ageMs >= GIVEN_UP_MS, waitMs: Math.min(30 * SECOND_MS * 2 ** Math.min(tries, 10), HOUR_MS) };
}

/** Where a fact says something else to whoever proposed. */
const SUBJECTS_OF_PROPOSERS: Readonly<Partial<Record<ToldFact, string>>> = {
  'exception.signatureVoided': 'a signature is void, please ask again',
};

/** What happened, for whoever sees nothing but this line: never a word of a customer, and no name. */
const SUBJECTS: Readonly<Record<ToldFact, string>> = {
  'exception.coSigned': 'a signature in your name',
  'exception.amended': 'your signature no longer counts',
  'exception.signatureVoided': 'your signature is void',
  'exception.approved': 'approved',
  'exception.declined': 'declined',
  'exception.expired': 'expired',
  'exception.objected': 'an objection',
  'exception.helperInvited': 'you are asked to help',
  'exception.frozen': 'frozen, carry nothing out',
  'exception.thawed': 'goes on',
  'exception.stopped': 'stopped, carry nothing out',
  'handOff.offered': 'offered to you, please answer',
  'handOff.helperJoined': 'you are asked to help',
  'handOff.accepted': 'your colleague took it on',
  'handOff.refused': 'your offer was refused',
  'handOff.expired': 'nobody answered your offer',
  'handOff.cancelled': 'the offer has ended',
  'handOff.returned': 'went back to who had offered it',
  'handOff.stayed': 'nothing was done, look after it',
  'question.asked': 'you are asked',
  'question.answered': 'an answer',
  'review.disposed': 'reviewed',
  'review.overdue': 'its review is overdue',
  'review.secondReaderNamed': 'you are asked to review it, as the second reader',
  'review.secondReaderMissing': 'nobody here can review it',
  'blindLook.opened': 'you are asked for a second look',
  'caution.liftProposed': 'a second reviewer is asked about a caution',
  'cause.mergeProposed': 'a second reviewer is asked about two causes',
  'pattern.candidate': 'decided again and again: perhaps a policy',
  'pattern.underServed': 'given far less than others, was that fair?',
  'policy.overdue': 'to be looked at again',
  'dispute.opened': 'a signature is disowned, two admins are needed',
  'dispute.settlementProposed': 'a second admin is needed',
  'dispute.settled': 'the dispute is settled',
  'case.acknowledgementDue': 'nobody has taken it on yet',
  'case.acknowledgementDueSoon': 'its day is over soon, and nobody has taken it on',
  'getBack.dueSoon': 'a promise to the customer is due soon',
  'getBack.broken': 'the time of a promise to the customer has passed',
  'complaint.dueSoon': 'a time for the complaint ends soon',
  'complaint.fellDue': 'a time for the complaint has passed',
  'followUp.fellDue': 'ask the customer whether it helped',
  'person.leftWithCases': 'cases of somebody who left',
  'person.sessionsEnded': 'your sessions were ended',
  'house.invariantsBroken': 'something is wrong with the data',
  'house.invariantsHeld': 'the data is as it must be again',
  'guardrails.unsatisfiable': 'too few people are here to co-sign',
  'guardrails.satisfiable': 'enough people are here to co-sign again',
  'thanks.given': 'a colleague thanked you',
};
