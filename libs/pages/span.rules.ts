import { InvalidError, say } from '#errors';

/** A stretch of time by which a list is narrowed: after the one instant and before the other. */
interface Span {
  readonly after?: Date | null;
  readonly before?: Date | null;
  /** The field of the input that says until when. */
  readonly path: readonly string[];
}

/** Refuses a stretch of time in which nothing can be: an empty list would be taken for an answer. @throws InvalidError */
export function mustHaveRoom({ after, before, path }: Span): void {
  if (after && before && after >= before)
    throw new InvalidError(path, say`This time comes before the beginning, or is the same: nothing can be between them. Give a later one.`);
}
