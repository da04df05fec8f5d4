import type { Scenes } from './scene.js';

/** Something that the api may write, with a value that is the database's to say; and the question whether the database said it. */
export interface Forgery {
  readonly name: string;
  readonly sql: string;
  readonly isOverwritten: string;
}

/** What somebody with the api's login would like to have been otherwise. */
export function forgeries({ open, approved }: Scenes): Forgery[] {
  const sign = (id: string, revision: number, digest: string, values: string): string =>
    `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest, at, also_agreed)
       VALUES ('${id}', ${revision}, 'hum_noor', 'per_noor', decode('${digest}', 'hex'), ${values})`;
  const noors = (id: string): string => `FROM co_signatures WHERE exception_id = '${id}' AND human_id = 'hum_noor'`;
  return [
    {
      name: 'a signature of yesterday',
      sql: sign(open.id, 2, open.digest, `house_now() - interval '1 day', false`),
      isOverwritten: `SELECT at > house_now() - interval '1 minute' AS yes ${noors(open.id)}`,
    },
    {
      name: 'a signature that pretends to come late',
      sql: sign(open.id, 2, open.digest, `house_now(), true`),
      isOverwritten: `SELECT NOT also_agreed AS yes ${noors(open.id)}`,
    },
    {
      name: 'a late signature that pretends to count',
      sql: sign(approved.id, 1, approved.digest, `house_now(), false`),
      isOverwritten: `SELECT also_agreed AS yes ${noors(approved.id)}`,
    },
    {
      name: 'an end of yesterday',
      sql: `${sign(open.id, 2, open.digest, 'house_now(), false')};
        INSERT INTO co_signature_ends (exception_id, revision, human_id, how, at) VALUES ('${open.id}', 2, 'hum_noor', 'RETRACTED', house_now() - interval '1 day')`,
      isOverwritten: `SELECT at > house_now() - interval '1 minute' AS yes FROM co_signature_ends WHERE human_id = 'hum_noor'`,
    },
    {
      name: 'an exception of last year',
      sql: `INSERT INTO policy_exceptions (id, status, base_quorum, case_id, proposer_id, proposer_human, created_at, expires_at)
        SELECT 'exc_evil', 'PROPOSED', 1, case_id, 'per_priya', 'hum_priya', house_now() - interval '1 year', house_now() + interval '1 hour'
          FROM ownership WHERE person_id = 'per_priya' LIMIT 1`,
      isOverwritten: `SELECT created_at > house_now() - interval '1 minute' AS yes FROM policy_exceptions WHERE id = 'exc_evil'`,
    },
    {
      name: 'a remedy carried out last year',
      sql: `UPDATE policy_exceptions SET turn = turn + 1, status = 'FULFILLED', fulfilment_reference = 'X' WHERE id = '${approved.id}'`,
      isOverwritten: `SELECT fulfilled_at > house_now() - interval '1 minute' AND ended_at = fulfilled_at AS yes FROM policy_exceptions WHERE id = '${approved.id}'`,
    },
    {
      name: 'a fact goes to the outbox and into its chain by itself',
      sql: `INSERT INTO facts (subject_id, name, body) VALUES ('${open.id}', 'exception.passed', '{}')`,
      isOverwritten: `SELECT f.hash = fact_hash(f) AND EXISTS (SELECT 1 FROM outbox o WHERE o.fact_id = f.id) AS yes
        FROM facts f WHERE subject_id = '${open.id}' ORDER BY seq DESC LIMIT 1`,
    },
  ];
}
