/** The form of a cause: lower-case letters, digits and hyphens, such as `branch-flood`. It goes into digests, so it is never changed. */
const CAUSE = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The cause that is always there, for whatever has none of its own; the words of the proposal say which. */
export const OTHER_CAUSE = 'other';

/** Whether somebody could have written this for a cause. Whether it is on the list is another question. */
export function isCauseKey(value: unknown): boolean {
  return typeof value === 'string' && CAUSE.test(value);
}
