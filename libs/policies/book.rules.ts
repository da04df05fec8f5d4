import { createHash } from 'node:crypto';
import { InvalidError, type RuleError, say } from '#errors';
import { type ConditionsInput, type KeptConditions, keptConditions } from './conditions.rules.js';
import { draftFaults } from './draft.rules.js';

/** What the front matter of a file can say. */
export const BOOK_FIELDS = ['ref', 'title', 'kinds', 'causes', 'limit', 'effective from', 'review by', 'owner'] as const;

/** A part of a file; `text` is what stands below the front matter. */
export type BookField = (typeof BOOK_FIELDS)[number] | 'text';

/** Something that is wrong with a file. */
export interface BookFault {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** null: it is about the file as a whole. */
  readonly field: BookField | null;
  readonly error: RuleError;
}

/** What one file of a policy book says, as far as it could be read. */
export interface BookFile {
  readonly name: string;
  readonly ref?: string;
  readonly title?: string;
  readonly text?: string;
  readonly conditions: ConditionsInput;
  /** From when it should be in force; a time that has passed is as soon as it is activated. */
  readonly wantedFrom?: Date;
  readonly reviewBy?: Date;
  /** Who answers for it: a person, a role or a department. */
  readonly owner?: string;
  /** At which line each part begins. */
  readonly lines: Readonly<Partial<Record<BookField, number>>>;
  /** What could not be read. */
  readonly unread: readonly BookFault[];
}

/** What a version says, without when. */
export interface Said extends KeptConditions {
  readonly text: string;
  readonly reviewBy: Date | null;
  readonly owner: string | null;
}

/** A policy that a file names. */
export interface KnownPolicy {
  readonly id: string;
  readonly ref: string;
  readonly bookRef: string | null;
  readonly title: string;
  readonly lastNumber: number;
  /** What is proposed, in force, or has its date. */
  readonly standing: readonly Said[];
}

/** A file that makes a version: of a new policy, or of one that is known. */
export interface BookEntry extends Said {
  readonly file: string;
  readonly policy: KnownPolicy | undefined;
  readonly ref: string;
  readonly title: string;
  readonly wantedFrom: Date | null;
}

/** What a book would do. With a fault it does nothing. */
export interface BookPlan {
  readonly faults: readonly BookFault[];
  readonly created: readonly BookEntry[];
  readonly changed: readonly BookEntry[];
  /** Files that say what stands already. */
  readonly unchanged: readonly string[];
}

/** What decides about the files besides themselves. */
export interface BookGround {
  readonly now: Date;
  readonly policies: readonly KnownPolicy[];
}

const OWNER_LENGTH_MAX = 200;
const HOUSE_REF = /^POL-\d+$/i;
const BOOK_REF = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u;
/** Where a fault of a draft is found in a file. */
const FIELD_OF: Readonly<Record<string, BookField>> = { title: 'title', text: 'text', reviewBy: 'review by' };
const CONDITION_FIELDS: Readonly<Record<string, BookField>> = { kinds: 'kinds', causes: 'causes', amountUpTo: 'limit' };

/** Judges all files together: what each would do, and everything that is wrong with any. Pure: no clock, no database. */
export function planBook(files: readonly BookFile[], { now, policies }: BookGround): BookPlan {
  const known = new Map(policies.flatMap((policy) => refsOf(policy).map((ref) => [ref, policy] as const)));
  const pairs = files.map((file): Pair => ({ file, policy: known.get(refKey(file.ref ?? '')) }));
  const isNews = ({ file, policy }: Pair): boolean => file.unread.length > 0 || !isStanding(file, policy);
  const news = pairs.filter(isNews);
  const entries = news.map(entryOf);
  return {
    faults: inOrder(files, [...repeatedIn(pairs), ...news.flatMap((pair) => faultsOf(pair, now))]),
    created: entries.filter(({ policy }) => policy === undefined),
    changed: entries.filter(({ policy }) => policy !== undefined),
    unchanged: pairs.filter((pair) => !isNews(pair)).map(({ file }) => file.name),
  };
}

