import { InvalidError, say, type Sentence } from '#errors';
import { BOOK_FIELDS, type BookFault, type BookField, type BookFile } from '#policies';
import { LIMITS } from '../graphql/limits.js';
import { lineFault, plain, proseFault } from '../graphql/text.js';
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { amountIn, instantIn, kindIn } from './policy-file-values.js';

/** A file as it was sent. */
export interface SentFile {
  readonly name: string;
  readonly text: string;
}

/** A part of the front matter, as it is written. */
interface Cell {
  readonly field: BookField;
  readonly line: number;
  /** A line, or a list of lines; undefined: something else. */
  readonly value: string | readonly string[] | undefined;
}

const FENCE = /^---[ \t]*$/;
const SYNTAX_FAULTS_MAX = 5;
const FIELDS = new Map(BOOK_FIELDS.map((field) => [keyForm(field), field]));
const LISTS: readonly BookField[] = ['kinds', 'causes'];
/** Nothing in a policy is nested: more brackets or dashes than this only keep the reader busy. */
const BRACKETS_MAX = 50;
const NO_LIST = say`The front matter is a list of single lines, such as "title: Late fees".`;
const NESTED = /(?:[-?] +){3}/;

/**
 * Reads one file of a policy book: YAML between two lines of three hyphens, and the text below. Never throws: what cannot be read is told by line.
 * Every value is taken as it is written ("failsafe"), so that a ref of 1.10 does not become 1.1. Days begin at midnight of `timeZone`.
 */
export function readPolicyFile({ name, text }: SentFile, timeZone: string): BookFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/u);
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  if (!FENCE.test(lines[0] ?? '') || end === -1)
    return unreadable(name, say`The file begins with its front matter between two lines of "---".`);
  const head = lines.slice(1, end).join('\n');
  if (head.length > LIMITS.bookHeadLength)
    return unreadable(name, say`The front matter has more than ${{ most: LIMITS.bookHeadLength }} characters.`);
  const { cells, faults } = readHead(name, head);
  if (cells === undefined) return { name, conditions: {}, lines: {}, unread: faults };
  const body = plain(lines.slice(end + 1).join('\n'));
  const wrong = proseFault(body);
  const unread = wrong === undefined ? faults : [...faults, fault({ file: name, line: end + 2, field: 'text' }, wrong)];
  return withCells({ name, text: body, conditions: {}, lines: { text: end + 2 }, unread }, cells, timeZone);
}

/** The parts of the front matter; none where it is no YAML at all. */
function readHead(file: string, head: string): { cells?: readonly Cell[]; faults: BookFault[] } {
  if (isNested(head)) return { faults: [fault({ file, line: 1, field: null }, NO_LIST)] };
  const counter = new LineCounter();
  const lineOf = (offset: number): number => counter.linePos(offset).line + 1; // below the first line of hyphens
  const options = { schema: 'failsafe', lineCounter: counter, stringKeys: true, prettyErrors: false, logLevel: 'error' } as const;
  const { contents, errors } = parseDocument(head, options);
  const faults = errors
    .slice(0, SYNTAX_FAULTS_MAX)
    .map(({ pos, message }) =>
      fault(
        { file, line: lineOf(pos[0]), field: null },
        say`This is no YAML (${{ fault: message.split('\n')[0] ?? '' }}). Put quotes around a value with a colon or another sign.`,
      ),
    );
  if (faults.length > 0) return { faults };
  return isMap<Node, Node | null>(contents)
    ? readItems(file, contents.items, lineOf)
    : { faults: [fault({ file, line: 1, field: null }, NO_LIST)] };
}

