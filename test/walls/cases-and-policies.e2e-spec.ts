import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** A case of Priya's that Mia had before, one that has only ever been Tom's, and a policy version in each state. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const [handed, toms] = [await house.caseOf('mia'), await house.caseOf('tom')];
  await house.clock('1 minute');
  await room.handOver(handed, 'priya');
  await house.clock('2 minutes');
  const first = await room.activate({ causes: ['hail'], upTo: 10 });
  await house.clock('3 minutes');
  const active = await room.activate({ causes: ['hail'], upTo: 20, policyId: first.policyId });
  const draft = async (id: string, policyId: string): Promise<string> => {
    await house.admin.query(`INSERT INTO policies (id, title) VALUES ('${policyId}', 'Fees') ON CONFLICT DO NOTHING;
      INSERT INTO policy_versions (id, policy_id, number, status, text, drafted_by) SELECT '${id}', '${policyId}', count(*) + 1, 'DRAFT', 'Fees stand.', 'per_renee'
        FROM policy_versions WHERE policy_id = '${policyId}'`);
    return id;
  };
  const drafted = await draft('pve_draft', 'pol_new');
  const proposed = await draft('pve_proposed', first.policyId);
  await house.admin.query(
    `UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee' WHERE id = '${proposed}'`,
  );
  const asked = await room.activate({ causes: ['frost'], upTo: 10 });
  await house.admin
    .query(`UPDATE policy_versions SET retire_proposed_by = 'per_renee', retire_proposed_human = 'hum_renee' WHERE id = '${asked.id}';
    UPDATE people SET roles = '{REVIEWER}' WHERE handle = 'lachlan'`);
  const lachlans = await draft('pve_lachlan', 'pol_lachlan');
  await house.admin.query(
    `UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_lach2', proposed_human = 'hum_lachlan' WHERE id = '${lachlans}'`,
  );
  return { handed, toms, superseded: first.id, active: active.id, drafted, proposed, asked: asked.id, lachlans };
}
type World = Awaited<ReturnType<typeof build>>;

const HISTORY = 'ownership.ownership_is_history';
const OWNED = 'ownership.an_owned_case_stays_owned';
const own = (caseId: string, handle: string, from = 'house_now()', until = 'NULL'): string =>
  `INSERT INTO ownership (case_id, person_id, human_id, from_at, until_at) SELECT '${caseId}', id, human_id, ${from}, ${until} FROM people WHERE handle = '${handle}'`;
const close = (caseId: string, at = 'house_now()'): string =>
  `UPDATE ownership SET until_at = ${at} WHERE case_id = '${caseId}' AND until_at IS NULL`;
const opened = (status = 'OWNED'): string =>
  `INSERT INTO cases (id, status, customer_id, opened_by) SELECT 'cas_siege', '${status}', id, 'per_priya' FROM customers LIMIT 1`;
const since = `(SELECT from_at FROM ownership WHERE until_at IS NULL ORDER BY from_at LIMIT 1)`;
const CLOCK = '10 minutes';

