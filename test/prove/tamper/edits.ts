/** One thing that whoever owns the database, or reaches the file outside, may do to the history. */
export interface Edit {
  readonly name: string;
  /** Done by the owner, for whom no trigger fires. */
  readonly sql?: string;
  /** Done to the file to which checkpoints were sent: its lines before, and after. */
  readonly outside?: (lines: string[]) => string[];
  /** Afterwards everything is sealed anew, with a key of the owner's own. */
  readonly resealed?: true;
  /** The people of the history show it, however whole its chains and seals are. */
  readonly byPeople?: true;
}

const APPROVED = `(SELECT min(id) FROM policy_exceptions WHERE status = 'APPROVED')`;
const COUNTED = `(SELECT exception_id FROM counted_signatures ORDER BY exception_id LIMIT 1)`;
const POLICY = `(SELECT min(subject_id) FROM facts WHERE starts_with(subject_id, 'pol_'))`;
const CASE = `(SELECT min(subject_id) FROM facts WHERE starts_with(subject_id, 'cas_'))`;
const LAST_OF = (subject: string): string => `subject_id = ${subject} AND seq = (SELECT max(seq) FROM facts WHERE subject_id = ${subject})`;
const fact = (set: string, subject = APPROVED, seq = 2): string => `UPDATE facts SET ${set} WHERE subject_id = ${subject} AND seq = ${seq}`;

/** Makes all hashes of all chains fit again, as an owner would who knows how. */
const REHASH = `DO $$ DECLARE r record; before bytea; last text := ''; BEGIN
  FOR r IN SELECT id, subject_id FROM facts ORDER BY subject_id, seq LOOP
    IF r.subject_id <> last THEN before := sha256(convert_to(canonical(r.subject_id), 'UTF8')); last := r.subject_id; END IF;
    UPDATE facts SET prev_hash = before WHERE id = r.id;
    UPDATE facts f SET hash = fact_hash(f) WHERE f.id = r.id RETURNING f.hash INTO before;
  END LOOP; END $$`;
const rewritten = (sql: string): string => `${sql}; ${REHASH}`;
const RENUMBER = `UPDATE facts f SET seq = -n.seq FROM (SELECT id, row_number() OVER (PARTITION BY subject_id ORDER BY abs(seq)) AS seq FROM facts) n WHERE n.id = f.id;
  UPDATE facts SET seq = -seq`;
const FREE = (table: string, ...names: string[]): string =>
  names.map((name) => `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name} CASCADE`).join('; ');
const FORGED = `INSERT INTO facts (subject_id, seq, actor_id, name, body, at, xid, prev_hash, hash)
  SELECT subject_id, seq + 1, actor_id, name, body, at, xid, hash, hash FROM facts WHERE ${LAST_OF(POLICY)}`;
const TOM_FOR = (column: string, value: string): string =>
  `(SELECT ${column} FROM people p WHERE p.kind = 'PERSON' AND p.faces_customers AND p.active AND ${value} LIMIT 1)`;
const STRANGER = `NOT EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = ${COUNTED} AND s.human_id = p.human_id)
  AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = ${COUNTED} AND r.author_human = p.human_id)`;
const VICTIM = `(SELECT human_id FROM counted_signatures WHERE exception_id = ${COUNTED} ORDER BY human_id LIMIT 1)`;

/** Everything that stands of one exception, replaced by a story in which somebody else signed: rows, facts and hashes. */
const OTHER_SIGNER = `CREATE TEMP TABLE plan AS SELECT ${COUNTED} AS id, ${VICTIM} AS old_human, ${TOM_FOR('p.human_id', STRANGER)} AS new_human,
    ${TOM_FOR('p.id', STRANGER)} AS new_id, (SELECT signer_id FROM co_signatures WHERE exception_id = ${COUNTED} AND human_id = ${VICTIM} LIMIT 1) AS old_id;
  UPDATE co_signatures s SET human_id = new_human, signer_id = new_id FROM plan WHERE s.exception_id = plan.id AND s.human_id = old_human;
  UPDATE counted_signatures s SET human_id = new_human FROM plan WHERE s.exception_id = plan.id AND s.human_id = old_human;
  UPDATE facts f SET actor_id = CASE WHEN actor_id = old_id THEN new_id ELSE actor_id END, body = replace(body::text, old_human, new_human)::json FROM plan WHERE f.subject_id = plan.id`;

