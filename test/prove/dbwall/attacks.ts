import type { Known, Scenes } from './scene.js';

/** Statements that a role has every right to send, and that the walls refuse all the same. */
export interface Attack {
  readonly name: string;
  readonly as: 'api' | 'worker' | 'seal' | 'erase';
  readonly sql: string;
  /** The SQLSTATE, or the name of the constraint that says no. */
  readonly refusedBy: string;
}

/** Signs by hand: exception, revision, account, and its human when that is another than its own. */
function sign({ id, digest }: Known, revision: number, account: string, human = account): string {
  return `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
    VALUES ('${id}', ${revision}, 'hum_${human}', 'per_${account}', decode('${digest}', 'hex'));`;
}

/** Approves by hand with the signatures of these humans. */
function approve(
  { id, digest }: Known,
  humans: readonly string[],
  { quorum = humans.length, counted = humans.length, review = true } = {},
): string {
  return `INSERT INTO approvals (exception_id, revision, digest, quorum, counted)
      SELECT id, revision, decode('${digest}', 'hex'), ${quorum}, ${counted} FROM policy_exceptions WHERE id = '${id}';
    ${humans.map((human) => `INSERT INTO counted_signatures SELECT id, revision, 'hum_${human}' FROM policy_exceptions WHERE id = '${id}';`).join('\n')}
    ${review ? `INSERT INTO reviews (id, exception_id, due_at) VALUES ('rev_evil', '${id}', house_now() + interval '7 days');` : ''}
    UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED', approved_revision = revision, use_by = house_now() + interval '30 days' WHERE id = '${id}';`;
}

const change = ({ id }: Known, set: string): string => `UPDATE policy_exceptions SET turn = turn + 1, ${set} WHERE id = '${id}';`;
const api = (name: string, sql: string, refusedBy: string): Attack => ({ name, as: 'api', sql, refusedBy });

/** Who may sign, and what. */
export function onSignatures({ open, lachlans, signed, approved, withdrawn, late }: Scenes): Attack[] {
  const stale = { ...open, digest: open.earlier };
  return [
    api('the proposer signs', sign(open, 2, 'priya'), 'TP100'),
    api('the proposer signs by a second account', sign(lachlans, 1, 'lach2', 'lachlan'), 'TP100'),
    api('a second account signs as if it were another human', sign(lachlans, 1, 'lach2', 'lach2'), 'TP100'),
    api('an editor signs', sign(open, 2, 'sam'), 'TP101'),
    api('somebody signs an older digest', sign(stale, 2, 'tom'), 'TP102'),
    api('somebody signs an older revision', sign(stale, 1, 'tom'), 'TP102'),
    api('somebody signs a digest that nothing has', sign({ ...open, digest: '00'.repeat(32) }, 2, 'tom'), 'TP102'),
    api('somebody who left signs', sign(open, 2, 'mia'), 'TP103'),
    api('somebody who is away signs', sign(open, 2, 'ivy'), 'TP103'),
    api('somebody who faces no customers signs', sign(open, 2, 'omar'), 'TP103'),
    api('an admin signs', sign(open, 2, 'wei'), 'TP103'),
    api('a machine signs', sign(open, 2, 'pay-1'), 'TP106'),
    api('a signature in the name of another human', sign(open, 2, 'tom', 'noor'), 'a_signer_is_one_human'),
    api('a signature of nobody', sign(open, 2, 'ghost'), 'a_signer_is_one_human'),
    api('somebody signs twice', sign(signed, 1, 'tom'), 'co_signatures_pkey'),
    api('somebody signs what was withdrawn', sign(withdrawn, 1, 'tom'), 'TP104'),
    api('somebody signs what has expired', sign(late, 1, 'tom'), 'TP105'),
    api(
      'a signature pretends to be carried over',
      sign(open, 2, 'tom').replace('digest)', 'digest, carried_from)').replace(/\);$/, ', 1);'),
      'TP102',
    ),
    api('a counted signature is made void', `INSERT INTO co_signature_ends VALUES ('${approved.id}', 1, 'hum_tom', 'VOID');`, 'TP104'),
    api(
      'a signature ends that was never given',
      `INSERT INTO co_signature_ends VALUES ('${open.id}', 2, 'hum_tom', 'VOID');`,
      'an_end_is_of_a_signature',
    ),
    api('an objection by the proposer', vote('objections', open, 'priya'), 'TP100'),
    api('an objection by an editor', vote('objections', open, 'sam'), 'TP101'),
    api('an objection to what is approved', vote('objections', approved, 'noor', 1), 'TP104'),
    api('an objection to an older digest', vote('objections', stale, 'tom'), 'TP102'),
    api('a pass by a machine', vote('passes', open, 'pay-1'), 'TP106'),
    api('a pass after the time', vote('passes', late, 'tom', 1), 'TP105'),
  ];
}

