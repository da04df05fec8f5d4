import { InvalidError, type RuleError, say } from '#errors';
import { ErasingNeedsAnAdminError, StillOpenError, UnknownCustomerError } from './erasure.errors.js';

/** What decides whether a customer is erased. */
export interface ErasureAsked {
  readonly isAdmin: boolean;
  readonly isKnown: boolean;
  /** null once erased. */
  readonly name: string | null;
  /** null once erased. */
  readonly contact: string | null;
  readonly reason: string;
  /** Refs of their proposals and approved remedies that have not ended. */
  readonly open: readonly string[];
}

/** A shorter part of a name is part of too many other words. */
const TELLING_LENGTH = 3;

/** Why the customer is not erased, or undefined when they are. See ADR 0029. */
export function erasureRefusal({ isAdmin, isKnown, name, contact, reason, open }: ErasureAsked): RuleError | undefined {
  if (!isAdmin) return new ErasingNeedsAnAdminError();
  if (!isKnown) return new UnknownCustomerError();
  if (open.length > 0) return new StillOpenError(open);
  return namesThem(reason, name, contact) ? new InvalidError(['reason'], NAMELESS) : undefined;
}

const NAMELESS = say`The reason is kept for ever. Say why without the name or the contact of the customer, such as "Asked by letter, ticket 4711".`;

/** Whether the words have the contact, or a part of the name that tells, as whole words; however they are spelled. */
function namesThem(words: string, name: string | null, contact: string | null): boolean {
  const said = ` ${wordsOf(words).join(' ')} `;
  const telling = [wordsOf(contact ?? '').join(' '), ...wordsOf(name ?? '').filter((part) => [...part].length >= TELLING_LENGTH)];
  return telling.some((part) => part !== '' && said.includes(` ${part} `));
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
