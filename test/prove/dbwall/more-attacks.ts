import type { Attack } from './attacks.js';
import type { Known, Scenes } from './scene.js';

type Row = readonly [name: string, sql: string, refusedBy: string];

const by = (as: Attack['as'], rows: readonly Row[]): Attack[] => rows.map(([name, sql, refusedBy]) => ({ name, as, sql, refusedBy }));

/** Texts, reviews, policies, owners, facts. */
export function onTheRest({ open, approved }: Scenes): Attack[] {
  return [...by('api', [...onTexts(open), ...onReviews(approved.reviewId), ...onPolicies(), ...onOwners()]), ...byOthers(open, approved)];
}

/** The next revision by hand: its columns as the one before, but for what is given. */
function revise(
  { id }: Known,
  { author = 'priya', number = 'r.number + 1', texts = '', digest = 'r.digest', quorum = '' }: Record<string, string>,
): string {
  return `UPDATE policy_exceptions SET turn = turn + 1, revision = revision + 1${quorum} WHERE id = '${id}';
    INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
      SELECT exception_id, ${number}, ${digest}, material_digest, true, 'per_${author}', 'hum_${author}', cause, kind, amount_minor, currency, has_deed
        FROM revisions r WHERE exception_id = '${id}' AND number = 2;
    ${texts}`;
}

function onTexts(open: Known): Row[] {
  const copy = (set: string): string => `INSERT INTO revision_texts
    SELECT exception_id, 3, ${set}, what_policy_says, what_we_do, why_fair, deed, NULL FROM revision_texts WHERE exception_id = '${open.id}' AND revision = 2;`;
  return [
    ['a revision by a stranger', revise(open, { author: 'tom' }), 'TP111'],
    ['a revision with a number too high', revise(open, { number: '7' }), 'TP102'],
    ['a revision that the exception does not have', revise(open, {}).replace(/^UPDATE.*\n/, ''), 'TP102'],
    ['a revision without its words', revise(open, {}), 'a_revision_has_its_texts'],
    ['words that have another digest', revise(open, { texts: copy('salt, what_happened') }), 'TP903'],
    ['words with another salt', revise(open, { texts: copy(`sha256('evil'), what_happened`) }), 'TP903'],
    [
      'a revision that asks for a smaller quorum than its band',
      revise(open, { quorum: ', base_quorum = 1' }).replace('amount_minor, currency, has_deed\n', `900000, currency, has_deed\n`),
      'TP132',
    ],
    ['words for a revision that has them', copy('salt, what_happened').replace(', 3,', ', 2,'), 'revision_texts_pkey'],
  ];
}

function onReviews(id: string): Row[] {
  const claim = (
    who: string,
    lease = '20 minutes',
    turns = 1,
  ): string => `UPDATE reviews SET turn = turn + ${turns}, status = 'CLAIMED', reviewer_id = 'per_${who}',
    reviewer_human = 'hum_${who}', claimed_until = house_now() + interval '${lease}' WHERE id = '${id}';`;
  const dispose = (
    who: string,
  ): string => `INSERT INTO remarks (id, subject_id, author_id, body) VALUES ('rmk_evil', '${id}', 'per_${who}', 'Fine.');
    UPDATE reviews SET turn = turn + 1, status = 'DISPOSED', reviewer_id = 'per_${who}', reviewer_human = 'hum_${who}', claimed_until = NULL, disposition = 'ONE_OFF',
      reason_id = 'rmk_evil', disposed_at = house_now() WHERE id = '${id}';`;
  const reviewers = `UPDATE people SET roles = '{AGENT,REVIEWER}' WHERE id IN ('per_priya', 'per_tom');`;
  return [
    ['the proposer reviews', reviewers + claim('priya'), 'TP120'],
    ['the co-signer reviews', reviewers + claim('tom'), 'TP120'],
    ['an agent reviews', claim('noor'), 'TP107'],
    ['a review is disposed that nobody claimed', dispose('renee'), 'TP902'],
    ['a review is disposed by another than who claimed it', claim('renee') + dispose('omar'), 'TP121'],
    ['a claim is taken from somebody', claim('renee') + claim('omar'), 'TP122'],
    ['a claim for a day', claim('renee', '1 day'), 'TP122'],
    ['a claim without a turn', claim('renee', '20 minutes', 0), 'TP900'],
    ['a disposed review goes on', claim('renee') + dispose('renee') + claim('omar'), 'TP902'],
    [
      'a review is disposed without a reason',
      claim('renee') + dispose('renee').replace(`reason_id = 'rmk_evil', `, ''),
      'disposed_means_with_a_reason',
    ],
  ];
}

