import { InvalidError, type RuleError, say } from '#errors';
import { type Role, ROLES } from './actor.js';
import { personFaults, subjectFault } from './new-person.rules.js';

/** The columns that a file of people may have, by their headers. The first three must be there. */
export const IMPORT_COLUMNS = ['handle', 'name', 'email', 'roles', 'facesCustomers', 'active', 'awayUntil', 'team', 'subject'] as const;
/** One of them. */
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
/** Without these nobody can be told from anybody else, nor reached. */
export const REQUIRED_COLUMNS: readonly ImportColumn[] = ['handle', 'name', 'email'];

/** One row of a file, as it was read: the line where it begins, from 1, and what its cells say, without blanks around it. */
export interface ImportLine {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<ImportColumn, string>>>;
}

/** What a row says of a person. Absent: nothing, so it stays as it is. */
export interface ImportRow {
  readonly line: number;
  readonly handle: string;
  readonly name: string;
  readonly email: string;
  readonly roles?: readonly Role[];
  readonly facesCustomers?: boolean;
  readonly active?: boolean;
  readonly awayUntil?: Date | null;
  /** The name of a team; null: none. */
  readonly team?: string | null;
  readonly subject?: string;
}

/** What is wrong with one line, and in which column (the path). */
export interface LineFault {
  readonly line: number;
  readonly error: RuleError;
}

/** How a cell says "none": no roles, no team, here again. An empty cell says nothing. */
const NONE = '-';
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Reads a row, or says everything that is wrong with it. */
export function readRow({ line, cells }: ImportLine): ImportRow | LineFault[] {
  const faults: RuleError[] = [];
  const read = <T>(column: ImportColumn, as: (cell: string) => T | RuleError): T | undefined => {
    const cell = cells[column];
    if (!cell) return undefined;
    const value = as(cell);
    if (value instanceof Error) faults.push(value);
    else return value;
    return undefined;
  };
  const said = {
    roles: read('roles', rolesIn),
    facesCustomers: read('facesCustomers', (cell) => yesOrNo('facesCustomers', cell)),
    active: read('active', (cell) => yesOrNo('active', cell)),
    awayUntil: read('awayUntil', instantIn),
    team: read('team', (cell) => (cell === NONE ? null : cell)),
    subject: read('subject', (cell) => subjectFault(cell) ?? cell),
  };
  const who = { handle: cells.handle ?? '', name: cells.name ?? '', email: cells.email ?? '' };
  const all = [...personFaults({ ...who, roles: [], facesCustomers: false }), ...faults];
  return all.length > 0 ? all.map((error) => ({ line, error })) : { line, ...who, ...spoken(said) };
}

/** Without what nothing was said of. */
function spoken<T extends object>(said: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function rolesIn(cell: string): readonly Role[] | RuleError {
  if (cell === NONE) return [];
  const words = cell
    .toUpperCase()
    .split(/[\s,;|]+/)
    .filter(Boolean);
  const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);
  return words.every(isRole)
    ? [...new Set(words)]
    : new InvalidError(['roles'], say`Roles are ${{ roles: ROLES }}, with blanks between them; "-" for none.`);
}

function yesOrNo(column: 'facesCustomers' | 'active', cell: string): boolean | RuleError {
  return BOOLEANS[cell.toLowerCase()] ?? new InvalidError([column], say`This is true or false.`);
}

function instantIn(cell: string): Date | null | RuleError {
  if (cell === NONE) return null;
  const date = INSTANT.test(cell) ? new Date(cell) : undefined;
  return date && !Number.isNaN(date.getTime())
    ? date
    : new InvalidError(
        ['awayUntil'],
        say`This is an instant with its offset, such as 2027-01-04T08:00:00+11:00; "-" for somebody who is here.`,
      );
}
