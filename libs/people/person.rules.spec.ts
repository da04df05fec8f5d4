import { describe, expect, it } from '@jest/globals';
import type { Role } from './actor.js';
import { afterChange, changedFields, changeRefusal, type PersonAttempt, type PersonChange, type PersonRights } from './person.rules.js';

const now = new Date('2025-06-02T00:00:00Z');
const tomorrow = new Date('2025-06-03T00:00:00Z');
const yesterday = new Date('2025-06-01T00:00:00Z');
const sam: PersonRights & { kind: 'PERSON'; handle: string } = {
  kind: 'PERSON',
  handle: 'sam',
  name: 'Sam Ito',
  email: 'sam@bank.example',
  roles: ['AGENT'],
  facesCustomers: true,
  active: true,
  awayUntil: null,
  teamId: null,
  userName: null,
  externalId: null,
  syncEndedAt: null,
};
const wei = { ...sam, roles: ['ADMIN'] as Role[], facesCustomers: false };
const robot = { ...sam, kind: 'MACHINE' as const, roles: [], facesCustomers: false };

function attempt(person: PersonAttempt['person'], change: PersonChange, more: Partial<PersonAttempt> = {}): PersonAttempt {
  return { person, change, now, actsAsAdmin: true, isSync: false, otherAdmins: ['per_ana'], openCases: 0, teamIsKnown: true, ...more };
}

describe('changing a person', () => {
  it.each<[string, PersonAttempt, string | undefined, string[]]>([
    ['an admin moves Sam to sales', attempt(sam, { facesCustomers: false }), undefined, []],
    ['an agent tries the same', attempt(sam, { facesCustomers: false }, { actsAsAdmin: false }), 'NOT_ALLOWED', []],
    ['nobody has that id', attempt(undefined, { active: false }), 'NOT_FOUND', ['personId']],
    ['no team has that id', attempt(sam, { teamId: 'tea_x' }, { teamIsKnown: false }), 'NOT_FOUND', ['teamId']],
    ['Sam leaves without open cases', attempt(sam, { active: false }), undefined, []],
    ['Sam leaves and owns one open case', attempt(sam, { active: false }, { openCases: 1 }), 'OWNS_OPEN_CASES', ['active']],
    [
      'Sam, who had left, is written down as left again',
      attempt({ ...sam, active: false }, { active: false }, { openCases: 1 }),
      undefined,
      [],
    ],
    ['Sam with open cases moves to sales', attempt(sam, { facesCustomers: false }, { openCases: 2 }), undefined, []],
    ['one of two admins loses the role', attempt(wei, { roles: ['AGENT'] }), undefined, []],
    ['the last admin loses the role', attempt(wei, { roles: ['AGENT'] }, { otherAdmins: [] }), 'LAST_ADMIN', ['roles']],
    ['the last admin leaves', attempt(wei, { active: false }, { otherAdmins: [] }), 'LAST_ADMIN', ['active']],
    ['the last admin goes on leave', attempt(wei, { awayUntil: tomorrow }, { otherAdmins: [] }), 'LAST_ADMIN', ['awayUntil']],
    ['somebody is said to have been away yesterday', attempt(sam, { awayUntil: yesterday }), 'INVALID', ['awayUntil']],
    ['somebody is away until this very instant', attempt(sam, { awayUntil: now }), 'INVALID', ['awayUntil']],
    ['somebody is away for a millisecond more', attempt(sam, { awayUntil: new Date(+now + 1) }), undefined, []],
    [
      'somebody who was away yesterday becomes a reviewer',
      attempt({ ...sam, awayUntil: yesterday }, { roles: ['REVIEWER'] }),
      undefined,
      [],
    ],
    ['a sync says that Sam left, who owns open cases', attempt(sam, { active: false }, { openCases: 2, isSync: true }), undefined, []],
    ['a sync makes an admin', attempt(sam, { roles: ['ADMIN'] }, { isSync: true }), 'NOT_ALLOWED', ['roles']],
    ['a sync takes the role of an admin', attempt(wei, { roles: ['AGENT'] }, { isSync: true }), 'NOT_ALLOWED', ['roles']],
    ['a sync says that an admin left', attempt(wei, { active: false }, { isSync: true }), undefined, []],
    ['a sync says that the last admin left', attempt(wei, { active: false }, { isSync: true, otherAdmins: [] }), 'LAST_ADMIN', ['active']],
    ['a new address has no @', attempt(sam, { email: 'sam' }), 'INVALID', ['email']],
    ['a new name has two lines', attempt(sam, { name: 'Sam\nIto' }), 'INVALID', ['name']],
    ['the last admin becomes a reviewer too', attempt(wei, { roles: ['ADMIN', 'REVIEWER'] }, { otherAdmins: [] }), undefined, []],
    ['somebody who is no admin leaves while there is none', attempt(sam, { active: false }, { otherAdmins: [] }), undefined, []],
    ['a machine is made a reviewer', attempt(robot, { roles: ['REVIEWER'] }), 'INVALID', ['roles']],
    ['a machine is to face customers', attempt(robot, { facesCustomers: true }), 'INVALID', ['facesCustomers']],
    ['a machine is switched off', attempt(robot, { active: false }), undefined, []],
  ])('%s', (_story, given, code, path) => {
    const refusal = changeRefusal(given);
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });

  it('names the admins who could do it instead', () => {
    expect(changeRefusal(attempt(sam, { active: false }, { actsAsAdmin: false }))?.whoCould).toEqual(['per_ana']);
  });

  it.each<[string, PersonChange, string[]]>([
    ['nothing is said', {}, []],
    ['what was so is said again', { roles: ['AGENT'], facesCustomers: true, active: true, awayUntil: null, teamId: null }, []],
    ['nulls where nothing can be empty leave it as it is', { roles: null, facesCustomers: null, active: null }, []],
    ['the order of roles is no change', { roles: ['AGENT', 'AGENT'] }, []],
    ['two things change', { roles: ['AGENT', 'REVIEWER'], awayUntil: tomorrow }, ['roles', 'awayUntil']],
    ['a team is given', { teamId: 'tea_1' }, ['teamId']],
  ])('%s', (_story, change, changed) => {
    expect(changedFields(sam, afterChange(sam, change))).toEqual(changed);
  });
});
