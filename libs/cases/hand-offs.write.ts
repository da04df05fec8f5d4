import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { HandOffNow } from './hand-off.rules.js';
import type { HandOffView } from './hand-off.entity.js';
import { HAND_OFF_COLUMNS } from './hand-offs.columns.js';

/** Which hand-off, with the facts that tell it and the key it takes. */
export interface HandOffWritten {
  readonly id: string;
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
}

/** An offer that the rules let be made. */
export interface OfferWrite extends HandOffWritten {
  readonly caseId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly helperId: string | null;
  readonly why: string;
  readonly recap: string;
  readonly customerToldAt: Date;
  readonly callbackContact: string;
  readonly newFact: string | null;
  readonly minutes: number;
}

/** Words that go with an answer, kept apart so that they can be erased. */
export interface HandOffWords {
  readonly id: string;
  readonly authorId: string;
  readonly body: string;
}

type Row = HandOffView & Record<string, unknown>;

const tail = ({ id, facts, once }: HandOffWritten, from: Sql): Sql =>
  sql`recorded AS (${recordFacts(facts, from)}), keyed AS (${takeKey(once, id, from)})`;

/** Writes the offer with its words. The wall on hand_offs locks the case, then the people, and judges once more. */
export function writeOffer(db: Queryable, offer: OfferWrite): Promise<HandOffView[]> {
  return db.query<Row>(
    sql`WITH offered AS (INSERT INTO hand_offs (id, case_id, from_id, from_human, to_id, to_human, helper_id, helper_human, customer_told_at, expires_at)
        SELECT ${offer.id}, ${offer.caseId}, f.id, f.human_id, t.id, t.human_id, x.id, x.human_id, ${offer.customerToldAt}::timestamptz,
            house_now() + make_interval(mins => ${offer.minutes}::int)
          FROM people f JOIN people t ON t.id = ${offer.toId} LEFT JOIN people x ON x.id = ${offer.helperId}::text WHERE f.id = ${offer.fromId} RETURNING *),
      told AS (INSERT INTO hand_off_texts (hand_off_id, why, recap, callback_contact, new_fact)
        SELECT offered.id, ${offer.why}, ${offer.recap}, ${offer.callbackContact}, ${offer.newFact}::text FROM offered RETURNING *),
      ${tail(offer, raw('told'))}
      SELECT ${HAND_OFF_COLUMNS}, NULL::text AS reason FROM offered h, told t`,
    'handOffs.offer',
  );
}

/**
 * Moves the case: the range of its owner ends and the receiver's begins at the instant of the acceptance. No row when anything moved
 * meanwhile. Cases are locked first, then people, then the rest.
 */
export function writeAcceptance(
  db: Queryable,
  written: HandOffWritten,
  handOff: HandOffNow,
  answer: { touchMinutes: number; words: HandOffWords | undefined },
): Promise<HandOffView[]> {
  const { caseId, fromId, toId } = handOff;
  const { touchMinutes, words } = answer;
  return db.query<Row>(
    sql`WITH held AS MATERIALIZED (SELECT c.id FROM cases c WHERE c.id = ${caseId} AND c.status IN ('NEW', 'OWNED') FOR NO KEY UPDATE),
      receiver AS MATERIALIZED (SELECT p.id, p.human_id FROM held, people p WHERE p.id = ${toId} FOR SHARE OF p),
      owned AS MATERIALIZED (SELECT o.case_id, o.from_at FROM receiver JOIN ownership o ON o.case_id = ${caseId}
        WHERE o.person_id = ${fromId} AND o.until_at IS NULL AND o.from_at < house_now() FOR NO KEY UPDATE OF o),
      said AS (${stored(words, caseId, raw('owned'))}),
      accepted AS (UPDATE hand_offs h SET status = 'ACCEPTED', answered_by = ${toId}, reason_id = said.id, first_touch_due_at = house_now() + make_interval(mins => ${touchMinutes}::int)
        FROM owned, said WHERE h.id = ${written.id} AND h.status = 'OFFERED' RETURNING h.*),
      closed AS (UPDATE ownership o SET until_at = accepted.answered_at FROM owned, accepted
        WHERE (o.case_id, o.from_at) = (owned.case_id, owned.from_at) RETURNING o.case_id, o.until_at),
      opened AS (INSERT INTO ownership (case_id, person_id, human_id, from_at)
        SELECT closed.case_id, receiver.id, receiver.human_id, closed.until_at FROM closed, receiver RETURNING case_id),
      ${tail(written, raw('opened'))}
      SELECT ${HAND_OFF_COLUMNS}, said.body AS reason FROM accepted h JOIN hand_off_texts t ON t.hand_off_id = h.id, said`,
    words ? 'handOffs.acceptWithWords' : 'handOffs.accept',
  );
}