/** An exception, its review and their facts, gone without a trace. */
const GONE = `CREATE TEMP TABLE gone AS SELECT ${COUNTED} AS id UNION ALL SELECT id FROM reviews WHERE exception_id = ${COUNTED};
  DELETE FROM facts WHERE subject_id IN (SELECT id FROM gone); DELETE FROM outbox WHERE subject_id IN (SELECT id FROM gone); DELETE FROM reviews WHERE id IN (SELECT id FROM gone);
  DELETE FROM counted_signatures WHERE exception_id IN (SELECT id FROM gone); DELETE FROM approvals WHERE exception_id IN (SELECT id FROM gone);
  DELETE FROM co_signatures WHERE exception_id IN (SELECT id FROM gone); DELETE FROM revision_texts WHERE exception_id IN (SELECT id FROM gone);
  DELETE FROM revisions WHERE exception_id IN (SELECT id FROM gone); DELETE FROM policy_exceptions WHERE id IN (SELECT id FROM gone)`;

/** What is told of somebody at an instant, at the end of their chain: who they are, with another time until which they are away. `plan` has id, at and xid. */
const TOLD = (awayUntil: string): string => `INSERT INTO facts (subject_id, seq, name, body, at, xid, prev_hash, hash)
  SELECT a.id, (SELECT coalesce(max(seq), 0) + 1 FROM facts WHERE subject_id = a.id), 'person.changed', json_build_object('changed', ARRAY['awayUntil'], 'active', p.active,
    'facesCustomers', p.faces_customers, 'roles', p.roles, 'awayUntil', ${awayUntil}::text), a.at, a.xid, ''::bytea, ''::bytea FROM plan a JOIN people p ON p.id = a.id`;
/** What an admin did was done by somebody of whom facts say that they never were one. */
const BY_AN_AGENT = `CREATE TEMP TABLE plan AS SELECT f.id AS fact_id, f.at - interval '1 hour' AS at, f.xid,
    (SELECT min(p.id) FROM people p WHERE p.faces_customers AND p.roles = '{AGENT}') AS id FROM facts f WHERE f.name = 'guardrails.activated' ORDER BY f.id LIMIT 1;
  ${TOLD('NULL')}; UPDATE facts f SET actor_id = plan.id FROM plan WHERE f.id = plan.fact_id`;
/** Whoever objected had been away since an hour before, and still is. */
const AWAY = `CREATE TEMP TABLE plan AS SELECT actor_id AS id, at - interval '1 hour' AS at, xid FROM facts WHERE name = 'exception.objected' ORDER BY facts.id LIMIT 1;
  ${TOLD(`'2999-01-01T00:00:00.000Z'`)}; UPDATE people SET away_until = '2999-01-01T00:00:00Z' WHERE id = (SELECT id FROM plan)`;
const SEALED_ANEW = 'DELETE FROM checkpoints; DELETE FROM seal_keys';

const NEWEST = `number = (SELECT max(number) FROM checkpoints)`;
const SINCE_NEWEST = `xid >= (SELECT from_xid FROM checkpoints WHERE ${NEWEST})`;

