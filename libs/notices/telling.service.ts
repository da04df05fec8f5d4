import { Inject, Injectable } from '@nestjs/common';
import { Database, newId } from '#database';
import { SETTINGS, type Settings } from '#settings';
import sql, { type Sql } from 'sql-template-tag';
import { NOTICES } from './notice.words.js';

/** One fact, or all signatures of one exception (`seq` 0), of which somebody was not told yet. */
export interface Untold {
  readonly subjectId: string;
  readonly seq: number;
}

interface DueNotice {
  readonly personId: string;
  readonly subjectId: string;
  readonly name: string;
  readonly mark: number;
  readonly exceptionId: string | null;
  readonly at: Date;
}

/** Facts and readers, one row each. */
const TABLE = JSON.stringify(Object.entries(NOTICES).flatMap(([name, { to }]) => to.map((reader) => ({ name, reader }))));

/** Tells people what concerns them. Safe to repeat: a notice is made once for each person and fact. Runs in the worker. */
@Injectable()
export class Telling {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'smtpUrl'>,
  ) {}

  /**
   * Tells everybody who is to be told of a fact of this subject, from this one on, and everybody in whose name a signature on it stands, of
   * that signature. Answers the notices that were made and are to be mailed.
   */
  async tell({ subjectId, seq }: Untold): Promise<string[]> {
    const facts = sql`f.subject_id = ${subjectId} AND f.seq >= ${seq}::int AND ${seq}::int > 0`;
    const due = await this.db.query<DueNotice & Record<string, unknown>>(
      sql`${dueOfFacts(facts)} UNION ALL ${dueOfSignatures(sql`s.exception_id = ${subjectId}`)}`,
      'notices.due',
    );
    return due.length > 0 ? this.make(due) : [];
  }

  /**
   * What was not told though it should have been, whatever the queue lost: facts of the last day, reminders of the last month, and signatures of the last
   * week. Those are
   * looked for in their own table: also one that somebody put there without a fact, past this service, is told to the human it names.
   */
  async untold(most: number): Promise<Untold[]> {
    const facts = sql`f.at > house_now() - interval '1 day' AND f.at < house_now() - interval '20 seconds'`;
    const reminders = sql`(f.subject_id, f.seq) IN (SELECT r.case_id, r.fact_seq FROM case_reminders r
      WHERE r.at > house_now() - interval '30 days' AND r.at < house_now() - interval '20 seconds')`;
    const signatures = sql`s.at > house_now() - interval '7 days' AND s.at < house_now() - interval '20 seconds'`;
    const rows = await this.db.query<Untold & Record<string, unknown>>(
      sql`SELECT DISTINCT d."subjectId", CASE WHEN d.name = 'exception.coSigned' THEN 0 ELSE d.mark END AS seq
            FROM (${dueOfFacts(facts)} UNION ALL ${dueOfFacts(reminders)} UNION ALL ${dueOfSignatures(signatures)}) d LIMIT ${most}`,
      'notices.untold',
    );
    return rows;
  }

  private async make(due: readonly DueNotice[]): Promise<string[]> {
    const column = <K extends keyof DueNotice>(key: K): DueNotice[K][] => due.map((notice) => notice[key]);
    const mail = this.settings.smtpUrl ? 'DUE' : 'OFF';
    const made = await this.db.query<{ id: string }>(
      sql`WITH made AS (INSERT INTO notices (id, person_id, subject_id, name, mark, exception_id, at, mail)
            SELECT d.*, ${mail}::text FROM unnest(${due.map(() => newId('ntc'))}::text[], ${column('personId')}::text[], ${column('subjectId')}::text[], ${column('name')}::text[],
              ${column('mark')}::int[], ${column('exceptionId')}::text[], ${column('at')}::timestamptz[]) AS d
            ON CONFLICT ON CONSTRAINT told_once DO NOTHING RETURNING id, person_id)
          SELECT id, pg_notify('facts', json_build_array(json_build_object('subjectId', person_id, 'name', 'notice.made', 'seq', 0))::text) FROM made`,
      'notices.make',
    );
    return mail === 'DUE' ? made.map(({ id }) => id) : [];
  }
}

