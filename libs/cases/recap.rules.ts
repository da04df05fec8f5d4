import { formatMoney } from '#errors';
import { DateTime } from 'luxon';

/** What is known of a case, from which a recap begins. Read at one instant. */
export interface RecapGround {
  /** null once erased. */
  readonly need: string | null;
  readonly timeZone: string;
  readonly exceptions: readonly RecapException[];
  /** What the customer was promised and has not heard yet, the soonest due first. */
  readonly getBacks: readonly RecapGetBack[];
  readonly handOffs: readonly {
    readonly from: string;
    readonly to: string;
    readonly at: Date;
    readonly why: string | null;
    readonly returned: boolean;
  }[];
  /** What the customer was told in the end before, though it was not the end: of a case that came back. */
  readonly answers: readonly RecapAnswer[];
  readonly questions: readonly { readonly to: string; readonly question: string | null; readonly answer: string | null }[];
  /** What the customer said of their own accord since, the latest of it, in its order. */
  readonly messages: readonly { readonly channel: string; readonly at: Date; readonly text: string | null }[];
}

/** An answer that did not hold. */
export interface RecapAnswer {
  readonly kind: 'SOLUTION' | 'HONEST_NO';
  readonly at: Date;
  /** null once erased. */
  readonly words: string | null;
  /** Why it was taken up again; null once erased. */
  readonly reason: string | null;
}

/** A remedy that was put forward for the case. */
export interface RecapException {
  readonly ref: string;
  readonly status: string;
  readonly kind: string;
  /** Minor units; null: a deed without money. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Until when it can be signed, or carried out. */
  readonly until: Date | null;
  readonly customerTold: boolean;
}

/** A promise that goes with the case to whoever has it next. */
export interface RecapGetBack {
  /** null once erased. */
  readonly what: string | null;
  readonly dueAt: Date;
  /** Its time has passed: it is still to be delivered. */
  readonly late: boolean;
}

/** Code points of a recap. */
const RECAP_MAX = 10_000;
/** Code points of what is quoted of one text: the rest is read on the case. */
const QUOTED_MAX = 300;
/** As many things of one kind are told: the latest of them, and of promises those that are due first. */
export const TOLD_MOST = 8;

const STATUS: Readonly<Record<string, string>> = {
  PROPOSED: 'waits for signatures',
  APPROVED: 'is approved and not carried out yet',
  FULFILLED: 'was carried out',
  LAPSED: 'was approved and lapsed',
  COVERED: 'is allowed by policy',
  WITHDRAWN: 'was withdrawn',
  DECLINED: 'was declined',
  EXPIRED: 'expired without enough signatures',
  STOPPED: 'was stopped by two admins',
};
const OPEN = ['PROPOSED', 'APPROVED'];

/**
 * The beginning of a recap: what the customer needs, was promised and said since, what was tried, what is open, who had the case. Two sentences of whoever hands it on are
 * then enough. Empty parts are left out; where a time stands, the last line says on whose clock; the text is never longer than a recap may be.
 */
export function recapDraft({ need, timeZone, exceptions, getBacks, handOffs, answers, questions, messages }: RecapGround): string {
  const isOpen = ({ status }: RecapException): boolean => OPEN.includes(status);
  const told = (one: RecapException): string =>
    `${one.ref} (${remedy(one)}) ${STATUS[one.status] ?? one.status}${until(one, timeZone)}${heard(one)}`;
  const open = exceptions.filter(isOpen);
  const promised = part(
    'Promised',
    getBacks.slice(0, TOLD_MOST).map((one) => due(one, timeZone)),
  );
  const since = part('Said since', said(messages, timeZone));
  const answered = part(
    'Answered, and it did not hold',
    answers.map((one) => answer(one, timeZone)),
  );
  const handed = part(
    'Handed on',
    handOffs.map((one) => handedOn(one, timeZone)),
  );
  const text = [
    need === null ? [] : [`Need: ${quoted(need)}`],
    promised,
    since,
    part('Tried', exceptions.filter((one) => !isOpen(one)).map(told)),
    answered,
    part('Asked', asked(questions)),
    part('Open', open.map(told)),
    handed,
  ];
  const isDated = [promised, since, answered, handed].some(({ length }) => length > 0) || open.some((one) => one.until !== null);
  const clock = isDated ? `\n${clockOf(timeZone)}` : '';
  return shortened(text.flat().join('\n'), RECAP_MAX - clock.length) + clock;
}

function part(title: string, lines: readonly string[]): string[] {
  const latest = lines.slice(-TOLD_MOST);
  return latest.length > 1 ? [`${title}:`, ...latest.map((line) => `- ${line}`)] : latest.map((line) => `${title}: ${line}`);
}

function due({ what, dueAt, late }: RecapGetBack, timeZone: string): string {
  return `${late ? 'overdue since' : 'by'} ${local(dueAt, timeZone)}${what === null ? '' : `: ${quoted(what)}`}`;
}

function asked(questions: RecapGround['questions']): string[] {
  return questions
    .filter(({ question }) => question !== null)
    .map(
      ({ to, question, answer: theirs }) =>
        `${to}: ${quoted(question)} ${theirs === null ? 'No answer yet.' : `Answer: ${quoted(theirs)}`}`,
    );
}

function handedOn({ from, to, at, why, returned }: RecapGround['handOffs'][number], timeZone: string): string {
  return `${from} to ${to}, ${local(at, timeZone)}${why === null ? '' : `: ${quoted(why)}`}${returned ? ' It came back untouched.' : ''}`;
}

/** What the customer said of their own accord. */
function said(messages: RecapGround['messages'], timeZone: string): string[] {
  return messages.flatMap(({ channel, at, text }) => (text === null ? [] : [`${channel}, ${local(at, timeZone)}: ${quoted(text)}`]));
}

function remedy({ kind, amountMinor, currency }: RecapException): string {
  const word = kind.toLowerCase().replaceAll('_', ' ');
  return amountMinor === null || currency === null ? word : `${word} of ${formatMoney({ amountMinor, currency })}`;
}

function answer({ kind, at, words, reason }: RecapAnswer, timeZone: string): string {
  const said = `${kind === 'SOLUTION' ? 'solved' : 'honest no'}, ${local(at, timeZone)}${words === null ? '' : `: ${quoted(words)}`}`;
  return reason === null ? said : `${said} It came back: ${quoted(reason)}`;
}

function until({ status, until: at }: RecapException, timeZone: string): string {
  return at && OPEN.includes(status) ? ` until ${local(at, timeZone)}` : '';
}

function heard({ status, customerTold }: RecapException): string {
  return status === 'APPROVED' ? `; the customer ${customerTold ? 'was' : 'was not'} told` : '';
}

/** Whose clock it is: whoever reads it may live by another one, and so may whoever wrote it. */
function clockOf(timeZone: string): string {
  return `Times are on the customer's clock, in ${timeZone.split('/').at(-1)?.replaceAll('_', ' ')}.`;
}

/** An instant as the customer's clock shows it; with the offset where it shows that time twice. */
function local(at: Date, timeZone: string): string {
  const there = DateTime.fromJSDate(at, { zone: timeZone });
  const shown = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
  return there.getPossibleOffsets().length > 1 ? `${shown} (UTC${there.toFormat('ZZ')})` : shown;
}

function quoted(text: string | null): string {
  return shortened((text ?? '').replace(/\s+/g, ' ').trim(), QUOTED_MAX);
}

function shortened(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}
