import { type Queryable, takeKey } from '#database';
import { recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Answers } from './digest.rules.js';
import type { Remedy } from './attempt.js';
import type { PolicyException } from './exception.entity.js';
import { EXCEPTION_COLUMNS } from './exceptions.columns.js';
import type { Written } from './exceptions.write.js';

/** A revision with its words, ready to be stored. */
export interface RevisionWrite {
  number: number;
  digest: Buffer;
  materialDigest: Buffer;
  salt: Buffer;
  author: { personId: string; humanId: string };
  cause: string;
  remedy: Remedy;
  policyVersionId: string | null;
  answers: Answers;
}

/** A new proposal. */
export interface ProposalWrite {
  caseId: string;
  quorum: number;
  beyondCaps: boolean;
  expiresAt: Date;
  clonedFrom: string | null;
  shownPrecedentIds: readonly string[];
  /** Why it is different from those. */
  whyDifferent: { id: string; body: string } | null;
}

type Row = PolicyException & Record<string, unknown>;

/** The arms that store a revision for the one row of `moved`; `texts` answers when all stands. */
function revisionArms(revision: RevisionWrite): Sql {
  const { author, remedy, answers } = revision;
  return sql`revised AS (INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind,
        amount_minor, currency, has_deed, policy_version_id)
      SELECT moved.id, ${revision.number}::int, ${revision.digest}::bytea, ${revision.materialDigest}::bytea, true, ${author.personId}, ${author.humanId}, ${revision.cause},
        ${remedy.kind}, ${remedy.amount?.amountMinor ?? null}::bigint, ${remedy.amount?.currency ?? null}::text, ${remedy.deed !== null}::boolean, ${revision.policyVersionId}::text
        FROM moved RETURNING exception_id, number),
    texts AS (INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair, deed)
      SELECT revised.exception_id, revised.number, ${revision.salt}::bytea, ${answers.whatHappened}, ${answers.whatPolicySays}, ${answers.whatWeDo},
        ${answers.whyFair}, ${remedy.deed}::text FROM revised RETURNING exception_id)`;
}

/** Stores a proposal with its first revision. */
export function writeProposal(
  db: Queryable,
  written: Omit<Written, 'turn'>,
  proposal: ProposalWrite,
  revision: RevisionWrite,
): Promise<Row[]> {
  const { author } = revision;
  return db.query<Row>(
    sql`WITH moved AS (INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, beyond_caps, policy_version_id, expires_at, cloned_from, why_different_id)
        VALUES (${written.id}, 'PROPOSED', ${proposal.caseId}, ${author.personId}, ${author.humanId}, ${proposal.quorum}, ${proposal.beyondCaps}, ${revision.policyVersionId},
          ${proposal.expiresAt}, ${proposal.clonedFrom}, ${proposal.whyDifferent?.id ?? null}::text) RETURNING *),
      ${revisionArms(revision)},
      said AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT moved.why_different_id, moved.id, moved.proposer_id, ${proposal.whyDifferent?.body ?? null}::text
        FROM moved WHERE moved.why_different_id IS NOT NULL RETURNING 1),
      shown AS (INSERT INTO shown_precedents (exception_id, precedent_id, position)
        SELECT texts.exception_id, s.id, s.position FROM texts, unnest(${proposal.shownPrecedentIds}::text[]) WITH ORDINALITY AS s(id, position) RETURNING 1),
      recorded AS (${recordFacts(written.facts, raw('texts'))}), keyed AS (${takeKey(written.once, written.id, raw('texts'))})
      SELECT ${EXCEPTION_COLUMNS} FROM moved`,
    'exceptions.propose',
  );
}

/** Stores an amendment: the next revision, the quorum of its band, and the signatures (by human) that a change of wording carries over. */
export function writeAmendment(
  db: Queryable,
  written: Written,
  revision: RevisionWrite,
  stands: { quorum: number; beyondCaps: boolean; carried: readonly string[] },
): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (SELECT id FROM policy_exceptions WHERE id = ${written.id} AND turn = ${written.turn} FOR UPDATE),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1, revision = ${revision.number}::int, base_quorum = ${stands.quorum}::int, beyond_caps = ${stands.beyondCaps}::boolean,
          policy_version_id = ${revision.policyVersionId}::text FROM seen WHERE e.id = seen.id RETURNING e.*),
      ${revisionArms(revision)},
      carried AS (INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest, words_id, carried_from)
        SELECT texts.exception_id, ${revision.number}::int, s.human_id, s.signer_id, ${revision.digest}::bytea, s.words_id, s.revision
          FROM texts JOIN co_signatures s ON s.exception_id = texts.exception_id AND s.revision = ${revision.number - 1}::int
         WHERE s.human_id = ANY (${stands.carried}::text[]) RETURNING 1),
      recorded AS (${recordFacts(written.facts, raw('texts'))}), keyed AS (${takeKey(written.once, written.id, raw('texts'))})
      SELECT ${EXCEPTION_COLUMNS} FROM moved`,
    'exceptions.amend',
  );
}