/** By key for each row: an EXISTS would be joined instead, and a plan that was made while there were few notices would then read all of them. */
const isTold = (person: Sql, subject: Sql, name: Sql, mark: Sql): Sql =>
  sql`(SELECT true FROM notices n WHERE (n.person_id, n.subject_id, n.name, n.mark) = (${person}, ${subject}, ${name}, ${mark}))`;

/** Signatures of which the human they name was not told. */
function dueOfSignatures(which: Sql): Sql {
  return sql`SELECT s.signer_id AS "personId", s.exception_id AS "subjectId", 'exception.coSigned' AS name, s.revision AS mark, s.exception_id AS "exceptionId", s.at
    FROM co_signatures s WHERE ${which} AND ${isTold(sql`s.signer_id`, sql`s.exception_id`, sql`'exception.coSigned'`, sql`s.revision`)} IS NULL`;
}

/** Facts and whom to tell of them, who was not told yet. A machine's human is told in its place; who did it is not, but in their own matter. */
function dueOfFacts(which: Sql): Sql {
  return sql`SELECT DISTINCT p.id AS "personId", f.subject_id AS "subjectId", f.name, f.seq AS mark, x.id AS "exceptionId", f.at
    FROM json_to_recordset(${TABLE}::json) AS t(name text, reader text)
    JOIN facts f ON f.name = t.name AND ${which}
    LEFT JOIN policy_exceptions x ON x.id = CASE WHEN starts_with(f.subject_id, 'exc_') THEN f.subject_id ELSE f.body ->> 'exceptionId' END
    JOIN LATERAL (
      SELECT x.proposer_id AS id WHERE t.reader = 'PROPOSER'
      UNION SELECT s.signer_id FROM co_signatures s WHERE t.reader = 'SIGNERS' AND s.exception_id = x.id
      UNION SELECT s.signer_id FROM co_signatures s WHERE t.reader = 'STALE_SIGNERS' AND s.exception_id = x.id AND s.revision = (f.body ->> 'revision')::int - 1
        AND (f.body ->> 'material')::boolean
        AND NOT EXISTS (SELECT 1 FROM co_signature_ends e WHERE (e.exception_id, e.revision, e.human_id) = (s.exception_id, s.revision, s.human_id))
      UNION SELECT named FROM unnest(ARRAY[f.body ->> 'personId', f.body ->> 'signerId']
        || ARRAY(SELECT json_array_elements_text(coalesce(f.body -> 'signerIds', f.body -> 'reviewerIds', '[]')))) AS named WHERE t.reader = 'NAMED'
      UNION SELECT f.body ->> 'fromId' WHERE t.reader = 'SENDER'
      UNION SELECT f.body ->> 'toId' WHERE t.reader = 'RECEIVER'
      UNION SELECT d.opened_by FROM disputes d WHERE t.reader = 'DISOWNER' AND d.id = f.subject_id
      UNION SELECT o.person_id FROM ownership o WHERE t.reader = 'OWNER' AND o.case_id = f.subject_id AND tstzrange(o.from_at, o.until_at) @> f.at
      UNION SELECT f.subject_id WHERE t.reader = 'SELF'
      UNION SELECT r.person_id FROM thanks_to r WHERE t.reader = 'THANKED' AND r.thanks_id = f.subject_id AND may_be_thanked(r.person_id)
      UNION SELECT w.id FROM people w WHERE w.active AND (t.reader = 'ADMINS' AND 'ADMIN' = ANY (w.roles) OR t.reader = 'REVIEWERS' AND 'REVIEWER' = ANY (w.roles)
        OR t.reader = 'WATCHERS' AND w.roles && '{REVIEWER,AUDITOR}' AND x.status = 'FULFILLED' AND f.body ->> 'outcome' = 'FORGED')
    ) who ON who.id IS DISTINCT FROM f.actor_id OR t.reader = 'SELF'
    JOIN people a ON a.id = who.id JOIN people p ON p.human_id = a.human_id AND p.kind = 'PERSON' AND (p.id = a.id OR a.kind = 'MACHINE')
   WHERE ${isTold(sql`p.id`, sql`f.subject_id`, sql`f.name`, sql`f.seq`)} IS NULL`;
}
