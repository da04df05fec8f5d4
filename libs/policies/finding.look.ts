import type { Queryable } from '#database';
import { nearestTo } from '#spelling';
import sql, { join, type Sql } from 'sql-template-tag';
import { IN_FORCE } from './policies.columns.js';

/** A word that somebody looks for: its forms that may have slips, as it is written and then its stem; as it stands in titles, in any of its forms; and what of theirs may be meant. */
export interface AskedWord {
  readonly forms: readonly string[];
  readonly exact: readonly string[];
  readonly alike: readonly string[];
}

/** For each word that is looked for, the words of titles that it stands for; null when one of them stands for none, or nothing is looked for. */
export type Meant = readonly (readonly string[])[] | null;

/** So many words of a title are looked for at most; more are a sentence of the text. */
const WORDS_MOST = 12;
/** Shorter words look like too many others. */
const DOUBTED_LEAST = 4;

/** The words of a text that say something, with what titles know of them. */
export async function wordsOfTitles(db: Queryable, text: string): Promise<readonly AskedWord[]> {
  return db.query<AskedWord & Record<string, unknown>>(
    sql`WITH asked AS (SELECT p AS plain, ARRAY[p] || stems AS forms FROM unnest(tsvector_to_array(to_tsvector('house_words', ${text}::text))) AS p,
          LATERAL (SELECT tsvector_to_array(to_tsvector('house_language', p)) AS stems) s WHERE cardinality(stems) > 0 AND char_length(p) BETWEEN 2 AND 40 LIMIT ${WORDS_MOST + 1})
        SELECT d.forms, k.words AS exact,
          CASE WHEN k.words = '{}' THEN ARRAY(SELECT w.word FROM unnest(d.forms) AS f, title_words w WHERE w.lacking && lacking_letters(f)) ELSE '{}' END AS alike
          FROM asked a, LATERAL (SELECT ARRAY(SELECT w.word FROM title_words w WHERE w.word = ANY (a.forms)) AS words) k,
          LATERAL (SELECT ARRAY(SELECT f FROM unnest(a.forms) WITH ORDINALITY AS u(f, n) WHERE char_length(f) >= ${DOUBTED_LEAST} ORDER BY n) AS forms) d`,
    'policies.wordsOfTitles',
  );
}

/** What each word of a text stands for: itself, or, when no title has it, those nearest to it. A number is no word, and has no slips. */
export function meantBy(text: string, words: readonly AskedWord[]): Meant {
  if (words.length === 0 || words.length > WORDS_MOST || /\d/.test(text)) return null;
  const meant = words.map((word) => (word.exact.length > 0 ? word.exact : nearest(word)));
  return meant.every((one) => one.length > 0) ? meant : null;
}

/** As it is written, or, where that is nobody's neighbour, by its stem: "cadrs" is two slips from "card", and its stem is one. */
function nearest({ forms, alike }: AskedWord): readonly string[] {
  const tries = forms.map((form) => nearestTo(form, alike, (word) => word));
  return tries.find((found) => found.length > 0) ?? [];
}

/**
 * The ids of policies that a text finds: each arm is a question to an index of its own. Words are found in any of their forms in the language of the
 * house, without accents, and in any order; the expressions are those of the indexes.
 */
export function found(text: string, meant: Meant): Sql {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const words = sql`websearch_to_tsquery('policy_language', ${text})`;
  const arms = [
    sql`SELECT f.id FROM policies f WHERE f.ref = upper(${text})`,
    sql`SELECT f.id FROM policies f WHERE f.book_ref IS NOT NULL AND upper(f.book_ref) = upper(${text})`,
    sql`SELECT f.id FROM policies f WHERE plainly(f.title) LIKE plainly(${like})`,
    sql`SELECT f.id FROM policies f WHERE to_tsvector('policy_language', f.title) @@ ${words}`,
    sql`SELECT v.policy_id FROM policy_versions v WHERE ${IN_FORCE} AND to_tsvector('policy_language', v.text) @@ ${words}`,
    ...(meant
      ? [
          sql`SELECT t.policy_id FROM policy_titles t WHERE ${join(
            meant.map((one) => sql`t.words && ${[...one]}::text[]`),
            ' AND ',
          )}`,
        ]
      : []),
  ];
  return join(arms, ' UNION ');
}
