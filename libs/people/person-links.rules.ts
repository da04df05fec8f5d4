import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import type { Actor } from './actor.js';
import { LinkMovedOnError, NotAnAdminError, OwnLinkError, SameAdminError } from './person.errors.js';
import { isSameHuman } from './same-human.rules.js';

/** How a link of two accounts stands. */
export interface LinkNow {
  readonly humanId: string;
  readonly toHumanId: string;
  readonly proposedHuman: string;
  readonly endProposedHuman: string | null;
  readonly isConfirmed: boolean;
  readonly isEnded: boolean;
}

/** Somebody's attempt at a step of a link. */
export interface LinkAttempt {
  readonly actor: Pick<Actor, 'humanId' | 'alsoHumans'>;
  /** Whether the caller is an admin in person, at this moment. */
  readonly actsAsAdmin: boolean;
  readonly otherAdmins: readonly string[];
  /** undefined: there is no such link. */
  readonly link: LinkNow | undefined;
}

/** Somebody's attempt to say that two accounts are of one human. */
export interface LinkProposal extends Omit<LinkAttempt, 'link'> {
  /** By account; undefined when there is none. */
  readonly humans: { readonly personId: string | undefined; readonly toPersonId: string | undefined };
  readonly areLinked: boolean;
  readonly reason: string;
}

const REASON_LENGTH_MAX = 2000;

/** The first reason why it may not be said, or undefined when it may. */
export function proposalRefusal({ actsAsAdmin, otherAdmins, humans, areLinked, reason }: LinkProposal): RuleError | undefined {
  if (!actsAsAdmin) return new NotAnAdminError(otherAdmins);
  if (!humans.personId) return new NotFoundError('person', ['personId']);
  if (!humans.toPersonId) return new NotFoundError('person', ['toPersonId']);
  if (humans.personId === humans.toPersonId)
    return new InvalidError(['toPersonId'], say`These accounts are of one human already, and rules count them as one.`);
  if (areLinked) return new InvalidError(['toPersonId'], say`Somebody said so already. Another admin confirms it, or ends it.`);
  return reasonFault(reason);
}

/** The first reason why the link may not be confirmed, or undefined when it may. */
export function confirmRefusal({ actor, actsAsAdmin, otherAdmins, link }: LinkAttempt): RuleError | undefined {
  if (!actsAsAdmin) return new NotAnAdminError(otherAdmins);
  if (!link) return new NotFoundError('link', ['linkId']);
  if (link.isConfirmed || link.isEnded) return new LinkMovedOnError();
  return isSameHuman(actor, link.proposedHuman) ? new SameAdminError(otherAdmins) : undefined;
}

/**
 * The first reason why the link may not be ended, or undefined when it may. Ending gives back what a link took, so nobody ends a link of their
 * own accounts; one that was not confirmed has taken nothing, and any admin ends it alone.
 */
export function endRefusal(attempt: LinkAttempt & { readonly reason: string }): RuleError | undefined {
  const { actor, actsAsAdmin, otherAdmins, link } = attempt;
  if (!actsAsAdmin) return new NotAnAdminError(otherAdmins);
  if (!link) return new NotFoundError('link', ['linkId']);
  if (link.isEnded) return new LinkMovedOnError();
  return link.isConfirmed ? endOfConfirmed(actor, link, otherAdmins) : reasonFault(attempt.reason);
}

function endOfConfirmed(actor: LinkAttempt['actor'], link: LinkNow, otherAdmins: readonly string[]): RuleError | undefined {
  if (isSameHuman(actor, link.humanId) || isSameHuman(actor, link.toHumanId)) return new OwnLinkError(otherAdmins);
  return isSameHuman(actor, link.endProposedHuman) ? new SameAdminError(otherAdmins) : undefined;
}

function reasonFault(reason: string): RuleError | undefined {
  const isSound = reason.trim() !== '' && [...reason].length <= REASON_LENGTH_MAX;
  return isSound ? undefined : new InvalidError(['reason'], say`Say in 1 to ${{ most: REASON_LENGTH_MAX }} characters how you know.`);
}
