import { describe, expect, it } from '@jest/globals';
import { hasRole, isAdmin, isAuditor, isPeerWhoIsHere, isReviewer, mayActInPerson, mayUse } from './access.rules.js';
import type { Actor } from './actor.js';

const tom: Actor = {
  personId: 'per_tom',
  humanId: 'hum_tom',
  kind: 'PERSON',
  roles: ['AGENT', 'REVIEWER', 'ADMIN', 'AUDITOR'],
  facesCustomers: true,
  active: true,
  away: false,
};
const robot: Actor = {
  ...tom,
  personId: 'per_robot',
  kind: 'MACHINE',
  roles: [],
  facesCustomers: false,
  scopes: ['READ', 'CASES'],
  tokenId: 'tok_1',
};

type Right = (actor: Actor) => boolean;

describe('promise 10: access', () => {
  it.each<[string, Right, Actor, boolean]>([
    ['Tom is there', mayActInPerson, tom, true],
    ['Tom has left', mayActInPerson, { ...tom, active: false }, false],
    ['a robot is no person', mayActInPerson, robot, false],
    ['a token of Tom is not Tom', mayActInPerson, { ...tom, tokenId: 'tok_2', scopes: ['PROPOSE'] }, false],
    ['Tom is a reviewer', isReviewer, tom, true],
    ['Tom was a reviewer', isReviewer, { ...tom, roles: ['AGENT'] }, false],
    ['a reviewer who left', isReviewer, { ...tom, active: false }, false],
    ['a reviewer who is away still reads', isReviewer, { ...tom, away: true }, true],
    ['Tom is an admin', isAdmin, tom, true],
    ['an agent is no admin', isAdmin, { ...tom, roles: ['AGENT'] }, false],
    ['an admin by token is no admin', isAdmin, { ...tom, tokenId: 'tok_2', scopes: ['READ'] }, false],
    ['Tom is an auditor', isAuditor, tom, true],
    ['Tom is an agent', (actor) => hasRole(actor, 'AGENT'), tom, true],
    ['a peer who is here', isPeerWhoIsHere, tom, true],
    ['a peer who is away', isPeerWhoIsHere, { ...tom, away: true }, false],
    ['a colleague of the back office', isPeerWhoIsHere, { ...tom, facesCustomers: false }, false],
    ['an admin in the back office gains no right to co-sign', isPeerWhoIsHere, { ...tom, roles: ['ADMIN'], facesCustomers: false }, false],
    ['people need no scope', (actor) => mayUse(actor, 'PROPOSE'), tom, true],
    ['a robot with the scope', (actor) => mayUse(actor, 'CASES'), robot, true],
    ['a robot without the scope', (actor) => mayUse(actor, 'PROPOSE'), robot, false],
    ['a robot that was switched off', (actor) => mayUse(actor, 'CASES'), { ...robot, active: false }, false],
    ['a robot without any token', (actor) => mayUse(actor, 'CASES'), { ...robot, scopes: undefined, tokenId: undefined }, false],
    ['a token of Tom without the scope', (actor) => mayUse(actor, 'CASES'), { ...tom, tokenId: 'tok_2', scopes: ['READ'] }, false],
  ])('%s', (_story, right, actor, expected) => {
    expect(right(actor)).toBe(expected);
  });
});
