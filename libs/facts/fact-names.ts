/**
 * The public catalogue: every fact by name, with the sentence that says it to a person. Names are never changed.
 * Webhooks, subscriptions, reactions and the timeline all speak these names.
 */
export const FACTS = {
  'apiToken.created': 'A machine token was created.',
  'apiToken.revoked': 'A machine token was revoked.',
  'case.opened': 'The case was opened and is owned from here.',
  'customer.erased': 'An admin erased the data of the customer; proofs stay.',
  'exception.alsoAgreed': 'One more colleague agreed after the approval; it has no effect.',
  'exception.amended': 'The proposal was amended.',
  'exception.approved': 'The quorum was met: approved.',
  'exception.coSigned': 'A colleague read this revision and co-signed it.',
  'exception.coSignatureRetracted': 'A co-signature was taken back.',
  'exception.covered': 'An active policy allows it: no signature is needed.',
  'exception.customerTold': 'The customer was told.',
  'exception.declined': 'Objections declined the proposal.',
  'exception.expired': 'The time for signatures passed.',
  'exception.fulfilled': 'The remedy was carried out.',
  'exception.helperInvited': 'A colleague was invited to help with the wording.',
  'exception.lapsed': 'The remedy was not used in time and the customer was not told.',
  'exception.objected': 'A colleague objected; one more signature is needed.',
  'exception.objectionRetracted': 'An objection was taken back.',
  'exception.passed': 'A colleague passed.',
  'exception.proposed': 'The remedy was proposed.',
  'exception.signatureVoided': 'A signature became void: its giver may no longer sign.',
  'exception.stopped': 'Two admins stopped the remedy.',
  'exception.stopProposed': 'An admin asked to stop the remedy.',
  'exception.withdrawn': 'The proposal was withdrawn.',
  'job.parked': 'A job was started often and never ended; it waits for a person.',
  'person.changed': 'Roles or presence of a person were changed.',
  'policy.activated': 'Another reviewer activated a policy version.',
  'policy.drafted': 'A policy version was drafted.',
  'policy.proposed': 'A policy version was proposed.',
  'policy.retired': 'A second reviewer retired the policy.',
  'policy.retirementProposed': 'A reviewer asked to retire the policy.',
  'policy.superseded': 'A newer version took the place of a policy version.',
  'review.claimed': 'A reviewer took up the review.',
  'review.disposed': 'The review was disposed.',
  'review.leaseEnded': 'The claim ran out; the review waits again.',
  'review.overdue': 'The review is overdue; reviewers were reminded.',
  'review.queued': 'A review waits, since the approval.',
  'review.released': 'The reviewer gave the review back.',
  'review.reopened': 'The review was reopened with new facts.',
  'review.routed': 'Those who may review were told.',
} as const;

/** The name of one kind of fact: noun.pastParticiple. */
export type FactName = keyof typeof FACTS;
