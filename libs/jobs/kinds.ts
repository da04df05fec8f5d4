/**
 * Every kind of job; each has a queue of its own, so that a slow or poisoned kind holds up no other.
 * `migrate` prepares these queues, because the worker's role may not create anything.
 */
export const JOB_KINDS = [
  'route-review',
  'release-claim',
  'remind-overdue',
  'remind-owner',
  'name-second-reader',
  'expire-exception',
  'lapse-exception',
  'find-covered',
  'cover-exception',
  'tell-people',
  'send-mail',
  'watch-guardrails',
  'expire-hand-off',
  'settle-hand-off',
  'remind-policy',
  'tell-candidate',
] as const;

/** One kind of job, which is the name of its queue. */
export type JobKind = (typeof JOB_KINDS)[number];
