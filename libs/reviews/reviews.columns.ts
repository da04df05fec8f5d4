import { raw } from 'sql-template-tag';

const ended = `(r.status = 'CLAIMED' AND r.claimed_until <= house_now())`;

/** What a review `r` is at this moment: a claim whose lease has ended is none. */
export const STATUS_NOW = raw(`CASE WHEN ${ended} THEN 'QUEUED' ELSE r.status END`);

/** Whether a review `r` should have been disposed of by now. */
const OVERDUE = raw(`(r.status <> 'DISPOSED' AND r.due_at <= house_now())`);

/** The columns of a review `r` under the names of its entity, for statements that answer one. The words of the reason are not among them: the worker may not read them. */
export const REVIEW_COLUMNS = raw(
  [
    `r.id, r.exception_id AS "exceptionId", ${STATUS_NOW.text} AS status, r.turn, r.due_at AS "dueAt", ${OVERDUE.text} AS overdue`,
    `CASE WHEN NOT ${ended} THEN r.reviewer_id END AS "reviewerId", CASE WHEN NOT ${ended} THEN r.reviewer_human END AS "reviewerHuman"`,
    `CASE WHEN NOT ${ended} THEN r.claimed_until END AS "claimedUntil", r.routed_at AS "routedAt", r.reminded_at AS "remindedAt"`,
    'r.cause, r.kind, r.risk, r.second_reader_id AS "secondReaderId", r.second_reader_human AS "secondReaderHuman", r.second_reader_at AS "secondReaderAt"',
    'r.disposition, r.reason_id AS "reasonId", r.disposed_at AS "disposedAt", r.created_at AS "createdAt"',
  ].join(', '),
);