/** The words of an answer, where there are any: one row from the one row that is answered. */
function stored(words: HandOffWords | undefined, caseId: string, from: Sql): Sql {
  return words
    ? sql`INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words.id}, ${caseId}, ${words.authorId}, ${words.body} FROM ${from} RETURNING id, body`
    : sql`SELECT NULL::text AS id, NULL::text AS body FROM ${from}`;
}

/** Stores that it was refused, or taken back, and why. */
export function writeAnswer(
  db: Queryable,
  written: HandOffWritten,
  handOff: HandOffNow,
  answer: { status: 'REFUSED' | 'CANCELLED'; by: string; words: HandOffWords | undefined },
): Promise<HandOffView[]> {
  const { words, status } = answer;
  return db.query<Row>(
    sql`WITH held AS MATERIALIZED (SELECT c.id FROM cases c WHERE c.id = ${handOff.caseId} FOR NO KEY UPDATE),
      seen AS MATERIALIZED (SELECT h.id FROM held, hand_offs h WHERE h.id = ${written.id} AND h.status = 'OFFERED' FOR NO KEY UPDATE OF h),
      said AS (${stored(words, handOff.caseId, raw('seen'))}),
      answered AS (UPDATE hand_offs h SET status = ${status}, answered_by = ${answer.by}, reason_id = said.id,
        cancelled_because = CASE WHEN ${status}::text = 'CANCELLED' THEN 'TAKEN_BACK' END FROM seen, said WHERE h.id = seen.id RETURNING h.*),
      ${tail(written, raw('answered'))}
      SELECT ${HAND_OFF_COLUMNS}, said.body AS reason FROM answered h JOIN hand_off_texts t ON t.hand_off_id = h.id, said`,
    words ? 'handOffs.answer' : 'handOffs.answerWithoutWords',
  );
}

/** What the system writes when an offer's time has passed, or when it was found whether the case was touched. */
export function writeByClock(
  db: Queryable,
  written: Omit<HandOffWritten, 'once'>,
  handOff: HandOffNow,
  to: 'EXPIRED' | 'SETTLED',
): Promise<{ id: string }[]> {
  const set = to === 'EXPIRED' ? sql`status = 'EXPIRED'` : sql`settled_at = house_now()`;
  const still = to === 'EXPIRED' ? sql`h.status = 'OFFERED'` : sql`h.status = 'ACCEPTED' AND h.settled_at IS NULL`;
  return db.query<{ id: string }>(
    sql`WITH held AS MATERIALIZED (SELECT hold_case(${handOff.caseId}) AS id),
      changed AS (UPDATE hand_offs h SET ${set} FROM held WHERE h.id = ${written.id} AND h.case_id = held.id AND ${still} RETURNING h.id),
      recorded AS (${recordFacts(written.facts, raw('changed'))}) SELECT id FROM changed`,
    to === 'EXPIRED' ? 'handOffs.expire' : 'handOffs.settle',
  );
}

/** Gives the case back to who had offered it, at one instant. No row when anything moved meanwhile. */
export function writeReturn(db: Queryable, written: Omit<HandOffWritten, 'once'>, { caseId, toId }: HandOffNow): Promise<{ id: string }[]> {
  return db.query<{ id: string }>(
    sql`WITH held AS MATERIALIZED (SELECT hold_case(${caseId}) AS id),
      owned AS MATERIALIZED (SELECT o.case_id, o.from_at FROM held JOIN ownership o ON o.case_id = held.id
        WHERE o.person_id = ${toId} AND o.until_at IS NULL AND o.from_at < house_now() FOR NO KEY UPDATE OF o),
      returned AS (UPDATE hand_offs h SET status = 'RETURNED', settled_at = house_now() FROM owned
        WHERE h.id = ${written.id} AND h.status = 'ACCEPTED' AND h.settled_at IS NULL RETURNING h.*),
      closed AS (UPDATE ownership o SET until_at = returned.returned_at FROM owned, returned
        WHERE (o.case_id, o.from_at) = (owned.case_id, owned.from_at) RETURNING o.case_id, o.until_at),
      opened AS (INSERT INTO ownership (case_id, person_id, human_id, from_at)
        SELECT closed.case_id, h.from_id, h.from_human, closed.until_at FROM closed, returned h RETURNING case_id),
      recorded AS (${recordFacts(written.facts, raw('opened'))}) SELECT id FROM returned, (SELECT count(*) FROM opened) AS moved`,
    'handOffs.return',
  );
}
