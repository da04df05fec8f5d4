import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { APPROVAL, approve, besieged, sign, turn, vote } from './siege.js';

const aud = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });

/** Exceptions in every state that matters to a signature; each is Priya's. Ivy is away, Jack left. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const proposal = async (amountMinor: number, signers: readonly string[] = []): Promise<string> => {
    const { id } = await room.propose(aud(amountMinor));
    for (const signer of signers) await room.coSign(id, signer);
    return id;
  };
  const one = await proposal(1);
  const two = await proposal(150_000, ['tom']);
  const three = await proposal(250_000, ['tom', 'mia']);
  const open = await proposal(150_000, ['noor']);
  await room.exceptions.retract({ exceptionId: open }, await house.actor('noor'));
  await room.coSign(open, 'tom');
  const voided = await proposal(150_000, ['sam']);
  const edited = await proposal(150_000, ['tom']);
  await room.exceptions.inviteHelper({ exceptionId: edited, personId: 'per_lachlan' }, await house.actor('priya'));
  await room.amend(edited, { whyFair: 'In other words.' }, 'lachlan');
  const stale = await proposal(150_000, ['tom']);
  await room.amend(stale, aud(150_001));
  const byRobot = (await room.propose({ caseId: await house.caseOf('lachlan') }, 'desk')).id;
  const objected = await proposal(1);
  await room.object(objected, 'noor');
  const approved = await proposal(1, ['tom']);
  await room.coSign(approved, 'mia').catch(() => undefined);
  const withdrawn = await proposal(1);
  await room.exceptions.withdraw({ exceptionId: withdrawn, reason: 'Solved.' }, await house.actor('priya'));
  const policy = await room.activate({ causes: ['hail'], upTo: 1 });
  const superseded = (await room.propose({ policyVersionId: policy.id, noPolicyExists: null })).id;
  await room.activate({ causes: ['hail'], upTo: 2, policyId: policy.policyId });
  await house.admin
    .query(`UPDATE people SET faces_customers = false WHERE handle = 'sam'; UPDATE people SET faces_customers = true WHERE handle = 'sam';
    UPDATE people SET active = false WHERE handle = 'jack'; UPDATE people SET away_until = house_now() + interval '90 days' WHERE handle = 'ivy'`);
  return { one, two, three, open, voided, edited, stale, byRobot, objected, approved, withdrawn, superseded };
}
type World = Awaited<ReturnType<typeof build>>;

const nobodysDigest = `decode('${'cd'.repeat(32)}', 'hex')`;

// prettier-ignore
besieged<World>('promise 1: a signature', build, [
  ['by the proposer', { sql: ({ one }) => sign(one, 'priya'), says: 'TP100', wall: 'co_signatures.peers_co_sign' }],
  ['by the human of the robot that proposed', { sql: ({ byRobot }) => sign(byRobot, 'lachlan'), says: 'TP100', wall: 'co_signatures.peers_co_sign' }],
  ['by a second account of that human', { sql: ({ byRobot }) => sign(byRobot, 'lach2'), says: 'TP100', wall: 'co_signatures.peers_co_sign' }],
  ['by an editor', { sql: ({ edited }) => sign(edited, 'lachlan'), says: 'TP101', wall: 'co_signatures.peers_co_sign' }],
  ["by an editor's second account", { sql: ({ edited }) => sign(edited, 'lach2'), says: 'TP101', wall: 'co_signatures.peers_co_sign' }],
  ['by a machine', { sql: ({ one }) => sign(one, 'pay-1'), says: 'TP106', wall: 'co_signatures.peers_co_sign' }],
  ['by an admin who faces no customers', { sql: ({ one }) => sign(one, 'wei'), says: 'TP103', wall: 'co_signatures.peers_co_sign' }],
  ['by somebody who left', { sql: ({ one }) => sign(one, 'jack'), says: 'TP103', wall: 'co_signatures.peers_co_sign' }],
  ['by somebody away', { sql: ({ one }) => sign(one, 'ivy'), says: 'TP103', wall: 'co_signatures.peers_co_sign' }],
  ['after it was withdrawn', { sql: ({ withdrawn }) => sign(withdrawn, 'tom'), says: 'TP104', wall: 'co_signatures.peers_co_sign' }],
  ['after it expired', { sql: ({ one }) => sign(one, 'tom'), clock: '20 days', says: 'TP105', wall: 'co_signatures.peers_co_sign' }],
  ['on an earlier revision', { sql: ({ stale }) => `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest) SELECT exception_id, number, 'hum_mia', 'per_mia', digest FROM revisions WHERE exception_id = '${stale}' AND number = 1`, says: 'TP102', wall: 'co_signatures.peers_co_sign' }],
  ['on a text that nobody proposed', { sql: ({ one }) => `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest) VALUES ('${one}', 1, 'hum_mia', 'per_mia', ${nobodysDigest})`, says: 'TP102', wall: 'co_signatures.peers_co_sign', behind: '23503 a_signature_is_on_the_digest_that_was_read' }],
  ["in another human's name", { sql: ({ one }) => sign(one, 'tom').replace('p.human_id, p.id', `'hum_mia', p.id`), says: '23503 a_signer_is_one_human', wall: 'co_signatures.a_signer_is_one_human' }],
  ['twice by one human', { sql: ({ two }) => sign(two, 'tom'), says: '23505 co_signatures_pkey', wall: 'co_signatures.co_signatures_pkey' }],
  ['carried over a change of the matter', { sql: ({ stale }) => sign(stale, 'tom').replace('digest)', 'digest, carried_from)').replace('r.digest', 'r.digest, 1'), says: 'TP102', wall: 'co_signatures.peers_co_sign' }],
  ['carried over that was never given', { sql: ({ edited }) => sign(edited, 'mia').replace('digest)', 'digest, carried_from)').replace('r.digest', 'r.digest, 1'), says: 'TP102', wall: 'co_signatures.peers_co_sign' }],
  ['an objection by the proposer', { sql: ({ one }) => vote('objections', one, 'priya'), says: 'TP100', wall: 'objections.peers_object' }],
  ['an objection by a machine', { sql: ({ one }) => vote('objections', one, 'pay-1'), says: 'TP106', wall: 'objections.peers_object' }],
  ['an objection after the approval', { sql: ({ approved }) => vote('objections', approved, 'noor'), says: 'TP104', wall: 'objections.peers_object' }],
  ['a second objection', { sql: ({ objected }) => vote('objections', objected, 'noor'), says: '23505 objections_pkey', wall: 'objections.objections_pkey' }],
  ['a pass by an editor', { sql: ({ edited }) => vote('passes', edited, 'lachlan'), says: 'TP101', wall: 'passes.peers_pass' }],
  ['a pass after it expired', { sql: ({ one }) => vote('passes', one, 'tom'), clock: '20 days', says: 'TP105', wall: 'passes.peers_pass' }],
  ['taken back after the approval', { sql: ({ approved }) => `INSERT INTO co_signature_ends (exception_id, revision, human_id, how) VALUES ('${approved}', 1, 'hum_tom', 'RETRACTED')`, says: 'TP104', wall: 'co_signature_ends.open_signatures_end' }],
  ['taken back that was never given', { sql: ({ one }) => `INSERT INTO co_signature_ends (exception_id, revision, human_id, how) VALUES ('${one}', 1, 'hum_tom', 'RETRACTED')`, says: '23503 an_end_is_of_a_signature', wall: 'co_signature_ends.an_end_is_of_a_signature' }],
  ['ended in a way that nobody knows', { sql: ({ two }) => `INSERT INTO co_signature_ends (exception_id, revision, human_id, how) VALUES ('${two}', 1, 'hum_tom', 'LOST')`, says: '23514 an_end_is_known', wall: 'co_signature_ends.an_end_is_known' }],
  ['an objection taken back after the end', { sql: ({ withdrawn }) => `INSERT INTO objection_ends (exception_id, revision, human_id, how) VALUES ('${withdrawn}', 1, 'hum_tom', 'RETRACTED')`, says: 'TP104', wall: 'objection_ends.open_objections_end', behind: '23503 an_end_is_of_an_objection' }],
]);

// prettier-ignore
besieged<World>('promises 1 and 5: an approval', build, [
  ['without any signature', { sql: ({ one }) => approve(one, []), says: '23514 enough_signatures_counted', wall: 'approvals.enough_signatures_counted', behind: 'TP112' }],
  ['that claims a signature which is not there', { sql: ({ one }) => [APPROVAL.status(one), APPROVAL.row(one, 1), APPROVAL.review(one)].join(';'), says: 'TP112', wall: 'approvals.approval_holds' }],
  ['that counts a signature which was never given', { sql: ({ one }) => approve(one, ['tom']), says: '23503 counted_is_a_signature', wall: 'counted_signatures.counted_is_a_signature', behind: 'TP112' }],
  ['with one of two signatures', { sql: ({ two }) => approve(two, ['tom'], '1'), says: 'TP112', wall: 'approvals.approval_holds' }],
  ['with two of three', { sql: ({ three }) => approve(three, ['tom', 'mia'], '2'), says: 'TP112', wall: 'approvals.approval_holds' }],
  ['with fewer than it says it needs', { sql: ({ two }) => approve(two, ['tom']), says: '23514 enough_signatures_counted', wall: 'approvals.enough_signatures_counted', behind: 'TP112' }],
  ['with one signature counted twice', { sql: ({ two }) => approve(two, ['tom', 'tom']), says: '23505 counted_signatures_pkey', wall: 'counted_signatures.counted_signatures_pkey', behind: 'TP112' }],
  ['with a void signature', { sql: ({ voided }) => `${sign(voided, 'mia')}; ${approve(voided, ['sam', 'mia'])}`, says: 'TP112', wall: 'approvals.approval_holds' }],
  ['with a retracted signature', { sql: ({ open }) => approve(open, ['noor', 'tom']), says: 'TP112', wall: 'approvals.approval_holds' }],
  ['with a stale signature', { sql: ({ stale }) => `${sign(stale, 'mia')}; ${approve(stale, ['tom', 'mia'])}`, says: '23503 counted_is_a_signature', wall: 'counted_signatures.counted_is_a_signature', behind: 'TP112' }],
  ['with a stale signature under its own revision', { sql: ({ stale }) => `${sign(stale, 'mia')}; ${approve(stale, ['mia'], '1')}; INSERT INTO counted_signatures (exception_id, revision, human_id) VALUES ('${stale}', 1, 'hum_tom')`, says: '23503 counted_for_an_approval', wall: 'counted_signatures.counted_for_an_approval', behind: 'TP112' }],
  ['with the signature of somebody who left meanwhile, unnoticed by the trigger on people', { sql: ({ two }) => `${sign(two, 'mia')}; ${approve(two, ['tom', 'mia'])}; ALTER TABLE people DISABLE TRIGGER lost_eligibility_voids_signatures; UPDATE people SET active = false WHERE handle = 'mia'`, says: 'TP112', api: '42501', wall: 'approvals.approval_holds' }],
  ['after an objection that raised nothing', { sql: ({ one }) => `${vote('objections', one, 'noor')}; ${sign(one, 'tom')}; ${approve(one, ['tom'])}`, says: 'TP112', wall: 'approvals.approval_holds' }],
  ['of what was raised, with too few', { sql: ({ objected }) => `${sign(objected, 'tom')}; ${approve(objected, ['tom'], '1')}`, says: 'TP112', wall: 'approvals.approval_holds' }],
  ['after it expired', { sql: ({ two }) => approve(two, ['tom']), clock: '20 days', says: 'TP105', wall: 'policy_exceptions.exception_moves_forward', behind: '23514 approved_means_approved_revision' }],
  ['that departs from a policy which has changed', { sql: ({ superseded }) => `${sign(superseded, 'tom')}; ${approve(superseded, ['tom'])}`, says: 'TP130', wall: 'policy_exceptions.exception_moves_forward', behind: '23514 approved_means_approved_revision' }],
  ['in name only', { sql: ({ one }) => APPROVAL.status(one), says: '23503 approved_means_an_approval', wall: 'policy_exceptions.approved_means_an_approval' }],
  ['of an earlier revision', { sql: ({ stale }) => `${turn(stale, `status = 'APPROVED', approved_revision = 1, use_by = house_now()`)}`, says: '23514 approved_is_the_current_revision', wall: 'policy_exceptions.approved_is_the_current_revision', behind: '23503 approved_means_an_approval' }],
  ['of another digest', { sql: ({ one }) => `${sign(one, 'tom')}; ${approve(one, ['tom']).replace('r.number, r.digest', `r.number, ${nobodysDigest}`)}`, says: '23503 an_approval_is_of_one_digest', wall: 'approvals.an_approval_is_of_one_digest', behind: 'TP112' }],
  ['without a review', { sql: ({ one }) => [sign(one, 'tom'), APPROVAL.status(one), APPROVAL.row(one, 1), APPROVAL.counting(one, ['tom'])].join(';'), says: '23503 exactly_one_review', wall: 'approvals.exactly_one_review' }],
  ['that the exception does not know of', { sql: ({ one }) => [sign(one, 'tom'), APPROVAL.row(one, 1), APPROVAL.counting(one, ['tom']), APPROVAL.review(one)].join(';'), says: 'TP112', wall: 'approvals.approval_holds' }],
  ['a second time', { sql: ({ approved }) => APPROVAL.row(approved, 1), says: '23505 approvals_pkey', wall: 'approvals.approvals_pkey', behind: '23505 an_approval_is_of_one_revision' }],
  ['with a signature added to it later', { sql: ({ approved }) => APPROVAL.counting(approved, ['mia']), says: 'TP112', wall: 'counted_signatures.counted_signatures_hold' }],
  ['with a second review', { sql: ({ approved }) => APPROVAL.review(approved), says: '23505 one_review_per_exception', wall: 'reviews.one_review_per_exception' }],
  ['with a review before there is one', { sql: ({ one }) => APPROVAL.review(one), says: '23503 a_review_is_of_an_approval', wall: 'reviews.a_review_is_of_an_approval' }],
]);