/** At least forty, each on a copy of its own. */
export const EDITS: readonly Edit[] = [
  { name: 'the body of a fact is changed', sql: fact(`body = '{"revision":9}'`) },
  { name: 'a blank is put into the body of a fact', sql: fact(`body = (' ' || body::text)::json`) },
  { name: 'a fact gets another name', sql: fact(`name = 'exception.passed'`) },
  { name: 'a fact gets another actor', sql: fact(`actor_id = 'per_house'`) },
  { name: 'a fact loses its actor', sql: fact('actor_id = NULL') },
  { name: 'a fact is dated back by a millisecond', sql: fact(`at = at - interval '1 ms'`) },
  { name: 'a fact moves to another transaction', sql: fact('xid = xid + 1') },
  { name: 'a fact gets another hash', sql: fact(`hash = sha256('x')`) },
  { name: 'a fact names another one before it', sql: fact(`prev_hash = sha256('x')`) },
  { name: 'two facts change places', sql: `${fact('seq = -1', APPROVED, 1)}; ${fact('seq = 1')}; UPDATE facts SET seq = 2 WHERE seq = -1` },
  { name: 'a fact moves to another subject', sql: fact(`subject_id = ${CASE}, seq = 99`) },
  { name: 'a fact in the middle is deleted', sql: `DELETE FROM facts WHERE subject_id = ${APPROVED} AND seq = 2` },
  { name: 'the first fact is deleted', sql: `DELETE FROM facts WHERE subject_id = ${APPROVED} AND seq = 1` },
  { name: 'the end of a chain is cut off', sql: `DELETE FROM facts WHERE ${LAST_OF(POLICY)}` },
  { name: 'a whole chain is deleted', sql: `DELETE FROM facts WHERE subject_id = ${CASE}` },
  { name: 'an exception and everything of it is deleted', sql: GONE },
  { name: 'all facts are truncated', sql: 'TRUNCATE facts CASCADE' },
  { name: 'an actor is changed and the chain rewritten', sql: rewritten(fact(`actor_id = 'per_house'`, POLICY, 1)) },
  {
    name: 'a body is changed and the chain rewritten',
    sql: rewritten(`UPDATE facts SET body = '{"policyVersionId":"pve_other"}' WHERE ${LAST_OF(POLICY)}`),
  },
  { name: 'a name is changed and the chain rewritten', sql: rewritten(fact(`name = 'policy.superseded'`, POLICY, 1)) },
  {
    name: 'a chain is dated back by a day and rewritten',
    sql: rewritten(`UPDATE facts SET at = at - interval '1 day' WHERE subject_id = ${POLICY}`),
  },
  {
    name: 'a transaction is renumbered and the chain rewritten',
    sql: rewritten(`UPDATE facts SET xid = xid - 1 WHERE subject_id = ${POLICY}`),
  },
  {
    name: 'a fact is taken out and the chain rewritten',
    sql: rewritten(`DELETE FROM facts WHERE subject_id = ${POLICY} AND seq = 1; ${RENUMBER}`),
  },
  { name: 'a fact is put in at the end, with its hash', sql: rewritten(FORGED) },
  {
    name: 'a fact is put into a new chain, dated back',
    sql: rewritten(`INSERT INTO facts (subject_id, seq, name, body, at, xid, prev_hash, hash)
      SELECT 'cas_forged', 1, 'case.opened', '{}', min(at), min(xid), ''::bytea, ''::bytea FROM facts`),
  },
  {
    name: 'two chains change their subjects and are rewritten',
    sql: rewritten(`CREATE TEMP TABLE swap AS SELECT min(subject_id) AS a, max(subject_id) AS b FROM facts WHERE starts_with(subject_id, 'cas_');
      UPDATE facts f SET subject_id = 'cas_between' FROM swap WHERE f.subject_id = swap.a; UPDATE facts f SET subject_id = swap.a FROM swap WHERE f.subject_id = swap.b;
      UPDATE facts f SET subject_id = swap.b FROM swap WHERE f.subject_id = 'cas_between'`),
  },
  { name: 'another human signed: rows, facts and hashes rewritten', sql: rewritten(OTHER_SIGNER) },
  {
    name: 'the same, and everything sealed anew with another key',
    sql: `${rewritten(OTHER_SIGNER)}; ${SEALED_ANEW}`,
    resealed: true,
  },
  {
    name: 'what an admin did was done by an agent: rewritten and sealed anew',
    sql: `${rewritten(BY_AN_AGENT)}; ${SEALED_ANEW}`,
    resealed: true,
    byPeople: true,
  },
  {
    name: 'who objected was away: rewritten and sealed anew',
    sql: `${rewritten(AWAY)}; ${SEALED_ANEW}`,
    resealed: true,
    byPeople: true,
  },
  { name: 'an orphan is put into the outbox', sql: `INSERT INTO outbox VALUES (-1, 'exc_x', 1, 'exception.approved', house_now())` },
  {
    name: 'what waits in the outbox gets another name',
    sql: `UPDATE outbox SET name = 'exception.approved' WHERE fact_id = (SELECT min(id) FROM facts WHERE name <> 'exception.approved');
      INSERT INTO outbox SELECT id, subject_id, seq, 'case.reopened', at FROM facts ORDER BY id LIMIT 1 ON CONFLICT (fact_id) DO UPDATE SET name = 'case.reopened'`,
  },
  { name: 'an approval is deleted', sql: `DELETE FROM approvals WHERE exception_id = ${APPROVED}` },
  { name: 'an approval gets another digest', sql: `UPDATE approvals SET digest = sha256('x') WHERE exception_id = ${APPROVED}` },
  {
    name: 'an approval needs fewer signatures',
    sql: `${FREE('approvals', 'enough_signatures_counted')}; UPDATE approvals SET quorum = 0 WHERE exception_id = ${APPROVED}`,
  },
  { name: 'another human is counted', sql: `UPDATE counted_signatures SET human_id = 'hum_house' WHERE exception_id = ${COUNTED}` },
  {
    name: 'one more human is counted',
    sql: `INSERT INTO counted_signatures SELECT exception_id, revision, 'hum_house' FROM counted_signatures WHERE exception_id = ${COUNTED} LIMIT 1`,
  },
  { name: 'a signature gets another signer', sql: `UPDATE co_signatures SET signer_id = 'per_house' WHERE exception_id = ${COUNTED}` },
  { name: 'a signature is deleted', sql: `DELETE FROM co_signatures WHERE exception_id = ${COUNTED}` },
  {
    name: 'a signature is added',
    sql: `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest, also_agreed)
      SELECT exception_id, revision, 'hum_house', 'per_house', digest, true FROM co_signatures WHERE exception_id = ${COUNTED} LIMIT 1`,
  },
  { name: 'a signature is on another digest', sql: `UPDATE co_signatures SET digest = sha256('x') WHERE exception_id = ${COUNTED}` },
  {
    name: 'a counted signature is taken back',
    sql: `INSERT INTO co_signature_ends SELECT exception_id, revision, human_id, 'RETRACTED' FROM counted_signatures LIMIT 1`,
  },
  { name: 'a revision gets another digest', sql: `UPDATE revisions SET digest = sha256('x') WHERE exception_id = ${APPROVED}` },
  {
    name: 'a revision gets another author',
    sql: `UPDATE revisions SET author_id = 'per_house', author_human = 'hum_house' WHERE exception_id = ${APPROVED}`,
  },
  {
    name: 'a revision gets another amount',
    sql: `UPDATE revisions SET amount_minor = amount_minor + 1 WHERE exception_id IN (SELECT exception_id FROM revisions WHERE amount_minor IS NOT NULL ORDER BY 1 LIMIT 1)`,
  },
  {
    name: 'the words of a revision are changed',
    sql: `UPDATE revision_texts SET what_we_do = what_we_do || '!' WHERE exception_id = ${APPROVED}`,
  },
  {
    name: 'an exception gets another proposer',
    sql: `UPDATE policy_exceptions SET proposer_id = 'per_house', proposer_human = 'hum_house' WHERE id = ${APPROVED}`,
  },
  {
    name: 'an exception gets another status',
    sql: `${FREE('policy_exceptions', 'approved_means_approved_revision', 'ended_carries_its_time')}; UPDATE policy_exceptions SET status = 'WITHDRAWN' WHERE id = ${APPROVED}`,
  },
  {
    name: 'a review gets another disposition',
    sql: `UPDATE reviews SET disposition = CASE disposition WHEN 'COACH' THEN 'ONE_OFF' ELSE 'COACH' END WHERE status = 'DISPOSED'`,
  },
  { name: 'a complaint gets more time', sql: `UPDATE complaints SET final_by = final_by + interval '30 days'` },
  { name: 'a complaint is said to be answered sooner', sql: `UPDATE complaints SET answered_at = began_at` },
  { name: 'a complaint is taken back', sql: 'DELETE FROM complaints' },
  { name: 'a review is deleted', sql: 'DELETE FROM reviews WHERE id = (SELECT min(id) FROM reviews)' },
  {
    name: 'a signer is made a machine',
    sql: `${FREE('people', 'machines_face_no_customers')}; UPDATE people SET kind = 'MACHINE' WHERE human_id = ${VICTIM}`,
  },
  { name: 'a signer is deleted', sql: `DELETE FROM people WHERE human_id = ${VICTIM}` },
  { name: 'a signer comes later than they signed', sql: `UPDATE people SET created_at = house_now() WHERE human_id = ${VICTIM}` },
  { name: 'the newest checkpoint is deleted', sql: `DELETE FROM checkpoints WHERE ${NEWEST}` },
  {
    name: 'the newest checkpoint and its facts are deleted',
    sql: `DELETE FROM outbox WHERE fact_id IN (SELECT id FROM facts WHERE ${SINCE_NEWEST}); DELETE FROM facts WHERE ${SINCE_NEWEST}; DELETE FROM checkpoints WHERE ${NEWEST}`,
  },
  { name: 'a checkpoint in the middle is deleted', sql: 'DELETE FROM checkpoints WHERE number = 2' },
  { name: 'all checkpoints are deleted', sql: 'DELETE FROM checkpoints' },
  { name: 'a checkpoint covers less', sql: 'UPDATE checkpoints SET facts = facts - 1 WHERE number = 2' },
  {
    name: 'a checkpoint gets another signature',
    sql: `UPDATE checkpoints SET signature = decode(repeat('00', 64), 'hex') WHERE number = 2`,
  },
  { name: 'the published key is replaced', sql: `UPDATE seal_keys SET public_key = sha256('x')` },
  { name: 'the file outside loses its end', outside: (lines) => lines.slice(0, -1) },
  { name: 'the file outside loses a line in its middle', outside: (lines) => lines.toSpliced(1, 1) },
  {
    name: 'a line of the file outside is altered',
    outside: (lines) =>
      lines.with(
        1,
        (lines[1] ?? '').replace(/"facts":(\d+)/, (_, facts) => `"facts":${Number(facts) + 1}`),
      ),
  },
  { name: 'a line of the file outside is made unreadable', outside: (lines) => lines.with(1, (lines[1] ?? '').slice(3)) },
];
