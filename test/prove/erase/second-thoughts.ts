import { randomUUID } from 'node:crypto';
import { POLICY } from '../../support/ground.js';
import type { Hands } from './hands.js';

/** What is said of a remedy long after it was decided, each time with words about a customer. */
export class SecondThoughts {
  constructor(private readonly hands: Hands) {}

  /** What is not to be done again is lifted by two reviewers. */
  async lifted(reviewId: string): Promise<void> {
    const { sing } = this.hands.canaries;
    for (const by of ['omar', 'renee'])
      await this.hands.run([by, 'liftCaution'], { reviewId, reason: sing('It was dry.') }, 'review { id }');
  }

  /** A peer who took no part says what they would have done. Whom chance asks, the draw in the database says; here Lachlan is asked where it asked nobody. */
  async lookedAtBlindly(exceptionId: string): Promise<void> {
    const { ground } = this.hands.house;
    await ground.admin.query(
      `INSERT INTO blind_draws SELECT id, revision, 'APPROVED', 0, 500, house_now() FROM policy_exceptions WHERE id = '${exceptionId}' ON CONFLICT DO NOTHING;
       WITH opened AS (INSERT INTO blind_looks (id, exception_id, peer_id, peer_human, opened_at, due_at)
         VALUES ('bli_${randomUUID()}', '${exceptionId}', 'per_lachlan', 'hum_lachlan', house_now(), house_now() + interval '7 days') ON CONFLICT DO NOTHING RETURNING id)
         INSERT INTO facts (subject_id, name, body) SELECT id, 'blindLook.opened', '{"personId": "per_lachlan"}' FROM opened`,
    );
    const [look] = await ground.rows<{ id: string; handle: string }>(
      'SELECT b.id, p.handle FROM blind_looks b JOIN people p ON p.id = b.peer_id WHERE b.exception_id = $1',
      [exceptionId],
    );
    const input = { blindLookId: look?.id, answer: 'WOULD_CO_SIGN', reason: this.hands.canaries.sing('Fair.') };
    await this.hands.run([look?.handle ?? '', 'answerBlindLook'], input, 'blindLook { id }');
  }

  /** Declined, then allowed by a policy: the customer is asked again, in a case of their own. Answers both cases. */
  async reachedBack(caseId: string): Promise<{ caseIds: string[]; exceptionId: string }> {
    const { sing } = this.hands.canaries;
    const cause = await this.hands.house.ground.cause(`refused-${randomUUID().slice(0, 8)}`);
    const exceptionId = await this.hands.propose(caseId, { cause });
    for (const by of ['mia', 'jack']) await this.hands.act([by, 'objectToException'], exceptionId, { reason: sing('No.') });
    const policyVersionId = await this.inForce(cause);
    const input = { policyVersionId, caseId, need: sing('We may now.') };
    const opened = await this.hands.run<{ case: { id: string } }>(['priya', 'openReachBackCase'], input, 'case { id }');
    return { caseIds: [caseId, opened.case.id], exceptionId };
  }

  /** An admin gives a case of Priya's to a colleague, and back. */
  async givenAway(caseId: string): Promise<void> {
    for (const [fromId, toId] of [
      ['per_priya', 'per_lachlan'],
      ['per_lachlan', 'per_priya'],
    ]) {
      const input = { fromId, toId, caseIds: [caseId], reason: this.hands.canaries.sing('She is ill.') };
      await this.hands.run(['wei', 'rehomeCases'], input, '__typename');
    }
  }

  /** Tom says that a signature of his is not his; two admins settle it. */
  async disowned(exceptionId: string): Promise<void> {
    const { sing } = this.hands.canaries;
    const disowned = await this.hands.run<{ dispute: { id: string } }>(['tom', 'disownSignature'], { exceptionId }, 'dispute { id }');
    await this.hands.house.ground.admin.query('UPDATE people SET sessions_ended_at = NULL'); // else he would have to sign in again
    for (const by of ['wei', 'ana']) {
      const input = { disputeId: disowned.dispute.id, outcome: 'GENUINE', reason: sing('He remembers.') };
      await this.hands.run([by, 'settleDispute'], input, 'dispute { id }');
    }
  }

  /** A policy for one cause, which is in force. */
  private async inForce(cause: string): Promise<string> {
    const draft = {
      ...POLICY,
      conditions: { causes: [cause], amountUpTo: { amountMinor: 900_000, currency: 'AUD' } },
      title: `Fees ${cause}`,
    };
    const fields = 'policyVersion { id }';
    const { policyVersion } = await this.hands.run<{ policyVersion: { id: string } }>(['renee', 'draftPolicy'], draft, fields);
    const policyVersionId = policyVersion.id;
    await this.hands.run(['renee', 'proposePolicyVersion'], { policyVersionId }, fields);
    await this.hands.run(['omar', 'activatePolicyVersion'], { policyVersionId }, fields);
    return policyVersionId;
  }
}
