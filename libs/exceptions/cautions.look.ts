import sql, { type Sql } from 'sql-template-tag';

const SHOWN_MOST = 3;

/** What reviews said against a cause and a kind, by an instant, as JSON of `NotAgain`: the first ones, the oldest first. */
export function notAgainSaid(cause: Sql, kind: Sql, instant: Sql): Sql {
  return sql`(SELECT coalesce(json_agg(json_build_object('ref', said.ref, 'reason', said.body) ORDER BY said.since), '[]') FROM (
      SELECT x.ref, w.body, c.since FROM cautions_at(${cause}, ${kind}, ${instant}) c JOIN reviews v ON v.id = c.review_id
        JOIN policy_exceptions x ON x.id = v.exception_id JOIN remarks w ON w.id = c.reason_id ORDER BY c.since LIMIT ${SHOWN_MOST}) said)`;
}