function onPolicies(): Row[] {
  const draft = (more = `'DRAFT'`): string => `INSERT INTO policies (id, title) VALUES ('pol_evil', 'Fees');
    INSERT INTO policy_versions (id, policy_id, number, text, drafted_by, status) VALUES ('pve_evil', 'pol_evil', 1, 'Fees fall.', 'per_renee', ${more});`;
  const set = (what: string, id = 'pve_evil'): string => `UPDATE policy_versions SET ${what} WHERE id = '${id}';`;
  const proposed = draft() + set(`status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee'`);
  const activate = (who: string, from = 'house_now()'): string =>
    set(`status = 'ACTIVE', activated_by = 'per_${who}', activated_human = 'hum_${who}', effective_from = ${from}`);
  const active = proposed + activate('omar');
  return [
    ['a policy that begins as active', draft(`'ACTIVE'`), 'TP902'],
    ['a draft that is activated at once', draft() + activate('omar'), 'TP902'],
    ['a policy activated by who proposed it', proposed + activate('renee'), 'activated_by_another'],
    ['a policy activated by an agent', proposed + activate('tom'), 'TP107'],
    ['a policy proposed by an agent', draft() + set(`status = 'PROPOSED', proposed_by = 'per_tom', proposed_human = 'hum_tom'`), 'TP107'],
    ['a policy that takes effect in the past', proposed + activate('omar', `house_now() - interval '1 day'`), 'TP902'],
    ['an active policy is rewritten', active + set(`text = 'Fees double.'`), 'TP900'],
    ['a proposed policy is rewritten', proposed + set(`amount_up_to = 1, currency = 'AUD'`), 'TP902'],
    ['the time in force is rewritten', active + set(`effective_from = house_now() + interval '1 day'`), 'TP900'],
    ['an active policy is a draft again', active + set(`status = 'DRAFT'`), 'TP902'],
    [
      'a policy retired by one reviewer',
      active + set(`status = 'RETIRED', retired_by = 'per_omar', retired_human = 'hum_omar', superseded_at = house_now() + interval '1 s'`),
      'retired_means_by_two',
    ],
    [
      'two versions in force at once',
      active +
        `INSERT INTO policy_versions (id, policy_id, number, text, drafted_by, status) VALUES ('pve_evil2', 'pol_evil', 2, 'Fees stand.', 'per_renee', 'DRAFT');` +
        set(`status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee'`, 'pve_evil2') +
        activate('omar', `house_now() + interval '1 s'`).replace('pve_evil', 'pve_evil2'),
      'one_version_in_force',
    ],
    [
      'a second set of guardrails in force',
      `INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human) SELECT 'grd_evil', 99, id, 'per_wei', 'hum_wei' FROM guardrails WHERE active;
       INSERT INTO bands (guardrails_id, position, quorum) VALUES ('grd_evil', 1, 1);
       UPDATE guardrails SET active = true, activated_by = 'per_ana', activated_human = 'hum_ana', activated_at = house_now() WHERE id = 'grd_evil';`,
      'one_active_set_of_guardrails',
    ],
  ];
}

