import type { FactName, NewFact } from '#facts';
import type { Actor } from '#people';

/** A fact about a policy: its chain is the policy's, and the body names the version. */
export function policyFact(version: { id: string; policyId: string }, actor: Actor, name: FactName, body: NewFact['body']): NewFact {
  return { subjectId: version.policyId, actorId: actor.personId, name, body: { policyVersionId: version.id, ...body } };
}
