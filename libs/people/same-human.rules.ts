import type { Actor } from './actor.js';

/**
 * Whether somebody is the human who was recorded, under whichever of their accounts. For what a human may **not** do twice; a right belongs to
 * the account alone, so that a link of accounts takes rights away and gives none.
 */
export function isSameHuman(actor: Pick<Actor, 'humanId' | 'alsoHumans'>, human: string | null): boolean {
  return human !== null && (actor.humanId === human || (actor.alsoHumans?.includes(human) ?? false));
}

/** One name for all accounts of the human who acts, for what is counted in the memory of a process: the same whichever account is used. */
export function oneHuman(actor: Pick<Actor, 'humanId' | 'alsoHumans'>): string {
  return [actor.humanId, ...(actor.alsoHumans ?? [])].sort()[0] ?? actor.humanId;
}