function isNested(head: string): boolean {
  return (head.match(/[[{]/g)?.length ?? 0) > BRACKETS_MAX || NESTED.test(head);
}

function readItems(
  file: string,
  items: readonly Pair<Node, Node | null>[],
  lineOf: (offset: number) => number,
): { cells: Cell[]; faults: BookFault[] } {
  const cells: Cell[] = [];
  const faults: BookFault[] = [];
  for (const { key, value } of items) {
    const line = lineOf(key.range?.[0] ?? 0);
    const said = isScalar(key) ? String(key.value) : '';
    const field = FIELDS.get(keyForm(said));
    if (!field)
      faults.push(
        fault(
          { file, line, field: null },
          say`"${{ said: said.slice(0, 60) }}" is nothing that is known. There are: ${{ fields: BOOK_FIELDS }}.`,
        ),
      );
    else if (cells.some((cell) => cell.field === field)) faults.push(fault({ file, line, field }, say`The ${{ field }} is there twice.`));
    else cells.push({ field, line, value: valueOf(value) });
  }
  return { cells, faults };
}

/** Text or a list of texts. An alias is neither: what it stands for could be endless. */
function valueOf(node: Node | null): Cell['value'] {
  if (node === null) return '';
  if (isScalar(node)) return typeof node.value === 'string' ? plain(node.value) : undefined;
  if (!isSeq(node)) return undefined;
  const values = node.items.map((item) => (isScalar(item) && typeof item.value === 'string' ? plain(item.value) : undefined));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Writes what the cells say into the file. An empty one says nothing. */
function withCells(file: BookFile, cells: readonly Cell[], timeZone: string): BookFile {
  return cells.reduce<BookFile>((read, { field, line, value }) => {
    const at = { ...read, lines: { ...read.lines, [field]: line } };
    if (value === '' || value?.length === 0) return at;
    try {
      if (value === undefined) throw new InvalidError([field], notText(field));
      const wrong = whyNot(field, value);
      if (wrong !== undefined) throw new InvalidError([field], wrong);
      return said(at, field, value, timeZone);
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      return { ...at, unread: [...at.unread, { file: file.name, line, field, error }] };
    }
  }, file);
}

function whyNot(field: BookField, value: string | readonly string[]): Sentence | undefined {
  if (typeof value === 'string') return lineFault(value);
  return LISTS.includes(field) ? value.map(lineFault).find((why) => why !== undefined) : say`The ${{ field }} is one line, and no list.`;
}

function notText(field: BookField): Sentence {
  return LISTS.includes(field)
    ? say`The ${{ field }} is text, or a list of texts; aliases and nested values are not taken.`
    : say`The ${{ field }} is text; aliases and nested values are not taken.`;
}

type Said = Partial<Omit<BookFile, 'name' | 'lines' | 'unread'>>;

/** How each part is read. A list that is written as one line has commas. */
const READERS: Readonly<Record<BookField, (line: string, list: readonly string[], timeZone: string) => Said>> = {
  ref: (ref) => ({ ref }),
  title: (title) => ({ title }),
  owner: (owner) => ({ owner }),
  text: (text) => ({ text }),
  kinds: (_, list) => ({ conditions: { kinds: list.map(kindIn) } }),
  causes: (_, list) => ({ conditions: { causes: list } }),
  limit: (line) => ({ conditions: { amountUpTo: amountIn(line) } }),
  'effective from': (line, _, timeZone) => ({ wantedFrom: instantIn('effective from', line, timeZone) }),
  'review by': (line, _, timeZone) => ({ reviewBy: instantIn('review by', line, timeZone) }),
};

/** The file with what one cell says. @throws InvalidError when that cannot be read */
function said(file: BookFile, field: BookField, value: string | readonly string[], timeZone: string): BookFile {
  const list = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
  const { conditions, ...more } = READERS[field](String(value), list, timeZone);
  return { ...file, ...more, conditions: { ...file.conditions, ...conditions } };
}

/** How a key is looked up: "Review by", review-by and reviewBy are one. */
function keyForm(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/gu, '');
}

function unreadable(name: string, sentence: Sentence): BookFile {
  return { name, conditions: {}, lines: {}, unread: [fault({ file: name, line: 1, field: null }, sentence)] };
}

function fault(where: Omit<BookFault, 'error'>, sentence: Sentence): BookFault {
  return { ...where, error: new InvalidError(where.field === null ? [] : [where.field], sentence) };
}