function vote(table: 'objections' | 'passes', { id, digest }: Known, account: string, revision = 2): string {
  const words =
    table === 'objections' ? `INSERT INTO remarks (id, subject_id, author_id, body) VALUES ('rmk_evil', '${id}', 'per_tom', 'No.');` : '';
  const [column, value] = table === 'objections' ? [', words_id', `, 'rmk_evil'`] : ['', ''];
  return `${words} INSERT INTO ${table} (exception_id, revision, human_id, signer_id, digest${column})
    VALUES ('${id}', ${revision}, 'hum_${account}', 'per_${account}', decode('${digest}', 'hex')${value});`;
}

/** What makes an approval. */
export function onApprovals({ open, signed, approved, late }: Scenes): Attack[] {
  return [
    api('an approval without signatures', approve(open, [], { quorum: 1, counted: 1 }), 'TP112'),
    api('an approval that counts nobody', approve(open, [], { quorum: 1, counted: 0 }), 'enough_signatures_counted'),
    api('an approval with a quorum of none', approve(open, [], { quorum: 0, counted: 0 }), 'enough_signatures_counted'),
    api('an approval that counts somebody who did not sign', approve(open, ['tom']), 'counted_is_a_signature'),
    api('an approval with fewer signatures than the quorum', approve(signed, ['tom'], { quorum: 2, counted: 2 }), 'TP112'),
    api('an approval with a smaller quorum than asked for', approve(signed, ['tom']), 'TP112'),
    api('an approval that counts one human twice', approve(signed, ['tom', 'tom']), 'counted_signatures_pkey'),
    api('an approval without a review', sign(open, 2, 'tom') + approve(open, ['tom'], { review: false }), 'exactly_one_review'),
    api(
      'an approval of another digest',
      sign(open, 2, 'tom') + approve({ ...open, digest: open.earlier }, ['tom']),
      'an_approval_is_of_one_digest',
    ),
    api(
      'an approval by a signature that was taken back',
      sign(open, 2, 'tom') + `INSERT INTO co_signature_ends VALUES ('${open.id}', 2, 'hum_tom', 'RETRACTED');` + approve(open, ['tom']),
      'TP112',
    ),
    api(
      'an approval by somebody who then stops facing customers',
      sign(open, 2, 'tom') + `UPDATE people SET faces_customers = false WHERE id = 'per_tom';` + approve(open, ['tom']),
      'TP112',
    ),
    api('an approval after the time', approve(late, [], { quorum: 1, counted: 1 }), 'TP105'),
    api(
      'the word approved without an approval',
      change(open, `status = 'APPROVED', approved_revision = 2, use_by = house_now() + interval '1 day'`),
      'approved_means_an_approval',
    ),
    api('the word approved without a revision', change(open, `status = 'APPROVED'`), 'approved_means_approved_revision'),
    api(
      'the approval of an older revision',
      change(open, `status = 'APPROVED', approved_revision = 1, use_by = house_now()`),
      'approved_is_the_current_revision',
    ),
    api('a second approval', approve(approved, ['tom']), 'approvals_pkey'),
    api(
      'one more signature for an older approval',
      sign(approved, 1, 'noor') + `INSERT INTO counted_signatures VALUES ('${approved.id}', 1, 'hum_noor');`,
      'TP112',
    ),
    api(
      'a second review',
      `INSERT INTO reviews (id, exception_id, due_at) VALUES ('rev_evil', '${approved.id}', house_now());`,
      'one_review_per_exception',
    ),
    api(
      'a review of what is not approved',
      `INSERT INTO reviews (id, exception_id, due_at) VALUES ('rev_evil', '${open.id}', house_now());`,
      'a_review_is_of_an_approval',
    ),
    api(
      'a review that begins as disposed',
      `INSERT INTO reviews (id, exception_id, status, due_at) VALUES ('rev_evil', '${open.id}', 'DISPOSED', house_now());`,
      'TP902',
    ),
  ];
}