function onOwners(): Row[] {
  const own = (
    who: string,
    from: string,
    until = 'NULL',
  ): string => `INSERT INTO ownership (case_id, person_id, human_id, from_at, until_at)
    SELECT id, 'per_${who}', 'hum_${who}', ${from}, ${until} FROM cases ORDER BY id LIMIT 1;`;
  const close = (at: string): string =>
    `UPDATE ownership SET until_at = ${at} WHERE case_id = (SELECT min(id) FROM cases) AND until_at IS NULL;`;
  return [
    ['a second owner', own('tom', 'house_now()'), 'one_owner_at_every_instant'],
    ['a second owner, once', own('tom', `opened_at + interval '1 ms'`, `opened_at + interval '2 ms'`), 'one_owner_at_every_instant'],
    ['an owner before the case was opened', own('tom', `opened_at - interval '2 h'`, `opened_at - interval '1 h'`), 'TP901'],
    ['nobody owns it any more', close('house_now()'), 'TP901'],
    ['a gap between two owners', close(`house_now() - interval '1 ms'`) + own('tom', 'house_now()'), 'TP901'],
    ['an ownership that ends tomorrow', close(`house_now() + interval '1 day'`), 'TP900'],
    [
      'an ownership that was closed is closed again',
      close('house_now()') +
        own('tom', 'house_now()') +
        `UPDATE ownership SET until_at = from_at + interval '1 ms' WHERE until_at IS NOT NULL;`,
      'TP900',
    ],
    [
      'an owner under a false name',
      close(`house_now() - interval '1 ms'`) + own('tom', 'house_now()').replace('hum_tom', 'hum_noor'),
      'an_owner_is_one_human',
    ],
    [
      'a case without an owner',
      `INSERT INTO cases (id, status, customer_id, opened_by) SELECT 'cas_evil', 'NEW', customer_id, opened_by FROM cases LIMIT 1;`,
      'TP901',
    ],
    ['a machine that faces customers', `UPDATE people SET faces_customers = true WHERE id = 'per_pay-1';`, 'machines_face_no_customers'],
    ['a machine with a role', `UPDATE people SET roles = '{ADMIN}' WHERE id = 'per_pay-1';`, 'machines_face_no_customers'],
    [
      'a fact that is no fact',
      `INSERT INTO facts (subject_id, name, body) VALUES ('exc_x', 'anything', '{}');`,
      'a_fact_is_a_noun_and_a_past_participle',
    ],
  ];
}

function byOthers(open: Known, approved: Known): Attack[] {
  const remark = `UPDATE remarks SET body = 'Something else.' WHERE id = (SELECT min(id) FROM remarks);`;
  return [
    ...by('worker', [
      [
        'the worker approves',
        `UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED' WHERE id = '${open.id}';`,
        'approved_means_approved_revision',
      ],
      ['the worker reopens', `UPDATE policy_exceptions SET turn = turn + 1, status = 'PROPOSED' WHERE id = '${approved.id}';`, 'TP104'],
      [
        'the worker covers what nothing covers',
        `UPDATE policy_exceptions SET turn = turn + 1, status = 'COVERED' WHERE id = '${open.id}';`,
        'TP131',
      ],
      [
        'the worker lets expire before the time',
        `UPDATE policy_exceptions SET turn = turn + 1, status = 'EXPIRED' WHERE id = '${open.id}';`,
        'TP104',
      ],
      ['the worker disposes', `UPDATE reviews SET turn = turn + 1, status = 'DISPOSED' WHERE exception_id = '${approved.id}';`, 'TP902'],
    ]),
    ...by('erase', [
      ['words are rewritten instead of erased', remark, 'TP900'],
      ['a need is rewritten instead of erased', `UPDATE case_texts SET need = 'Something else.';`, 'TP900'],
      ['a customer is renamed instead of erased', `UPDATE customers SET name = 'Somebody else';`, 'TP900'],
      ['the text of a revision is rewritten', `UPDATE revision_texts SET why_fair = 'Something else.';`, 'TP900'],
      [
        'the text of a revision is erased in part',
        `UPDATE revision_texts SET why_fair = NULL, erased_at = house_now();`,
        'texts_stand_until_erased',
      ],
      ['words are erased without saying so', `UPDATE remarks SET body = NULL;`, 'TP900'],
      [
        'what was erased is written anew',
        `UPDATE case_texts SET need = NULL, erased_at = house_now(); UPDATE case_texts SET need = 'Something else.', erased_at = NULL;`,
        'TP900',
      ],
    ]),
  ];
}
