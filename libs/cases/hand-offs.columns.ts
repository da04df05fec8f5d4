import { raw } from 'sql-template-tag';

/** The columns of a hand-off `h` with its words `t`, under the names of its view: an offer whose time has passed reads as expired. */
export const HAND_OFF_COLUMNS = raw(
  [
    `h.id, h.case_id AS "caseId", h.from_id AS "fromId", h.to_id AS "toId", h.helper_id AS "helperId", h.tag_back AS "tagBack"`,
    `CASE WHEN h.status = 'OFFERED' AND h.expires_at <= house_now() THEN 'EXPIRED' ELSE h.status END AS status`,
    'h.customer_told_at AS "customerToldAt", h.offered_at AS "offeredAt", h.expires_at AS "expiresAt", h.answered_at AS "answeredAt"',
    'h.answered_by AS "answeredBy", h.cancelled_because AS "cancelledBecause", h.first_touch_due_at AS "firstTouchDueAt"',
    'h.settled_at AS "settledAt", h.returned_at AS "returnedAt", t.why, t.recap, t.callback_contact AS "callbackContact", t.new_fact AS "newFact"',
  ].join(', '),
);