// prettier-ignore
besieged<World>('promise 12: a case', build, [
  ['without an owner', { sql: () => opened(), says: 'TP901', wall: 'cases.a_case_is_always_owned' }],
  ['whose owner comes late', { sql: () => `${opened()}; ${own('cas_siege', 'tom', `house_now() + interval '1 second'`)}`, says: 'TP901', wall: OWNED, behind: 'TP901' }],
  ['in a state that nobody knows', { sql: () => `${opened('HANDED_BACK')}; ${own('cas_siege', 'tom')}`, says: '23514 a_case_status_is_known', wall: 'cases.a_case_status_is_known', behind: 'another' }],
  ['with two owners', { sql: ({ toms }) => own(toms, 'mia'), says: '23P01 one_owner_at_every_instant', wall: 'ownership.one_owner_at_every_instant', behind: '23505 one_owner_now' }],
  ['with two owners for a moment of the past', { sql: ({ handed }) => own(handed, 'tom', `${since} - interval '2 seconds'`, since), says: '23P01 one_owner_at_every_instant', wall: 'ownership.one_owner_at_every_instant', behind: 'TP901' }],
  ['that is left', { sql: ({ toms }) => close(toms), clock: CLOCK, says: 'TP901', wall: OWNED }],
  ['that nobody has for a moment', { sql: ({ toms }) => `${close(toms, `house_now() - interval '1 second'`)}; ${own(toms, 'mia')}`, clock: CLOCK, says: 'TP901', wall: OWNED }],
  ['that is given to somebody from tomorrow on', { sql: ({ toms }) => `${close(toms, `house_now() + interval '1 day'`)}; ${own(toms, 'mia', `house_now() + interval '1 day'`)}`, clock: CLOCK, says: 'TP900', wall: HISTORY, behind: 'another' }],
  ['whose former owner is another one by now', { sql: ({ handed }) => `UPDATE ownership SET person_id = 'per_tom', human_id = 'hum_tom' WHERE case_id = '${handed}' AND until_at IS NOT NULL`, says: 'TP900', api: '42501', wall: HISTORY }],
  ['whose owner is another one, unnoticed', { sql: ({ toms }) => `UPDATE ownership SET person_id = 'per_mia', human_id = 'hum_mia' WHERE case_id = '${toms}'`, says: 'TP900', api: '42501', wall: HISTORY }],
  ['whose former owner comes back without a hand-off', { sql: ({ handed }) => `UPDATE ownership SET until_at = NULL WHERE case_id = '${handed}' AND until_at IS NOT NULL`, says: 'TP900', wall: HISTORY, behind: '23P01 one_owner_at_every_instant' }],
  ['whose history is forgotten', { sql: ({ handed }) => `DELETE FROM ownership WHERE case_id = '${handed}' AND until_at IS NOT NULL`, says: 'TP900', api: '42501', wall: HISTORY, behind: 'TP901' }],
  ["owned by one account in another human's name", { sql: ({ toms }) => `${close(toms)}; ${own(toms, 'mia').replace(`', id, human_id,`, `', id, 'hum_priya',`)}`, clock: CLOCK, says: '23503 an_owner_is_one_human', wall: 'ownership.an_owner_is_one_human', behind: 'another' }],
  ['owned for less than no time', { sql: ({ toms }) => close(toms, `from_at - interval '1 second'`), says: '23514 an_ownership_has_a_length', wall: 'ownership.an_ownership_has_a_length', behind: 'another' }],
]);

const FORWARD = 'policy_versions.policy_versions_move_forward';
const set = (id: string, columns: string): string => `UPDATE policy_versions SET ${columns} WHERE id = '${id}'`;
const by = (what: string, handle: string, human = handle): string => `${what}_by = 'per_${handle}', ${what}_human = 'hum_${human}'`;
const activate = (handle: string, from = 'house_now()', human = handle): string =>
  `status = 'ACTIVE', effective_from = ${from}, ${by('activated', handle, human)}`;
const follow = (active: string, proposed: string, at = `house_now()`): string =>
  `${set(active, `superseded_at = ${at}`)}; ${set(proposed, activate('omar', at))}`;

