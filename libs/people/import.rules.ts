import { InvalidError, type RuleError, say } from '#errors';
import type { ImportRow, LineFault } from './import-cells.rules.js';
import { OwnRightsError, TakenError, UnknownTeamError } from './person.errors.js';
import type { Person } from './person.entity.js';
import { afterChange, changedFields, changeRefusal, type PersonChange, type PersonRights } from './person.rules.js';

/** Somebody who is known already, with what decides about a change of theirs. */
export interface KnownPerson extends Person {
  readonly openCases: number;
  /** How the sign-in provider knows them; null when it does not. */
  readonly subject: string | null;
}

/** What is known when a file is judged. */
export interface Known {
  /** Everybody whose handle, address or subject the file names. */
  readonly people: readonly KnownPerson[];
  /** The teams that there are, by name. */
  readonly teams: ReadonlyMap<string, string>;
  /** The admins who are active and here. */
  readonly admins: readonly string[];
  /** By the database's clock. */
  readonly now: Date;
  /** Who imports. */
  readonly actorId: string;
}

/** Somebody whom the file makes. */
export interface NewPerson extends ImportRow {
  readonly teamId: string | null;
}

/** Somebody whom the file changes. */
export interface ChangedPerson {
  readonly person: KnownPerson;
  readonly after: PersonRights;
  readonly changed: readonly string[];
}

/** What a file would do. With a fault it does nothing. */
export interface ImportPlan {
  readonly faults: readonly LineFault[];
  readonly created: readonly NewPerson[];
  readonly changed: readonly ChangedPerson[];
  readonly unchanged: number;
}

/** The marks by which somebody may do more or less; nobody changes their own by a file. */
const RIGHTS = ['roles', 'facesCustomers', 'active', 'awayUntil'];

/** Judges all rows together: what each would do, and everything that is wrong, by line. */
export function planImport(rows: readonly ImportRow[], known: Known): ImportPlan {
  const index = indexOf(known);
  const pairs = rows.map((row) => pairOf(row, index));
  const adminsAfter = adminsLeft(pairs, known);
  const faults = pairs.flatMap((pair) =>
    wrongs(pair, index, { known, adminsAfter }).flatMap((error) => (error ? [{ line: pair.row.line, error }] : [])),
  );
  const created = pairs.flatMap(({ row, person, change }) => (person ? [] : [{ ...row, teamId: change.teamId ?? null }]));
  const changed = pairs.flatMap(({ person, change }) => (person ? changedIn(person, change) : []));
  return {
    faults: [...repeatedIn(rows), ...faults].sort((one, other) => one.line - other.line),
    created,
    changed,
    unchanged: rows.length - created.length - changed.length,
  };
}

interface Index {
  readonly byHandle: ReadonlyMap<string, KnownPerson>;
  readonly byEmail: ReadonlyMap<string, KnownPerson>;
  readonly bySubject: ReadonlyMap<string, KnownPerson>;
  readonly teams: ReadonlyMap<string, string>;
}

/** A row, and whom it is about. */
interface Pair {
  readonly row: ImportRow;
  readonly person: KnownPerson | undefined;
  readonly change: PersonChange;
}

function indexOf({ people, teams }: Known): Index {
  return {
    byHandle: new Map(people.map((person) => [person.handle, person])),
    byEmail: new Map(people.map((person) => [person.email.toLowerCase(), person])),
    bySubject: new Map(people.flatMap((person) => (person.subject === null ? [] : [[person.subject, person] as const]))),
    teams,
  };
}

/** What a row says, as a change of whoever has the handle. */
function pairOf(row: ImportRow, index: Index): Pair {
  const person = index.byHandle.get(row.handle);
  const { name, email, roles = null, facesCustomers = null, active = null } = row;
  return { row, person, change: { name, email, roles, facesCustomers, active, ...awayIn(row, person), ...teamIn(row, index) } };
}

/** An away date that stands already is no change, also when it has passed since. */
function awayIn({ awayUntil }: ImportRow, person: KnownPerson | undefined): Pick<PersonChange, 'awayUntil'> {
  const isTheSame = awayUntil?.getTime() === person?.awayUntil?.getTime();
  return awayUntil === undefined || isTheSame ? {} : { awayUntil };
}

