import { describe, expect, it } from '@jest/globals';
import { type Inspection, wallFaults, type Walls } from './self-check.rules.js';

const WALLS: Walls = {
  constraints: { 'approvals.exactly_one_review': 'FOREIGN KEY (exception_id) REFERENCES reviews(exception_id)' },
  notNull: { 'approvals.quorum': 'NOT NULL' },
  uniqueIndexes: { 'ownership.one_owner_now': 'CREATE UNIQUE INDEX' },
  triggers: { 'facts.facts_are_append_only': 'CREATE TRIGGER' },
  functions: { 'append_only()': 'aa', 'house_now()': 'bb' },
  rights: {
    countersign_api: { facts: ['INSERT', 'SELECT'], role: ['lock_timeout=2s'] },
    countersign_worker: { facts: ['SELECT'], outbox: ['DELETE'] },
  },
};

function inspection(found: Partial<Walls>, more: Partial<Inspection> = {}): Inspection {
  const stands = { expected: WALLS, role: 'countersign_api', isSuperuser: false, replicationRole: 'origin', isAhead: false, mayDiffer: [] };
  return { ...stands, found: { ...WALLS, ...found }, ...more };
}

const api = (rights: Record<string, string[]>): Partial<Walls> => ({ rights: { countersign_api: rights } });
const AS_LISTED = { facts: ['INSERT', 'SELECT'], role: ['lock_timeout=2s'] };

describe('the walls as they stand, against the list', () => {
  it.each<[string, Inspection, string[]]>([
    ['everything stands', inspection({}), []],
    ['more is enforced', inspection({ triggers: { ...WALLS.triggers, 'facts.one_more': 'CREATE TRIGGER' } }), []],
    ['a trigger is gone', inspection({ triggers: {} }), ['The trigger facts.facts_are_append_only is gone.']],
    [
      'a trigger is switched off',
      inspection({ triggers: { 'facts.facts_are_append_only': 'CREATE TRIGGER OFF' } }),
      ['The trigger facts.facts_are_append_only is switched off.'],
    ],
    [
      'a constraint says less',
      inspection({ constraints: { 'approvals.exactly_one_review': 'CHECK (true)' } }),
      ['The constraint approvals.exactly_one_review is not what it should be, but: CHECK (true).'],
    ],
    ['a column may be empty', inspection({ notNull: {} }), ['The demand for a value approvals.quorum is gone.']],
    ['an index is gone', inspection({ uniqueIndexes: {} }), ['The unique index ownership.one_owner_now is gone.']],
    [
      'a function was replaced',
      inspection({ functions: { ...WALLS.functions, 'append_only()': 'cc' } }),
      ['The function append_only() does not do what it should.'],
    ],
    [
      'a test moved its clock',
      inspection({ functions: { 'append_only()': 'aa', 'house_now()': 'cc' } }, { mayDiffer: ['house_now()'] }),
      [],
    ],
    [
      'the role may do more',
      inspection(api({ ...AS_LISTED, facts: ['DELETE', 'INSERT', 'SELECT', 'UPDATE (name)'] })),
      [
        'The role countersign_api has DELETE on facts, which it should not have.',
        'The role countersign_api has UPDATE (name) on facts, which it should not have.',
      ],
    ],
    [
      'the role may do to a listed thing what only another role may',
      inspection(api({ ...AS_LISTED, outbox: ['DELETE'] })),
      ['The role countersign_api has DELETE on outbox, which it should not have.'],
    ],
    ['the role may do something to a table that is no wall', inspection(api({ ...AS_LISTED, scratch: ['DELETE'] })), []],
    [
      'the role may do less',
      inspection(api({ ...AS_LISTED, facts: ['SELECT'] })),
      ['The role countersign_api lacks INSERT on facts, which it should have.'],
    ],
    [
      'the role has other limits',
      inspection(api({ ...AS_LISTED, role: ['lock_timeout=0', 'MEMBER OF countersign_owner'] })),
      [
        'The role countersign_api has lock_timeout=0, which it should not have.',
        'The role countersign_api has MEMBER OF countersign_owner, which it should not have.',
        'The role countersign_api lacks lock_timeout=2s, which it should have.',
      ],
    ],
    [
      'no trigger fires',
      inspection({}, { replicationRole: 'replica' }),
      ['No trigger fires, because session_replication_role is replica.'],
    ],
    [
      'a superuser is logged in',
      inspection({ triggers: {} }, { isSuperuser: true, role: 'postgres' }),
      ['The login postgres is a superuser, for whom no wall holds; log in as one of the service roles.'],
    ],
    [
      'somebody else is logged in',
      inspection({}, { role: 'bob' }),
      ['The login bob is none of the service roles (countersign_api, countersign_worker), so nothing is known about what it may do.'],
    ],
  ])('%s', (_story, given, faults) => {
    expect(wallFaults(given)).toEqual(faults);
  });

  it('promise 16: leaves to the next version what that one rewrote, and still wants everything to stand', () => {
    const found = {
      ...api({ ...AS_LISTED, facts: ['INSERT', 'SELECT', 'UPDATE (new_column)'] }),
      functions: { 'append_only()': 'cc', 'house_now()': 'bb' },
      triggers: { 'facts.facts_are_append_only': 'CREATE TRIGGER OFF' },
    };
    expect(wallFaults(inspection(found, { isAhead: true }))).toEqual(['The trigger facts.facts_are_append_only is switched off.']);
  });
});