// prettier-ignore
besieged<World>('promise 4: a policy version', build, [
  ['that begins active', { sql: () => `INSERT INTO policy_versions (id, policy_id, number, status, text, drafted_by, activated_by, activated_human, effective_from) VALUES ('pve_siege', 'pol_new', 9, 'ACTIVE', 'Yes.', 'per_renee', 'per_omar', 'hum_omar', house_now())`, says: 'TP902', wall: FORWARD, behind: '23514 proposed_means_by_somebody' }],
  ['that nobody proposed', { sql: ({ drafted }) => set(drafted, activate('omar')), says: 'TP902', wall: FORWARD, behind: '23514 proposed_means_by_somebody' }],
  ['proposed by an agent', { sql: ({ drafted }) => set(drafted, `status = 'PROPOSED', ${by('proposed', 'priya')}`), says: 'TP107', wall: FORWARD }],
  ['proposed by an admin', { sql: ({ drafted }) => set(drafted, `status = 'PROPOSED', ${by('proposed', 'wei')}`), says: 'TP107', wall: FORWARD }],
  ["proposed in a reviewer's name", { sql: ({ drafted }) => set(drafted, `status = 'PROPOSED', ${by('proposed', 'renee', 'omar')}`), says: '23503 proposed_by_one_human', wall: 'policy_versions.proposed_by_one_human' }],
  ['activated by an agent', { sql: ({ lachlans }) => set(lachlans, activate('priya')), says: 'TP107', wall: FORWARD }],
  ['activated by whoever proposed it', { sql: ({ lachlans }) => set(lachlans, activate('lach2', 'house_now()', 'lachlan')), says: '23514 activated_by_another', wall: 'policy_versions.activated_by_another' }],
  ['activated by their other account', { sql: ({ lachlans }) => set(lachlans, activate('lachlan')), says: '23514 activated_by_another', wall: 'policy_versions.activated_by_another' }],
  ['activated without a beginning', { sql: ({ lachlans }) => set(lachlans, activate('omar', 'NULL')), says: '23514 active_means_activated', wall: 'policy_versions.active_means_activated' }],
  ['activated into the past', { sql: ({ lachlans }) => set(lachlans, activate('omar', `house_now() - interval '1 day'`)), says: 'TP902', wall: FORWARD }],
  ['beside one that is in force', { sql: ({ proposed }) => set(proposed, activate('omar')), clock: CLOCK, says: '23P01 one_version_in_force', wall: 'policy_versions.one_version_in_force' }],
  ['that ends with nothing after it', { sql: ({ active }) => set(active, 'superseded_at = house_now()'), clock: CLOCK, says: 'TP902', wall: 'policy_versions.a_policy_has_no_gap' }],
  ['that begins a day after the last one ended', { sql: ({ active, proposed }) => `${set(active, 'superseded_at = house_now()')}; ${set(proposed, activate('omar', `house_now() + interval '1 day'`))}`, clock: CLOCK, says: 'TP902', wall: 'policy_versions.a_policy_has_no_gap' }],
  ['that ends before it begins', { sql: ({ active, proposed }) => follow(active, proposed, `house_now() - interval '1 day'`), clock: CLOCK, says: '23514 in_force_for_a_while', wall: 'policy_versions.in_force_for_a_while', behind: 'another' }],
  ['whose words change while it is proposed', { sql: ({ proposed }) => set(proposed, `text = 'Anything goes.'`), says: 'TP902', wall: FORWARD }],
  ['whose words change as it is activated', { sql: ({ lachlans }) => set(lachlans, `${activate('omar')}, text = 'Anything goes.'`), says: 'TP900', wall: FORWARD }],
  ['whose owner changes while it is active', { sql: ({ active }) => set(active, `owner = 'Nobody'`), says: 'TP900', api: '42501', wall: FORWARD }],
  ['that was wanted sooner than it was', { sql: ({ active }) => set(active, `wanted_from = house_now()`), says: 'TP900', api: '42501', wall: FORWARD }],
  ['that calls itself as the house calls another', { sql: () => `INSERT INTO policies (id, title, book_ref) VALUES ('pol_siege', 'Fees', 'pol-1')`, says: '23514 a_ref_of_the_house_is_no_book_ref', wall: 'policies.a_ref_of_the_house_is_no_book_ref' }],
  ['whose words change while it is active', { sql: ({ active }) => set(active, `text = 'Anything goes.'`), says: 'TP900', wall: FORWARD }],
  ['whose limit grows while it is active', { sql: ({ active }) => set(active, `amount_up_to = 1000000`), says: 'TP900', wall: FORWARD }],
  ['whose causes grow while it is active', { sql: ({ active }) => set(active, `causes = '{}', kinds = '{REFUND}'`), says: 'TP900', wall: FORWARD }],
  ['that was in force longer than it was', { sql: ({ active }) => set(active, `effective_from = effective_from - interval '1 second'`), clock: CLOCK, says: 'TP900', wall: FORWARD, behind: '23P01 one_version_in_force' }],
  ['whose end is rewritten', { sql: ({ superseded }) => set(superseded, `superseded_at = superseded_at - interval '1 second'`), clock: CLOCK, says: 'TP900', wall: FORWARD, behind: 'TP902' }],
  ['whose activator is another one', { sql: ({ active }) => set(active, by('activated', 'lachlan')), says: 'TP900', wall: FORWARD }],
  ['that becomes a draft again', { sql: ({ active }) => set(active, `status = 'DRAFT'`), says: 'TP902', wall: FORWARD, behind: '23514 active_means_activated' }],
  ['under another number', { sql: ({ active }) => set(active, 'number = 9'), says: 'TP900', api: '42501', wall: FORWARD }],
  ['retired by one reviewer', { sql: ({ asked }) => set(asked, `status = 'RETIRED', superseded_at = house_now(), ${by('retired', 'renee')}`), clock: CLOCK, says: '23514 retired_by_another', wall: 'policy_versions.retired_by_another' }],
  ['retired without a second one', { sql: ({ asked }) => set(asked, `status = 'RETIRED', superseded_at = house_now()`), clock: CLOCK, says: '23514 retired_means_by_two', wall: 'policy_versions.retired_means_by_two' }],
  ['retired by an agent', { sql: ({ asked }) => set(asked, `status = 'RETIRED', superseded_at = house_now(), ${by('retired', 'priya')}`), clock: CLOCK, says: 'TP107', wall: FORWARD }],
  ['retired at the wish of an agent', { sql: ({ active }) => set(active, by('retire_proposed', 'priya')), says: 'TP107', wall: FORWARD }],
  ['retired by a reviewer and an agent at once', { sql: ({ active }) => set(active, `status = 'RETIRED', superseded_at = house_now(), ${by('retire_proposed', 'priya')}, ${by('retired', 'omar')}`), clock: CLOCK, says: 'TP107', wall: FORWARD }],
  ['retired and still in force', { sql: ({ asked }) => set(asked, `status = 'RETIRED', ${by('retired', 'omar')}`), says: '23514 retired_is_over', wall: 'policy_versions.retired_is_over' }],
  ['promoted without a day of review', { sql: ({ drafted }) => set(drafted, 'promoted = true'), says: '23514 promoted_ones_have_a_review_by_date', api: '42501', wall: 'policy_versions.promoted_ones_have_a_review_by_date' }],
  ['deleted', { sql: ({ drafted }) => `DELETE FROM policy_versions WHERE id = '${drafted}'`, says: 'TP900', api: '42501', wall: 'policy_versions.policy_versions_are_kept' }],
  ['made a precedent of by what was never approved', { sql: ({ drafted }) => `INSERT INTO policy_precedents VALUES ('${drafted}', 'exc_none')`, says: '23503 precedents_are_approved', wall: 'policy_precedents.precedents_are_approved' }],
]);

// prettier-ignore
besieged<World>('an account', build, [
  ['of another human', { sql: () => `UPDATE people SET human_id = 'hum_other' WHERE handle = 'jack'`, says: 'TP900', api: '42501', wall: 'people.an_account_stays_of_its_human' }],
  ['of a machine that becomes a person', { sql: () => `UPDATE people SET kind = 'PERSON' WHERE handle = 'pay-1'`, says: 'TP900', api: '42501', wall: 'people.an_account_stays_of_its_human' }],
  ['of a machine that faces customers', { sql: () => `UPDATE people SET faces_customers = true WHERE handle = 'pay-1'`, says: '23514 machines_face_no_customers', wall: 'people.machines_face_no_customers' }],
  ['of a machine that is an admin', { sql: () => `UPDATE people SET roles = '{ADMIN}' WHERE handle = 'pay-1'`, says: '23514 machines_face_no_customers', wall: 'people.machines_face_no_customers' }],
  ['in a role that nobody knows', { sql: () => `UPDATE people SET roles = '{KING}' WHERE handle = 'jack'`, says: '23514 roles_are_known', wall: 'people.roles_are_known' }],
]);
