import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { type Attacks, besieged, turn } from './siege.js';

const LIST = 'causes.causes_are_curated';

/** One cause that Renee asks to merge into another, one that was merged, one that nobody touches. Sam is another account of Renee. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  await house.admin.query(`UPDATE people SET roles = '{REVIEWER}' WHERE handle = 'sam';
    INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_siege', 'cau_siege', 'One word.');
    ${ask('rain', 'storm', 'renee')}; ${ask('sleet', 'hail', 'renee')}; ${merge('sleet', 'hail', 'omar')}`);
  await house.link('sam', 'renee');
  const { id } = await room.propose({ cause: 'hail' });
  const { id: approved } = await room.coSign((await room.propose({ cause: 'hail' })).id, 'tom');
  return { open: id, approved };
}
type World = Awaited<ReturnType<typeof build>>;

function ask(from: string, into: string, who: string): string {
  return `UPDATE causes SET merge_asked_into = '${into}', merge_asked_by = 'per_${who}', merge_asked_human = 'hum_${who}', merge_why_id = 'rmk_siege' WHERE key = '${from}'`;
}
function merge(from: string, into: string, who: string): string {
  return `UPDATE causes SET merged_into = '${into}', merged_by = 'per_${who}', merged_human = 'hum_${who}' WHERE key = '${from}'`;
}
const made = (columns: string, values: string): string =>
  `INSERT INTO causes (key, name, ${columns}) VALUES ('made-up', 'Made up', ${values})`;

// prettier-ignore
const CAUSES: Attacks<World> = [
  ['is put there by nobody', { sql: () => `INSERT INTO causes (key, name) VALUES ('made-up', 'Made up')`, says: 'TP107', wall: LIST }],
  ['is put there by an agent', { sql: () => made('created_by', `'per_tom'`), says: 'TP107', wall: LIST }],
  ['is put there merged', { sql: () => made('created_by, merge_asked_into, merge_asked_by, merge_asked_human, merge_why_id', `'per_omar', 'hail', 'per_omar', 'hum_omar', 'rmk_siege'`), says: 'TP900', api: '42501', wall: LIST }],
  ['is a sentence', { sql: () => `INSERT INTO causes (key, name, created_by) VALUES ('Made up', 'Made up', 'per_omar')`, says: '23514 a_cause_is_a_short_code', wall: 'causes.a_cause_is_a_short_code' }],
  ['has no name', { sql: () => `UPDATE causes SET name = '' WHERE key = 'fog'`, says: '23514 a_cause_has_a_name', wall: 'causes.a_cause_has_a_name' }],
  ['has another key', { sql: () => `UPDATE causes SET key = 'mist' WHERE key = 'fog'`, says: 'TP900', api: '42501', wall: LIST }],
  ['is deleted', { sql: () => `DELETE FROM causes WHERE key = 'fog'`, says: 'TP900', api: '42501', wall: 'causes.causes_are_kept' }],
  ['is asked to be merged by an agent', { sql: () => ask('fog', 'storm', 'tom'), says: 'TP107', wall: LIST }],
  ['is asked to be merged without a reason', { sql: () => ask('fog', 'storm', 'omar').replace(`'rmk_siege'`, 'NULL'), says: '23514 a_merge_is_asked_for_with_a_reason', wall: 'causes.a_merge_is_asked_for_with_a_reason' }],
  ['is asked to be merged into itself', { sql: () => ask('fog', 'fog', 'omar'), says: '23514 no_cause_is_merged_into_itself', wall: 'causes.no_cause_is_merged_into_itself' }],
  ['is asked to be merged into what was merged itself', { sql: () => ask('fog', 'sleet', 'omar'), says: 'TP195', wall: LIST }],
  ['is merged though nobody asked', { sql: () => merge('fog', 'storm', 'omar'), says: 'TP900', wall: LIST, behind: '23514 merged_means_asked_for_before' }],
  ['is merged by one reviewer', { sql: () => merge('rain', 'storm', 'renee'), says: '23514 merged_by_another', wall: 'causes.merged_by_another' }],
  ['is merged by the other account of who asked', { sql: () => merge('rain', 'storm', 'sam'), says: 'TP171', wall: 'causes.linked_humans_do_not_merge' }],
  ['is merged by an agent', { sql: () => merge('rain', 'storm', 'tom'), says: 'TP107', wall: LIST, behind: '23514 merged_means_asked_for_before' }],
  ['is merged into another one than was asked', { sql: () => merge('rain', 'dust', 'omar'), says: 'TP900', wall: LIST, behind: '23514 merged_means_asked_for_before' }],
  ['is other, and merged', { sql: () => `${ask('other', 'storm', 'renee')}; ${merge('other', 'storm', 'omar')}`, says: '23514 other_is_always_there', wall: 'causes.other_is_always_there' }],
  ['was merged, and is merged elsewhere: a chain', { sql: () => `UPDATE causes SET merged_into = 'storm' WHERE key = 'sleet'`, says: 'TP195', wall: LIST, behind: '23502 since' }],
  ['was merged, and is the goal of its goal: a circle', { sql: () => `${ask('hail', 'sleet', 'renee')}; ${merge('hail', 'sleet', 'omar')}`, says: 'TP195', wall: LIST, behind: '23514 merged_means_asked_for_before' }],
  ['was merged, and is itself again', { sql: () => `UPDATE causes SET merged_into = NULL, merged_by = NULL, merged_human = NULL WHERE key = 'sleet'`, says: 'TP195', wall: LIST, behind: '23514 merged_means_asked_for_before' }],
  ['was merged, and is named better', { sql: () => `UPDATE causes SET name = 'Snow' WHERE key = 'sleet'`, says: 'TP195', wall: LIST }],
];
besieged<World>('a cause', build, CAUSES);

// prettier-ignore
besieged<World>('what a cause meant', build, [
  ['is not forgotten', { sql: () => 'DELETE FROM cause_meanings', says: 'TP900', api: '42501', wall: 'cause_meanings.cause_meanings_are_append_only' }],
  ['is not put otherwise', { sql: () => `UPDATE cause_meanings SET means = 'storm'`, says: 'TP900', api: '42501', wall: 'cause_meanings.cause_meanings_are_append_only' }],
]);

// prettier-ignore
besieged<World>('what reviewers were told of a pattern', build, [
  ['is not forgotten', { sql: () => `INSERT INTO pattern_candidates VALUES ('pat_1', 'hail', 'REFUND'); DELETE FROM pattern_candidates`, says: 'TP900', api: '42501', wall: 'pattern_candidates.pattern_candidates_are_kept' }],
  ['is not told twice of one customer', { sql: (w) => `INSERT INTO under_served VALUES ('${w.approved}', 'pat_1'), ('${w.approved}', 'pat_2')`, says: '23505 an_under_served_customer_is_told_of_once', api: '42501', wall: 'under_served.an_under_served_customer_is_told_of_once' }],
  ['is not forgotten of a customer', { sql: (w) => `INSERT INTO under_served VALUES ('${w.approved}', 'pat_1'); DELETE FROM under_served`, says: 'TP900', api: '42501', wall: 'under_served.under_served_is_append_only' }],
]);

// prettier-ignore
besieged<World>('what is said of precedents', build, [
  ['at the proposal stands', { sql: (w) => turn(w.open, `why_different_id = 'rmk_siege'`), says: 'TP900', api: '42501', wall: 'policy_exceptions.why_it_differs_stands' }],
]);

/** A policy for hail, up to 10,00 for refunds, cited for Priya's case. */
async function buildPolicy(room: ExceptionsRoom) {
  const policy = await room.activate({ kinds: ['REFUND'], causes: ['hail'], upTo: 1_000 });
  const next = await room.activate({ kinds: ['REFUND'], causes: ['hail'], upTo: 2_000, policyId: policy.policyId });
  return { caseId: await room.house.caseOf('priya'), superseded: policy.id, active: next.id };
}
type Cited = Awaited<ReturnType<typeof buildPolicy>>;
const cite = (version: string, caseId: string, amount: number, { cause = 'hail', kind = 'REFUND' } = {}): string =>
  `INSERT INTO policy_citations (policy_version_id, case_id, cause, kind, amount_minor, currency, person_id) VALUES ('${version}', '${caseId}', '${cause}', '${kind}', ${amount}, 'AUD', 'per_priya')`;

const COVERS = { says: 'TP131', wall: 'policy_citations.what_is_cited_covers' };
// prettier-ignore
besieged<Cited>('a policy that is cited', buildPolicy, [
  ['covers the amount', { sql: (w) => cite(w.active, w.caseId, 2_001), ...COVERS }],
  ['covers the cause', { sql: (w) => cite(w.active, w.caseId, 1_000, { cause: 'storm' }), ...COVERS }],
  ['covers the kind', { sql: (w) => cite(w.active, w.caseId, 1_000, { kind: 'CREDIT' }), ...COVERS }],
  ['is the version in force', { sql: (w) => cite(w.superseded, w.caseId, 500), ...COVERS }],
  ['is cited for good', { sql: (w) => `${cite(w.active, w.caseId, 500)}; DELETE FROM policy_citations`, says: 'TP900', api: '42501', wall: 'policy_citations.policy_citations_are_append_only' }],
]);
