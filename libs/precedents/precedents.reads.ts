import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Hit, PrecedentSearch } from './precedents.types.js';
import { type Arm, type AskedWord, CANDIDATES_MOST, type Meaning } from './search.rules.js';

/** Of the words that nobody wrote so, the longest are looked up among those that look alike: fewer in a long text, whose other words say enough. */
const LOOKED_UP_MOST = 8;
const LOOKED_UP_LEAST = 2;
/** So many known words say what a text is about; half of them would do. */
const ENOUGH_KNOWN = 32;
const ALIKE_MOST = 25;
/** So many are looked at of those that are found by cause, kind or amount alone: the latest. */
const LATEST_MOST = 300;
/** Of the most alike, so many are looked at for whether they may be cited. */
const SHORTLIST = 200;

/** How much each likeness counts; all words of the search together count 1. */
const COUNTS = { cause: 0.35, kind: 0.1, amount: 0.1, citable: 0.05, recent: 0.05 };

/** Finds among the approved exceptions. Reads words only as numbers. */
@Injectable()
export class PrecedentsReads {
  constructor(private readonly db: Database) {}

  /** The words of a text that say something, with what is known of them; and how many texts there are. */
  async wordsOf(text: string): Promise<{ words: AskedWord[]; texts: number }> {
    const [row] = await this.db.query<{ words: AskedWord[]; texts: number }>(
      sql`WITH asked AS (SELECT p AS plain, ARRAY[p] || stems AS forms FROM unnest(tsvector_to_array(to_tsvector('house_words', ${text}::text))) AS p,
              LATERAL (SELECT tsvector_to_array(to_tsvector('house_language', p)) AS stems) s WHERE cardinality(stems) > 0 AND char_length(p) BETWEEN 2 AND 40),
            known AS MATERIALIZED (SELECT a.plain, json_agg(json_build_object('id', w.id, 'word', w.word, 'documents', w.documents)) AS words, max(w.documents) AS documents
              FROM asked a JOIN precedent_words w ON w.word = ANY (a.forms) GROUP BY a.plain),
            doubtful AS MATERIALIZED (SELECT a.plain FROM asked a LEFT JOIN known k ON k.plain = a.plain WHERE coalesce(k.documents, 0) <= 2 AND char_length(a.plain) >= 4
              ORDER BY k.documents NULLS FIRST, char_length(a.plain) DESC, a.plain
              LIMIT greatest(${LOOKED_UP_LEAST}, least(${LOOKED_UP_MOST}, ${ENOUGH_KNOWN} - (SELECT count(*) FROM known)))),
            near AS (SELECT d.plain, json_agg(json_build_object('id', n.id, 'word', n.word, 'documents', n.documents)) AS words FROM doubtful d,
              LATERAL (SELECT w.* FROM words_alike(d.plain) w LIMIT ${ALIKE_MOST}) n GROUP BY d.plain)
          SELECT coalesce(json_agg(json_build_object('asked', a.plain, 'exact', coalesce(k.words, '[]'), 'alike', coalesce(n.words, '[]')) ORDER BY a.plain), '[]') AS words,
            (SELECT greatest(c.reltuples, 0)::float8 FROM pg_class c WHERE c.oid = 'precedents'::regclass) AS texts
            FROM asked a LEFT JOIN known k ON k.plain = a.plain LEFT JOIN near n ON n.plain = a.plain`,
      'precedents.words',
    );
    return row ?? { words: [], texts: 0 };
  }

  /** The most alike, at most so many. */
  find(search: PrecedentSearch, { meanings, arms }: { meanings: readonly Meaning[]; arms: readonly Arm[] }, most: number): Promise<Hit[]> {
    const { dispositions, without } = search;
    // Once each, whichever way it was found: the clock goes on from row to row, and likeness with it.
    // Without a name: which texts are looked at is written out in it, so that the planner knows how common each word is.
    return this.db.query<Hit & Record<string, unknown>>(
      sql`WITH candidates AS MATERIALIZED (${join(this.sources(search, arms), ' UNION ALL ')}),
            scored AS (SELECT DISTINCT ON (p.exception_id) p.exception_id, p.approved_at, ${likeness(search, meanings)} AS alike FROM candidates p ORDER BY p.exception_id),
            shortlist AS (SELECT * FROM scored ORDER BY alike DESC, approved_at DESC, exception_id LIMIT ${SHORTLIST})
          SELECT s.exception_id AS "exceptionId", s.alike + CASE WHEN v.disposition IN ('PRECEDENT', 'PROMOTE') THEN ${COUNTS.citable}::float8 ELSE 0 END AS alike
            FROM shortlist s JOIN policy_exceptions e ON e.id = s.exception_id JOIN reviews v ON v.exception_id = e.id
           WHERE e.status IN ('APPROVED', 'FULFILLED', 'LAPSED') AND NOT e.frozen AND e.id <> ALL (${without ?? []}::text[])
             AND CASE WHEN ${dispositions ?? null}::text[] IS NULL THEN ${OPEN_TO_CITATION} ELSE v.disposition = ANY (${dispositions ?? null}::text[]) END
           ORDER BY 2 DESC, s.approved_at DESC, s.exception_id LIMIT ${most}`,
    );
  }