function teamIn({ team }: ImportRow, { teams }: Index): Pick<PersonChange, 'teamId'> {
  if (team === undefined) return {};
  return { teamId: team === null ? null : (teams.get(team) ?? null) };
}

function changedIn(person: KnownPerson, change: PersonChange): ChangedPerson[] {
  const after = afterChange(person, change);
  const changed = changedFields(person, after);
  return changed.length > 0 ? [{ person, after, changed }] : [];
}

/** The admins who would be here after the whole file: rows that each leave one, and together none, are all refused. */
function adminsLeft(pairs: readonly Pair[], { admins, now }: Known): readonly string[] {
  const here = new Set(admins);
  for (const { person, change } of pairs) {
    if (!person) continue;
    const after = afterChange(person, change);
    const isHere = after.active && after.roles.includes('ADMIN') && !(after.awayUntil && after.awayUntil > now);
    if (isHere) here.add(person.id);
    else here.delete(person.id);
  }
  return [...here];
}

/** What decides about every row alike. */
interface Around {
  readonly known: Known;
  readonly adminsAfter: readonly string[];
}

function wrongs({ row, person, change }: Pair, index: Index, around: Around): (RuleError | undefined)[] {
  const team = row.team && !index.teams.has(row.team) ? new UnknownTeamError() : undefined;
  return person
    ? [...personTaken(row, person, index), changeWrong(person, change, around), team]
    : [...newTaken(row, index), newWrong(row, around.known), team];
}

function changeWrong(person: KnownPerson, change: PersonChange, { known, adminsAfter }: Around): RuleError | undefined {
  if (person.kind !== 'PERSON') return new TakenError('handle');
  const [changes] = changedIn(person, change);
  if (!changes) return undefined;
  if (person.id === known.actorId && changes.changed.some((field) => RIGHTS.includes(field))) return new OwnRightsError();
  return changeRefusal({
    person,
    change,
    now: known.now,
    actsAsAdmin: true,
    isSync: false,
    otherAdmins: adminsAfter,
    openCases: person.openCases,
    teamIsKnown: true, // an unknown team is told by its name
  });
}

function newWrong({ active, awayUntil }: ImportRow, { now }: Known): RuleError | undefined {
  if (active === false)
    return new InvalidError(
      ['active'],
      say`Nobody here has this handle, and somebody new cannot have left. Correct the handle, or leave the row out.`,
    );
  return awayUntil && awayUntil <= now ? new InvalidError(['awayUntil'], say`Somebody is away until a time to come.`) : undefined;
}

/** An address that another account has is most likely the same human, who must not become two. */
function newTaken({ email, subject }: ImportRow, { byEmail, bySubject }: Index): (RuleError | undefined)[] {
  return [
    byEmail.has(email.toLowerCase()) ? new TakenError('email') : undefined,
    subject !== undefined && bySubject.has(subject) ? new TakenError('subject') : undefined,
  ];
}

function personTaken({ email, subject }: ImportRow, person: KnownPerson, { byEmail }: Index): (RuleError | undefined)[] {
  const address = email.toLowerCase();
  const other = byEmail.get(address);
  const isTaken = address !== person.email.toLowerCase() && other !== undefined;
  const isRenamed = subject !== undefined && subject !== person.subject;
  return [
    isTaken ? new TakenError('email') : undefined,
    isRenamed
      ? new InvalidError(['subject'], say`A file does not change how somebody who is here already signs in. Leave the cell empty.`)
      : undefined,
  ];
}

/** Rows that repeat the handle, the address or the subject of an earlier one. */
function repeatedIn(rows: readonly ImportRow[]): LineFault[] {
  const met = new Map<string, number>();
  return rows.flatMap((row) =>
    (['handle', 'email', 'subject'] as const).flatMap((column) => {
      const value = row[column];
      if (value === undefined) return [];
      const key = `${column} ${column === 'email' ? value.toLowerCase() : value}`;
      const before = met.get(key);
      met.set(key, before ?? row.line);
      return before === undefined
        ? []
        : [
            {
              line: row.line,
              error: new InvalidError([column], say`Line ${{ before }} of this file has the same ${{ column }}. Say each person once.`),
            },
          ];
    }),
  );
}
