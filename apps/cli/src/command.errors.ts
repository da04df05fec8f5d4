/** How a command ends when it fails: the numbers of sysexits.h, so that scripts can tell one cause from another. */
export const EXIT = {
  /** What was asked about does not hold: a receipt that is not to be believed. */
  refused: 1,
  /** Something that was asked for is not done yet: `migrate --check` with migrations to run. */
  pending: 3,
  usage: 64,
  /** A data folder is damaged, or was made by another version; a file holds something else than it should. */
  damaged: 65,
  /** A port, a server or a program that is needed cannot be had. */
  unavailable: 69,
  /** A program of ours does not stay up. */
  software: 70,
  /** A folder or file cannot be written. */
  unwritable: 73,
  /** The disk is full, or does not answer. */
  diskFull: 74,
  /** Somebody else is at work on the same folder. */
  occupied: 75,
  noPermission: 77,
  config: 78,
} as const;

/** Thrown when a command cannot go on: one sentence for a person (what is wrong, and what to do next) and the code with which the process ends. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: (typeof EXIT)[keyof typeof EXIT],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
