import { describe, expect, it } from '@jest/globals';
import { type ImportLine, readRow } from './import-cells.rules.js';
import { type Known, type KnownPerson, planImport } from './import.rules.js';

const NOW = new Date('2026-03-02T09:00:00Z');
const TOMORROW = '2026-03-03T09:00:00Z';

const someone = (handle: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  ...{
    id: `per_${handle}`,
    humanId: `hum_${handle}`,
    linkedHuman: null,
    kind: 'PERSON',
    name: handle,
    handle,
    email: `${handle}@bank.example`,
  },
  ...{ roles: ['AGENT'], facesCustomers: true, teamId: null, active: true, awayUntil: null, createdAt: NOW, openCases: 0, subject: handle },
  ...{ userName: null, externalId: null, syncEndedAt: null },
  ...more,
});

const known: Known = {
  people: [
    someone('wei', { roles: ['ADMIN'] }),
    someone('ana', { roles: ['ADMIN'] }),
    someone('sam'),
    someone('noor', { openCases: 2 }),
    someone('mia', { awayUntil: new Date('2026-03-01T09:00:00Z') }),
    someone('robot', { kind: 'MACHINE', roles: [], facesCustomers: false }),
  ],
  teams: new Map([['Cards', 'tea_cards']]),
  admins: ['per_ana', 'per_wei'],
  now: NOW,
  actorId: 'per_wei',
};

/** A row of a file about somebody, by handle. */
const row = (handle: string, more: ImportLine['cells'] = {}): ImportLine['cells'] => ({
  handle,
  name: handle,
  email: `${handle}@bank.example`,
  ...more,
});

function judge(
  cells: ImportLine['cells'][],
  around: Known = known,
): { faults: string[]; created: number; changed: unknown[]; unchanged: number } {
  const read = cells.map((line, place) => readRow({ line: place + 2, cells: line }));
  const plan = planImport(
    read.flatMap((one) => (Array.isArray(one) ? [] : [one])),
    around,
  );
  const faults = [...read.flatMap((one) => (Array.isArray(one) ? one : [])), ...plan.faults];
  return {
    faults: faults.map(({ line, error }) => `${line} ${error.path[0] ?? ''} ${error.code}`),
    created: plan.created.length,
    changed: plan.changed.flatMap(({ changed }) => changed),
    unchanged: plan.unchanged,
  };
}

describe('a file does', () => {
  it.each<[string, ImportLine['cells'][], object]>([
    [
      'nothing for who stands so already',
      [row('sam', { roles: 'agent', facesCustomers: 'YES', active: '1', awayUntil: '-' })],
      { unchanged: 1 },
    ],
    ['nothing where cells are empty', [row('sam', { roles: '', team: '', awayUntil: '' })], { unchanged: 1 }],
    ['nothing for an away date that stands and has passed', [row('mia', { awayUntil: '2026-03-01T20:00:00+11:00' })], { unchanged: 1 }],
    ['make who is new', [row('kim', { roles: 'AGENT, REVIEWER', team: 'Cards', awayUntil: TOMORROW })], { created: 1 }],
    ['change what differs', [row('sam', { name: 'Sam Lee', roles: '-', team: 'Cards' })], { changed: ['name', 'roles', 'teamId'] }],
    ['take the role from another admin', [row('ana', { roles: 'AGENT' })], { changed: ['roles'] }],
    ['change the name of whoever imports it', [row('wei', { name: 'Wei Chen' })], { changed: ['name'] }],
  ])('%s', (_story, cells, does) => {
    expect(judge(cells)).toEqual({ faults: [], created: 0, changed: [], unchanged: 0, ...does });
  });
});

describe('a file is refused for', () => {
  it.each<[string, ImportLine['cells'][], string[]]>([
    ['own rights', [row('wei', { facesCustomers: 'false' })], ['2 handle NOT_ALLOWED']],
    ['open cases of who leaves', [row('sam', { active: 'no' }), row('noor', { active: 'no' })], ['3 active OWNS_OPEN_CASES']],
    ['an address of somebody else', [row('kim', { email: 'SAM@bank.example' })], ['2 email INVALID']],
    ['an address that moves to somebody else', [row('mia', { email: 'sam@bank.example' })], ['2 email INVALID']],
    ['a subject of somebody else', [row('kim', { subject: 'sam' })], ['2 subject INVALID']],
    ['another subject', [row('sam', { subject: 'sam-2' })], ['2 subject INVALID']],
    ['a row twice', [row('kim'), row('kim')], ['3 handle INVALID', '3 email INVALID']],
    ['a machine', [row('robot')], ['2 handle INVALID']],
    ['a team that there is not', [row('kim', { team: 'Curling' })], ['2 team NOT_FOUND']],
    ['an away date that has passed', [row('sam', { awayUntil: '2026-03-02T09:00:00Z' })], ['2 awayUntil INVALID']],
    ['a day that there is not', [row('sam', { awayUntil: '2026-03-99T09:00:00Z' })], ['2 awayUntil INVALID']],
    [
      'an invented role, and what else is wrong',
      [row('K!m', { roles: 'CHIEF', active: 'maybe' })],
      ['2 handle INVALID', '2 roles INVALID', '2 active INVALID'],
    ],
  ])('%s', (_story, cells, faults) => {
    expect(judge(cells).faults).toEqual(faults);
  });

  it('the last admin who is here, told at the row of each who would be none', () => {
    const importedByWhoIsAway = {
      ...known,
      admins: ['per_ana'],
      people: known.people.map((one) => (one.handle === 'wei' ? { ...one, awayUntil: new Date(TOMORROW) } : one)),
    };
    expect(judge([row('ana', { roles: '-' })], importedByWhoIsAway).faults).toEqual(['2 roles LAST_ADMIN']);
    expect(judge([row('ana', { roles: '-' }), row('sam', { roles: 'ADMIN' })], importedByWhoIsAway).faults).toEqual([]);
  });
});