  /** Where candidates come from: the words when there are any, the cause; else whatever else was given. */
  private sources(search: PrecedentSearch, arms: readonly Arm[]): Sql[] {
    const within = withinOf(search);
    const texts =
      arms.length > 0 ? [sql`(SELECT p.* FROM precedents p WHERE (${anyOf(arms)}) AND ${within} LIMIT ${CANDIDATES_MOST})`] : [];
    const { cause, kind, amount } = search;
    const latest = (which: Sql): Sql =>
      sql`(SELECT p.* FROM precedents p WHERE ${which} AND ${within} ORDER BY p.approved_at DESC LIMIT ${LATEST_MOST})`;
    const causes = cause ? [latest(sql`p.cause = ANY (${alike(cause)})`)] : [];
    if (texts.length + causes.length > 0) return [...texts, ...causes];
    if (kind) return [latest(sql`p.kind = ${kind}`)];
    if (!amount) return [sql`(SELECT p.* FROM precedents p LIMIT 0)`];
    return [
      latest(
        sql`p.currency = ${amount.currency} AND p.amount_minor BETWEEN ${amount.amountMinor}::bigint / 2 AND ${amount.amountMinor}::bigint * 2`,
      ),
    ];
  }
}

/** Open to citation: no review has said yet that it was right this time only, something to learn from, or not to be done again. */
const OPEN_TO_CITATION = sql`(v.disposition IS NULL OR v.disposition IN ('PRECEDENT', 'PROMOTE'))`;

function withinOf({ approvedAfter, approvedBefore, dispositions, outcome }: PrecedentSearch): Sql {
  return join(
    [
      approvedAfter ? sql`p.approved_at > ${approvedAfter}` : empty,
      approvedBefore ? sql`p.approved_at < ${approvedBefore}` : empty,
      dispositions
        ? sql`EXISTS (SELECT 1 FROM reviews d WHERE d.exception_id = p.exception_id AND d.disposition = ANY (${dispositions}::text[]))`
        : empty,
      outcome
        ? sql`EXISTS (SELECT 1 FROM policy_exceptions x JOIN follow_ups f ON f.case_id = x.case_id WHERE x.id = p.exception_id AND f.outcome = ${outcome})`
        : empty,
      sql`true`,
    ].filter((condition) => condition !== empty),
    ' AND ',
  );
}

/** Words that drive the search alone are one question to the index; those that must stand together are one each. */
function anyOf(arms: readonly Arm[]): Sql {
  const alone = arms.filter((arm) => arm.length === 1).flatMap(([meaning]) => meaning?.ids ?? []);
  const together = arms.filter((arm) => arm.length > 1).map((arm) => sql`(${join(arm.map(has), ' AND ')})`);
  return join([...(alone.length > 0 ? [hasOneOf(alone)] : []), ...together], ' OR ');
}

function likeness({ cause, kind, amount }: PrecedentSearch, meanings: readonly Meaning[]): Sql {
  const all = meanings.reduce((sum, { weight }) => sum + weight, 0);
  const parts = [
    ...meanings.map((meaning) => sql`CASE WHEN ${holds(meaning)} THEN ${meaning.weight / all}::float8 ELSE 0 END`),
    cause ? sql`CASE WHEN p.cause = ANY (${alike(cause)}) THEN ${COUNTS.cause}::float8 ELSE 0 END` : empty,
    kind ? sql`CASE WHEN p.kind = ${kind} THEN ${COUNTS.kind}::float8 ELSE 0 END` : empty,
    amount
      ? sql`CASE WHEN p.currency = ${amount.currency} THEN ${COUNTS.amount}::float8 * exp(-abs(ln(p.amount_minor / ${amount.amountMinor}::float8))) ELSE 0 END`
      : empty,
    sql`${COUNTS.recent}::float8 * exp(-extract(epoch FROM house_now() - p.approved_at)::float8 / 63072000)`,
  ];
  return join(
    parts.filter((part) => part !== empty),
    ' + ',
  );
}

/** What a cause is the same as by now, read once for a statement. */
const alike = (cause: string): Sql => sql`(SELECT same_causes(${cause}))::text[]`;

const has = ({ ids }: Meaning): Sql => hasOneOf(ids);

/** For the index. Numbers of ours, written out: see `find`. */
function hasOneOf(ids: readonly number[]): Sql {
  return raw(`p.words && '{${checked(ids).join(',')}}'::int[]`);
}

/** The same of one text that was found: three times as fast. */
function holds({ ids }: Meaning): Sql {
  return raw(
    `(${checked(ids)
      .map((id) => `${id} = ANY (p.words)`)
      .join(' OR ')})`,
  );
}

function checked(ids: readonly number[]): readonly number[] {
  if (!ids.every(Number.isSafeInteger)) throw new Error('The id of a word is a number.');
  return ids;
}