/** What decides whether a file says something new: SHA-256 over its meaning, so that blanks, line ends and the order of its keys count for nothing. */
function saidDigest({ text, kinds, causes, amountUpTo, currency, reviewBy, owner }: Said): string {
  const said = [plain(text), [...kinds].sort(), [...causes].sort(), amountUpTo, currency, reviewBy?.toISOString() ?? null, owner];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** By which a ref is looked up: how it is written does not count. */
export function refKey(ref: string): string {
  return ref.toUpperCase();
}

interface Pair {
  readonly file: BookFile;
  readonly policy: KnownPolicy | undefined;
}

function isStanding(file: BookFile, policy: KnownPolicy | undefined): boolean {
  if (!policy || (file.title !== undefined && plain(file.title) !== plain(policy.title))) return false;
  const digest = saidDigest(saidBy(file));
  return policy.standing.some((said) => saidDigest(said) === digest);
}

function saidBy({ text, conditions, reviewBy, owner }: BookFile): Said {
  return { ...keptConditions(conditions), text: text ?? '', reviewBy: reviewBy ?? null, owner: owner ?? null };
}

function entryOf({ file, policy }: Pair): BookEntry {
  const { name, ref = '', title = '', wantedFrom = null } = file;
  return { ...saidBy(file), file: name, policy, ref, title, wantedFrom };
}

/** What could not be read, and what may not be drafted so; of one part only the former, since the latter follows from it. */
function faultsOf({ file, policy }: Pair, now: Date): BookFault[] {
  const { title, text = '', conditions, reviewBy } = file;
  const draft = { now, actsAsReviewer: true, reviewers: [], precedents: undefined, title, text, conditions, reviewBy };
  const said = draftFaults({ ...draft, policyId: policy?.id, policyTitle: policy?.title ?? null });
  const judged = [...refFaults(file, policy), ...ownerFaults(file), ...said].map((error) => faultIn(file, error));
  const fields = new Set(file.unread.map(({ field }) => field));
  const isUnknown = file.unread.length > 0 && file.lines.text === undefined; // no front matter: nothing else is known of it
  return isUnknown ? [...file.unread] : [...file.unread, ...judged.filter(({ field }) => !fields.has(field))];
}

function refFaults({ ref }: BookFile, policy: KnownPolicy | undefined): RuleError[] {
  if (ref === undefined)
    return [new InvalidError(['ref'], say`Give the policy a ref of your own, such as FEES-1: by it the same file is known again.`)];
  if (policy) return [];
  if (HOUSE_REF.test(ref))
    return [
      new InvalidError(['ref'], say`There is no such policy here, and refs of this form are given by the house. Use a ref of your own.`),
    ];
  return BOOK_REF.test(ref)
    ? []
    : [new InvalidError(['ref'], say`A ref has 1 to 64 letters, digits, points, hyphens, underscores and slashes, such as FEES-1.`)];
}

function ownerFaults({ owner }: BookFile): RuleError[] {
  return owner !== undefined && [...owner].length > OWNER_LENGTH_MAX
    ? [new InvalidError(['owner'], say`Say in at most ${{ most: OWNER_LENGTH_MAX }} characters who answers for the policy.`)]
    : [];
}

function faultIn({ name, lines }: BookFile, error: RuleError): BookFault {
  const [first = '', second = ''] = error.path;
  const field = first === 'conditions' ? (CONDITION_FIELDS[second] ?? 'kinds') : (FIELD_OF[first] ?? (first as BookField));
  return { file: name, line: lines[field] ?? 1, field, error };
}

/** Files that name the policy of an earlier one, by the same ref or by its other one. */
function repeatedIn(pairs: readonly Pair[]): BookFault[] {
  const met = new Map<string, string>();
  return pairs.flatMap(({ file, policy }) => {
    if (file.ref === undefined) return [];
    const key = policy?.id ?? refKey(file.ref);
    const before = met.get(key);
    met.set(key, before ?? file.name);
    return before === undefined
      ? []
      : [faultIn(file, new InvalidError(['ref'], say`The file ${{ before }} is of the same policy. Say each policy once.`))];
  });
}

function refsOf({ ref, bookRef }: KnownPolicy): string[] {
  return [ref, ...(bookRef === null ? [] : [bookRef])].map(refKey);
}

function inOrder(files: readonly BookFile[], faults: readonly BookFault[]): BookFault[] {
  const place = new Map(files.map(({ name }, index) => [name, index]));
  return [...faults].sort((one, other) => (place.get(one.file) ?? 0) - (place.get(other.file) ?? 0) || one.line - other.line);
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/gu, '\n').trim();
}
