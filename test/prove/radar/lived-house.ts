import type { SmallHouse } from '../../support/small-house.js';
import { hire } from '../stage.js';
import type { MadeHouse, MadeProposal } from './made-house.js';

/** Each proposal takes three advisory locks until the commit, and Postgres has room for some thousands. */
const BATCH = 200;

/**
 * Lets a made-up house live in the tables, through all walls: the clock of the house goes from act to act, and stands at the end of the
 * ninety days afterwards.
 */
export async function live({ ground, house }: { ground: SmallHouse; house: MadeHouse }): Promise<void> {
  const { admin } = ground;
  await hire(admin, 'r', house.people.length);
  await admin.query(`INSERT INTO teams (id, name) SELECT 'tea_' || n, 'Team ' || n FROM generate_series(0, $1::int) n`, [
    Math.max(...house.people.map(({ team }) => team)),
  ]);
  await admin.query(
    `UPDATE people SET team_id = 'tea_' || t.team FROM json_to_recordset($1) AS t(n int, team int) WHERE id = 'per_r' || t.n`,
    [JSON.stringify(house.people.map(({ team }, n) => ({ n: n + 1, team })))],
  );
  await admin.query(clockOf(house.until));
  await admin.query(LIVE);
  const proposals = house.proposals.map((one, n) => plan(one, n));
  for (let from = 0; from < proposals.length; from += BATCH)
    await admin.query('SELECT pg_temp.propose($1)', [JSON.stringify(proposals.slice(from, from + BATCH))]);
  await admin.query('SELECT pg_temp.act($1)', [JSON.stringify(house.acts.map(({ human, at }) => ({ human: human + 1, at: at / 1_000 })))]);
  await admin.query('ANALYZE');
}

function plan({ proposer, votes, at, ...proposal }: MadeProposal, n: number) {
  return {
    ...proposal,
    n,
    at: at / 1_000,
    proposer: proposer + 1,
    votes: votes.map((vote) => ({ human: vote.human + 1, at: vote.at / 1_000, yes: vote.yes })),
  };
}

/** The instant that a transaction says, else the end. */
function clockOf(end: number): string {
  return `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT to_timestamp(coalesce(nullif(current_setting('radar.now', true), ''), '${end / 1_000}')::numeric) $$`;
}

const LIVE = `
CREATE FUNCTION pg_temp.act(plan json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  FOR a IN SELECT * FROM json_to_recordset(plan) AS x(human int, at numeric) LOOP
    PERFORM set_config('radar.now', a.at::text, true);
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES ('per_r' || a.human, 'per_r' || a.human, 'person.changed', '{}');
  END LOOP;
END $$;

CREATE FUNCTION pg_temp.propose(plan json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  p record;
  v record;
  r revisions;
  t revision_texts;
  exc text;
  who text;
  signed text[];
BEGIN
  FOR p IN SELECT * FROM json_to_recordset(plan) AS x(n int, proposer int, at numeric, characters int, quorum int, votes json) LOOP
    PERFORM set_config('radar.now', p.at::text, true);
    exc := 'exc_' || p.n; who := 'per_r' || p.proposer; signed := '{}';
    INSERT INTO customers (id, name, contact, time_zone) VALUES ('cus_' || p.n, 'Adele', 'adele@example.org', 'Australia/Sydney');
    INSERT INTO cases (id, status, customer_id, opened_by) VALUES ('cas_' || p.n, 'OWNED', 'cus_' || p.n, who);
    INSERT INTO case_texts (case_id, need) VALUES ('cas_' || p.n, 'A fee that she should not pay.');
    INSERT INTO ownership (case_id, person_id, human_id, from_at) VALUES ('cas_' || p.n, who, 'hum_r' || p.proposer, house_now());
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES ('cas_' || p.n, who, 'case.opened', '{}');
    INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, expires_at)
      VALUES (exc, 'PROPOSED', 'cas_' || p.n, who, 'hum_r' || p.proposer, p.quorum, house_now() + interval '4 hours');
    r := jsonb_populate_record(NULL::revisions, jsonb_build_object('exception_id', exc, 'number', 1, 'kind', 'FEE_WAIVER', 'amount_minor', 100, 'currency', 'AUD', 'cause', 'flood'));
    t := jsonb_populate_record(NULL::revision_texts, jsonb_build_object('exception_id', exc, 'revision', 1, 'salt', sha256(exc::bytea),
      'what_happened', repeat('w', p.characters - 3), 'what_policy_says', 'p', 'what_we_do', 'd', 'why_fair', 'f'));
    INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
      VALUES (exc, 1, revision_digest(r, t), material_digest(r, t), true, who, 'hum_r' || p.proposer, 'flood', 'FEE_WAIVER', 100, 'AUD', false) RETURNING * INTO r;
    INSERT INTO revision_texts SELECT t.*;
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES (exc, who, 'exception.proposed',
      json_build_object('revision', 1, 'digest', encode(r.digest, 'hex'), 'quorum', p.quorum));
    FOR v IN SELECT * FROM json_to_recordset(p.votes) AS x(human int, at numeric, yes boolean) LOOP
      PERFORM set_config('radar.now', v.at::text, true);
      IF NOT v.yes THEN
        INSERT INTO passes (exception_id, revision, human_id, signer_id, digest) VALUES (exc, 1, 'hum_r' || v.human, 'per_r' || v.human, r.digest);
        UPDATE policy_exceptions SET turn = turn + 1 WHERE id = exc;
        INSERT INTO facts (subject_id, actor_id, name, body) VALUES (exc, 'per_r' || v.human, 'exception.passed', json_build_object('revision', 1, 'humanId', 'hum_r' || v.human));
        CONTINUE;
      END IF;
      signed := signed || ('hum_r' || v.human);
      INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest) VALUES (exc, 1, 'hum_r' || v.human, 'per_r' || v.human, r.digest);
      INSERT INTO facts (subject_id, actor_id, name, body) VALUES (exc, 'per_r' || v.human, 'exception.coSigned', json_build_object('revision', 1, 'humanId', 'hum_r' || v.human));
      IF cardinality(signed) < p.quorum THEN
        UPDATE policy_exceptions SET turn = turn + 1 WHERE id = exc;
        CONTINUE;
      END IF;
      INSERT INTO approvals (exception_id, revision, digest, quorum, counted) VALUES (exc, 1, r.digest, p.quorum, p.quorum);
      INSERT INTO counted_signatures (exception_id, revision, human_id) SELECT exc, 1, unnest(signed);
      INSERT INTO reviews (id, exception_id, due_at) VALUES ('rev_' || p.n, exc, house_now() + interval '7 days');
      UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED', approved_revision = 1, use_by = house_now() + interval '30 days' WHERE id = exc;
      INSERT INTO facts (subject_id, actor_id, name, body) VALUES
        (exc, 'per_r' || v.human, 'exception.approved', json_build_object('revision', 1, 'digest', encode(r.digest, 'hex'), 'humans', to_json(signed))),
        ('rev_' || p.n, 'per_r' || v.human, 'review.queued', json_build_object('exceptionId', exc));
    END LOOP;
  END LOOP;
END $$;
`;
