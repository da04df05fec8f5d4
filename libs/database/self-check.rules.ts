/** What one role may do, by the thing: a table, a function, a schema, the database, or the role itself with its limits. */
export type ServiceRole = Readonly<Record<string, readonly string[]>>;

/** Everything in the database that enforces a promise: each thing by its name, with its definition. */
export interface Walls {
  readonly constraints: Readonly<Record<string, string>>;
  readonly notNull: Readonly<Record<string, string>>;
  readonly uniqueIndexes: Readonly<Record<string, string>>;
  readonly triggers: Readonly<Record<string, string>>;
  readonly functions: Readonly<Record<string, string>>;
  readonly rights: Readonly<Record<string, ServiceRole>>;
}

/** What is judged, and how strictly. */
export interface Inspection {
  readonly expected: Walls;
  readonly found: Walls;
  /** Who is logged in. */
  readonly role: string;
  readonly isSuperuser: boolean;
  /** `origin`, unless somebody set the database or the role to let no trigger fire. */
  readonly replicationRole: string;
  /**
   * The schema has migrations that this version does not know: the next version is being rolled out beside it (promise 16). What that one
   * rewrote or added is not for this one to judge; what stood must still stand.
   */
  readonly isAhead: boolean;
  /** Functions that may differ: a test moves the clock of its house. */
  readonly mayDiffer: readonly string[];
}

const KINDS = {
  constraints: 'constraint',
  notNull: 'demand for a value',
  uniqueIndexes: 'unique index',
  triggers: 'trigger',
  functions: 'function',
} as const;

/** Every difference that makes the promises weaker, or the service unable to work, in one sentence each; empty when the walls stand. */
export function wallFaults(inspection: Inspection): string[] {
  const { expected, role, isSuperuser, replicationRole } = inspection;
  if (isSuperuser) return [`The login ${role} is a superuser, for whom no wall holds; log in as one of the service roles.`];
  if (!expected.rights[role])
    return [
      `The login ${role} is none of the service roles (${Object.keys(expected.rights).join(', ')}), so nothing is known about what it may do.`,
    ];
  const off = replicationRole === 'origin' ? [] : [`No trigger fires, because session_replication_role is ${replicationRole}.`];
  return [
    ...off,
    ...(Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => missing(kind, inspection)),
    ...rightsFaults(inspection),
  ];
}

/** What is enforced less than it should be. More is not a fault. */
function missing(kind: keyof typeof KINDS, { expected, found, isAhead, mayDiffer }: Inspection): string[] {
  return Object.entries(expected[kind]).flatMap(([name, definition]) => {
    const is = found[kind][name];
    const what = `The ${KINDS[kind]} ${name}`;
    if (is === undefined) return [`${what} is gone.`];
    if (is.endsWith(' OFF')) return [`${what} is switched off.`];
    if (is === definition || isAhead || mayDiffer.includes(name)) return [];
    return [kind === 'functions' ? `${what} does not do what it should.` : `${what} is not what it should be, but: ${is}.`];
  });
}

/** The tables, functions and other things that this version knows. */
function thingsOf({ rights, functions, constraints, notNull }: Walls): Set<string> {
  const tables = [...Object.keys(constraints), ...Object.keys(notNull)].map((name) => name.replace(/[.].*$/, ''));
  return new Set([...Object.values(rights).flatMap((of) => Object.keys(of)), ...Object.keys(functions), ...tables]);
}

/** What the role may do and should not, or should and may not. Things that are not on the list are no walls of this version. */
function rightsFaults({ expected, found, role, isAhead }: Inspection): string[] {
  const [should, may] = [expected.rights[role] ?? {}, found.rights[role] ?? {}];
  const known = thingsOf(expected);
  const things = [...new Set([...Object.keys(should), ...Object.keys(may)])].filter((thing) => known.has(thing)).sort();
  return things.flatMap((thing) => {
    const [listed, given] = [should[thing] ?? [], may[thing] ?? []];
    const more = isAhead ? [] : given.filter((right) => !listed.includes(right));
    const less = listed.filter((right) => !given.includes(right));
    const where = thing === 'role' ? '' : ` on ${thing}`;
    return [
      ...more.map((right) => `The role ${role} has ${right}${where}, which it should not have.`),
      ...less.map((right) => `The role ${role} lacks ${right}${where}, which it should have.`),
    ];
  });
}
