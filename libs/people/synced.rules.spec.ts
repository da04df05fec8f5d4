import { describe, expect, it } from '@jest/globals';
import { directoryNameFault, freeHandle, handleOf, membersMoved, MOVED_MOST, takenRefusal, teamFault } from './synced.rules.js';

describe('the handle of somebody from a directory', () => {
  it.each<[string, string, string[], string]>([
    ['is what stands before the @', 'Tom.Becker@corp.example', [], 'tom.becker'],
    ['has a number where somebody has it', 'tom@corp.example', ['tom'], 'tom-2'],
    ['has the next free number', 'tom@corp.example', ['tom', 'tom-2', 'tom-4'], 'tom-3'],
    ['is the whole name where there is no @', 'CORP\\tom', [], 'corp-tom'],
    ['is a plain word where no letter fits', '王芳@corp.example', ['person'], 'person-2'],
    ['is cut', `${'x'.repeat(255)}@corp.example`, ['x'.repeat(56)], `${'x'.repeat(56)}-2`],
  ])('%s', (_story, userName, taken, handle) => {
    expect(freeHandle(userName, new Set(taken))).toBe(handle);
    expect(handle.startsWith(handleOf(userName))).toBe(true);
    expect(handle).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/);
  });
});

describe('who is moved', () => {
  const people = (count: number): string[] => Array.from({ length: count }, (_, n) => `per_${n}`);
  it.each<[string, string[], string[] | undefined, [string[], string[]]]>([
    ['nobody, when nothing is said of members', ['a'], undefined, [[], []]],
    ['nobody, when the same are said', ['a', 'b'], ['b', 'a', 'a'], [[], []]],
    ['who is new, and who is missing', ['a', 'b'], ['b', 'c'], [['c'], ['a']]],
    ['everybody out', ['a', 'b'], [], [[], ['a', 'b']]],
  ])('%s', (_story, before, after, [added, removed]) => expect(membersMoved(before, after)).toEqual({ added, removed }));

  it('as many as one request may move, and not one more', () => {
    expect(membersMoved(people(1), people(MOVED_MOST + 1)).added).toHaveLength(MOVED_MOST);
    expect(() => membersMoved([], people(MOVED_MOST + 1))).toThrow(expect.objectContaining({ code: 'INVALID', path: ['members'] }));
    expect(() => membersMoved(people(MOVED_MOST + 1), [])).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});

describe('names of a directory', () => {
  it.each<[string, Parameters<typeof directoryNameFault>[0], string | undefined]>([
    ['nothing said', {}, undefined],
    ['an external id taken away', { externalId: null }, undefined],
    ['as long as may be', { userName: '😀'.repeat(255), externalId: 'x'.repeat(255) }, undefined],
    ['a user name too long', { userName: 'x'.repeat(256) }, 'userName'],
    ['an external id too long', { externalId: 'x'.repeat(256) }, 'externalId'],
    ['a blank', { userName: ' ' }, 'userName'],
    ['two lines', { externalId: 'a\nb' }, 'externalId'],
  ])('%s', (_story, names, path) => expect(directoryNameFault(names)?.path[0]).toBe(path));

  it.each<[string, Parameters<typeof teamFault>[0], string | undefined]>([
    ['a team of 200 characters', { name: 'x'.repeat(200) }, undefined],
    ['a team of 201', { name: 'x'.repeat(201) }, 'displayName'],
    ['a team without a name', { name: '' }, 'displayName'],
    ['an external id too long', { name: 'x', externalId: 'x'.repeat(256) }, 'externalId'],
  ])('%s', (_story, team, path) => expect(teamFault(team)?.path[0]).toBe(path));

  it.each<[string, Parameters<typeof takenRefusal>[0], string | undefined]>([
    ['free', { userName: false, externalId: null }, undefined],
    ['the user name first', { userName: true, email: true }, 'userName'],
    ['the external id', { externalId: true }, 'externalId'],
    ['the address', { email: true }, 'email'],
    ['the subject', { subject: true }, 'subject'],
  ])('%s', (_story, taken, path) => expect(takenRefusal(taken)?.path[0]).toBe(path));
});