/** What becomes of an exception. */
export function onStates({ open, signed, approved, withdrawn }: Scenes): Attack[] {
  const all: [string, string, string][] = [
    ['what was approved is open again', change(approved, `status = 'PROPOSED', approved_revision = NULL, use_by = NULL`), 'TP104'],
    ['what was withdrawn is open again', change(withdrawn, `status = 'PROPOSED'`), 'TP104'],
    ['what was withdrawn is approved', change(withdrawn, `status = 'APPROVED', approved_revision = 1`), 'TP104'],
    ['what is open is carried out', change(open, `status = 'FULFILLED', fulfilment_reference = 'X'`), 'TP104'],
    ['what is approved is withdrawn', change(approved, `status = 'WITHDRAWN'`), 'TP104'],
    ['what is approved is declined', change(approved, `status = 'DECLINED'`), 'TP104'],
    ['what is open is stopped', change(open, `status = 'STOPPED', stopped_by = 'per_wei', stopped_human = 'hum_wei'`), 'TP104'],
    ['it expires before its time', change(open, `status = 'EXPIRED'`), 'TP104'],
    ['it lapses before its time', change(approved, `status = 'LAPSED'`), 'TP104'],
    ['it is carried out without a reference', change(approved, `status = 'FULFILLED'`), 'fulfilled_means_a_reference'],
    ['it is covered by nothing', change(open, `status = 'COVERED'`), 'TP131'],
    [
      'it is stopped by one admin',
      change(approved, `status = 'STOPPED', stopped_by = 'per_wei', stopped_human = 'hum_wei'`),
      'stopped_means_by_two_admins',
    ],
    [
      'it is stopped twice by one admin',
      change(
        approved,
        `status = 'STOPPED', stopped_by = 'per_wei', stopped_human = 'hum_wei', stop_proposed_by = 'per_wei', stop_proposed_human = 'hum_wei'`,
      ),
      'stopped_by_another',
    ],
    [
      'it is stopped by agents',
      change(
        approved,
        `status = 'STOPPED', stopped_by = 'per_tom', stopped_human = 'hum_tom', stop_proposed_by = 'per_priya', stop_proposed_human = 'hum_priya'`,
      ),
      'TP107',
    ],
    ['a change without a turn', `UPDATE policy_exceptions SET raised = raised + 1 WHERE id = '${open.id}';`, 'TP900'],
    ['a change of two turns', `UPDATE policy_exceptions SET turn = turn + 2 WHERE id = '${open.id}';`, 'TP900'],
    ['a smaller quorum for the same text', change(signed, 'base_quorum = 1'), 'TP900'],
    ['another policy for the same text', change(open, `policy_version_id = 'pve_none'`), 'TP900'],
    ['a quorum that was raised is lowered', `${change(open, 'raised = 1')} ${change(open, 'raised = 0')}`, 'TP900'],
    ['a revision is skipped', change(open, 'revision = revision + 2'), 'TP900'],
    ['an approved one gets another revision', change(approved, 'revision = 2'), 'TP900'],
    ['an approved one may be used for longer', change(approved, `use_by = use_by + interval '1 year'`), 'TP900'],
    ['an approved one asks for more', change(approved, 'raised = raised + 1'), 'TP900'],
    [
      'the customer was told at another time',
      `${change(approved, 'customer_told_at = house_now()')} ${change(approved, `customer_told_at = house_now() + interval '1 hour'`)}`,
      'TP900',
    ],
    ['a revision that is not there', change(open, 'revision = revision + 1'), 'the_current_revision_exists'],
    ['a new one that is approved', propose(`'APPROVED', 1`), 'TP104'],
    ['a new one by somebody who does not own the case', propose(`'PROPOSED', 1`, 'tom'), 'TP110'],
    ['a new one without a text', propose(`'PROPOSED', 1`), 'the_current_revision_exists'],
    ['a new one with a quorum of none', propose(`'PROPOSED', 0`), 'policy_exceptions_base_quorum_check'],
  ];
  return all.map(([name, sql, refusedBy]) => api(name, sql, refusedBy));
}

function propose(values: string, by = 'priya'): string {
  return `INSERT INTO policy_exceptions (id, status, base_quorum, case_id, proposer_id, proposer_human, expires_at)
    SELECT 'exc_evil', ${values}, case_id, 'per_${by}', 'hum_${by}', house_now() + interval '1 hour' FROM ownership WHERE person_id = 'per_priya' LIMIT 1;`;
}
