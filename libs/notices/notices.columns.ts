import { raw } from 'sql-template-tag';

/** As many are named whom somebody may ask for a signature. */
const ASKED_MOST = 3;

/** What is known of a notice `n` when its words are chosen; joined by `TOLD_FROM`. */
export const TOLD_COLUMNS = raw(
  `n.id, n.subject_id AS "subjectId", n.person_id AS "personId", n.name, n.mark, n.exception_id AS "exceptionId", n.at, n.created_at AS "createdAt", n.read_at AS "readAt", n.mail, coalesce(e.ref, c.ref, o.ref) AS ref, c.id AS "caseId",
    CASE WHEN s.also_agreed THEN 'ALSO_AGREED' WHEN s.carried_from IS NOT NULL THEN 'CARRIED' WHEN s.exception_id IS NOT NULL THEN 'GIVEN' END AS signature,
    coalesce(f.body ->> 'outcome', f.body ->> 'disposition', f.body ->> 'because', f.body ->> 'clock', f.body ->> 'cause') AS outcome,
    CASE WHEN n.name = 'exception.signatureVoided' AND f.body ->> 'signerId' <> n.person_id THEN 'PROPOSER' END AS reader,
    CASE WHEN n.name = 'exception.signatureVoided' AND f.body ->> 'signerId' <> n.person_id AND e.status = 'PROPOSED'
      THEN ARRAY(SELECT a.name FROM co_signers_to_ask(e.id, ${ASKED_MOST}) WITH ORDINALITY AS a ORDER BY a.ordinality) END AS "toAsk",
    s.exception_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disputes d WHERE (d.exception_id, d.revision, d.human_id) = (s.exception_id, s.revision, s.human_id)) AS "canDisown"`,
);

/** Where the columns come from. */
export const TOLD_FROM =
  raw(`FROM notices n LEFT JOIN policy_exceptions e ON e.id = n.exception_id LEFT JOIN cases c ON c.id = n.subject_id LEFT JOIN policies o ON o.id = n.subject_id
  LEFT JOIN facts f ON f.subject_id = n.subject_id AND f.seq = n.mark AND f.name = n.name AND n.name <> 'exception.coSigned'
  LEFT JOIN co_signatures s ON n.name = 'exception.coSigned' AND s.exception_id = n.exception_id AND s.revision = n.mark AND s.signer_id = n.person_id`);
