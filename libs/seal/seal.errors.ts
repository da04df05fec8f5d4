/** Thrown when the key that seals cannot be read or kept; the message says which file and what to do. */
export class SealKeyError extends Error {}

/**
 * Thrown when the database does not hold what was sealed before, or counts transactions anew: sealing on would hide what happened to the history.
 * The message says what to do.
 */
export class HistoryTakenBackError extends Error {}
