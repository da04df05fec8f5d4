import type { Actor, Role, TokenScope } from './actor.js';

/**
 * Whether the caller is a human at the keyboard who is active: people decide. A request with a machine token never counts as one,
 * whosever account the token belongs to.
 */
export function mayActInPerson({ kind, active, tokenId }: Actor): boolean {
  return kind === 'PERSON' && active && tokenId === undefined;
}

/** Whether the caller acts in person and has the role. */
export function hasRole(actor: Actor, role: Role): boolean {
  return mayActInPerson(actor) && actor.roles.includes(role);
}

/** Whether the caller may learn from what was approved, and make policy of it. */
export function isReviewer(actor: Actor): boolean {
  return hasRole(actor, 'REVIEWER');
}

/** Whether the caller may change people, limits and connections. Gives no right to co-sign. */
export function isAdmin(actor: Actor): boolean {
  return hasRole(actor, 'ADMIN');
}

/** Whether the caller may read every proof. */
export function isAuditor(actor: Actor): boolean {
  return hasRole(actor, 'AUDITOR');
}

/** Whether the caller is a peer who could co-sign something now: in person, facing customers, not away. Which proposal is another question. */
export function isPeerWhoIsHere(actor: Actor): boolean {
  return mayActInPerson(actor) && actor.facesCustomers && !actor.away;
}

/** Whether the caller may do what this scope names: people may, machines only with a token that has it. */
export function mayUse(actor: Actor, scope: TokenScope): boolean {
  return mayActInPerson(actor) || (actor.active && (actor.scopes?.includes(scope) ?? false));
}
