import type { Role } from '#people';
import type { DemoPerson } from '../oidc/demo-issuer.js';

/** Somebody of the seed house. */
export interface CastMember extends DemoPerson {
  readonly roles: readonly Role[];
  readonly facesCustomers: boolean;
  readonly team: string;
}

const AGENT: readonly Role[] = ['AGENT'];

/** The cast of docs/words.md's house: who works here and what they come for. */
export const CAST: readonly CastMember[] = [
  { handle: 'priya', name: 'Priya Nair', roles: AGENT, facesCustomers: true, team: 'Branches', about: 'owns cases and proposes remedies' },
  { handle: 'tom', name: 'Tom Becker', roles: AGENT, facesCustomers: true, team: 'Telephone', about: 'reads proposals and co-signs them' },
  {
    handle: 'lachlan',
    name: 'Lachlan Reid',
    roles: AGENT,
    facesCustomers: true,
    team: 'Branches',
    about: 'serves customers, with a desk robot',
  },
  { handle: 'mia', name: 'Mia Rossi', roles: AGENT, facesCustomers: true, team: 'Telephone', about: 'serves customers on the telephone' },
  { handle: 'sam', name: 'Sam Okoye', roles: AGENT, facesCustomers: true, team: 'Branches', about: 'serves customers, soon in sales' },
  { handle: 'ivy', name: 'Ivy Chen', roles: AGENT, facesCustomers: true, team: 'Mail', about: 'answers mail' },
  {
    handle: 'noor',
    name: 'Noor Haddad',
    roles: AGENT,
    facesCustomers: true,
    team: 'Mail',
    about: 'answers mail, and objects when it matters',
  },
  { handle: 'jack', name: 'Jack Dunn', roles: AGENT, facesCustomers: true, team: 'Telephone', about: 'serves customers on the telephone' },
  {
    handle: 'renee',
    name: 'Renee Laurent',
    roles: ['REVIEWER'],
    facesCustomers: true,
    team: 'Service quality',
    about: 'reviews what was approved',
  },
  {
    handle: 'omar',
    name: 'Omar Aziz',
    roles: ['REVIEWER'],
    facesCustomers: false,
    team: 'Service quality',
    about: 'reviews, and activates policies',
  },
  { handle: 'wei', name: 'Wei Zhang', roles: ['ADMIN'], facesCustomers: false, team: 'Operations', about: 'looks after people and limits' },
  { handle: 'ana', name: 'Ana Silva', roles: ['ADMIN'], facesCustomers: false, team: 'Operations', about: 'the second admin' },
];

/** Machines: a payment system of its own, and a desk robot that works for Lachlan and so counts as him. */
export const MACHINES: readonly { handle: string; name: string; human?: string }[] = [
  { handle: 'pay-1', name: 'Payments' },
  { handle: 'desk-1', name: 'Desk robot of Lachlan', human: 'lachlan' },
];
