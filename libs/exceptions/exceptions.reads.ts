import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotFoundError } from '#errors';
import type { Actor } from '#people';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql from 'sql-template-tag';
import type { CoSignatureState, Remedy } from './attempt.js';
import type { Answers } from './digest.rules.js';
import type { PolicyException } from './exception.entity.js';
import { EXCEPTION_COLUMNS } from './exceptions.columns.js';
import { type ExceptionFilter, matching, objectionStands, waitsFor } from './exceptions.filter.js';

type Row = PolicyException & Record<string, unknown>;

/** A revision with its words; an erased one has empty words. */
export interface Revision extends Answers {
  exceptionId: string;
  number: number;
  /** Hex. */
  digest: string;
  authorId: string;
  createdAt: Date;
  material: boolean;
  cause: string;
  remedy: Remedy;
  /** True when its words were erased with the customer. */
  erased: boolean;
}

/** A co-signature as it stands by now. */
export interface CoSignature {
  exceptionId: string;
  signerId: string;
  revision: number;
  /** The revision it was first given on, when a change of wording carried it here; else null. */
  carriedFrom: number | null;
  /** Hex. */
  digest: string;
  words: string | null;
  state: CoSignatureState;
  at: Date;
}

/** An objection as it stands by now. */
export interface Objection {
  exceptionId: string;
  byId: string;
  revision: number;
  reason: string;
  stale: boolean;
  at: Date;
}

/** How a list may be sorted. */
export const EXCEPTION_ORDERS = ['NEWEST', 'OLDEST', 'EXPIRES_FIRST', 'AMOUNT_DESC'] as const;
/** One way to sort a list. */
export type ExceptionOrder = (typeof EXCEPTION_ORDERS)[number];

const ORDERS: Record<ExceptionOrder, PageOrder> = {
  NEWEST: { key: sql`e.created_at`, kind: 'instant', id: sql`e.id`, descending: true },
  OLDEST: { key: sql`e.created_at`, kind: 'instant', id: sql`e.id`, descending: false },
  EXPIRES_FIRST: { key: sql`e.expires_at`, kind: 'instant', id: sql`e.id`, descending: false },
  AMOUNT_DESC: { key: sql`coalesce(r.amount_minor, 0)`, kind: 'integer', id: sql`e.id`, descending: true },
};

const REVISION_COLUMNS = sql`r.exception_id AS "exceptionId", r.number, encode(r.digest, 'hex') AS digest, r.author_id AS "authorId", r.created_at AS "createdAt",
  r.material, r.cause, json_build_object('kind', r.kind, 'amount', CASE WHEN r.amount_minor IS NOT NULL
    THEN json_build_object('amountMinor', r.amount_minor, 'currency', r.currency) END, 'deed', t.deed) AS remedy,
  coalesce(t.what_happened, '') AS "whatHappened", coalesce(t.what_policy_says, '') AS "whatPolicySays", coalesce(t.what_we_do, '') AS "whatWeDo",
  coalesce(t.why_fair, '') AS "whyFair", t.erased_at IS NOT NULL AS erased`;

/** Everything that is read of exceptions and never changes them. Every method takes many ids, so that a list costs no more statements than one row. */
@Injectable()
export class ExceptionsReads {
  constructor(private readonly db: Database) {}

  /** @throws NotFoundError with the path of the id */
  async byId(id: string, path: readonly string[] = ['exceptionId']): Promise<PolicyException> {
    const [row] = await this.byIds([id]);
    if (!row) throw new NotFoundError('exception', path);
    return row;
  }

  byIds(ids: readonly string[]): Promise<PolicyException[]> {
    return this.db.query<Row>(sql`SELECT ${EXCEPTION_COLUMNS} FROM policy_exceptions WHERE id = ANY (${ids})`, 'exceptions.byIds');
  }

  async byRef(ref: string): Promise<PolicyException | undefined> {
    const [row] = await this.db.query<Row>(sql`SELECT ${EXCEPTION_COLUMNS} FROM policy_exceptions WHERE ref = ${ref}`, 'exceptions.byRef');
    return row;
  }

  byCaseIds(caseIds: readonly string[]): Promise<PolicyException[]> {
    return this.db.query<Row>(
      sql`SELECT ${EXCEPTION_COLUMNS} FROM policy_exceptions WHERE case_id = ANY (${caseIds}) ORDER BY created_at, id`,
      'exceptions.byCaseIds',
    );
  }

  /** One page of a filtered list. @throws InvalidError for a stretch of time without room */
  async list(filter: ExceptionFilter, order: ExceptionOrder, request: PageRequest): Promise<Page<PolicyException & Paged>> {
    const page = keyset(ORDERS[order], request);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT f.*, ${EXCEPTION_COLUMNS} FROM (SELECT e.id AS found, ${page.key}, row_number() OVER () AS position ${matching(filter)} AND ${page.where} ${page.tail}) f
          JOIN policy_exceptions e ON e.id = f.found ORDER BY f.position`,
    );
    return pageOf(rows, request);
  }

  /** How many a filtered list has, counted up to 10,000. */
  async count(filter: ExceptionFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM (SELECT 1 ${matching(filter)} LIMIT 10000) AS found`,
    );
    return row?.count ?? 0;
  }

  /** The proposals that wait for this person's signature, the ones that expire first on top. */
  async inbox(actor: Actor, request: PageRequest): Promise<Page<PolicyException & Paged>> {
    const page = keyset(ORDERS.EXPIRES_FIRST, request);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT ${page.key}, ${EXCEPTION_COLUMNS} FROM policy_exceptions e WHERE ${waitsFor(actor.personId)} AND ${page.where} ${page.tail}`,
      `exceptions.inbox.${request.backwards ? 'back' : 'on'}.${request.from ? 'from' : 'all'}`,
    );
    return pageOf(rows, request);
  }

  /** Which of these wait for this person's signature. */
  async waitingAmong(ids: readonly string[], personId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT e.id FROM policy_exceptions e WHERE e.id = ANY (${ids}) AND ${waitsFor(personId)}`,
      'exceptions.waitingAmong',
    );
    return rows.map(({ id }) => id);
  }

  /** Whether somebody is to judge this one without knowing how it was decided. */
  async isBlindTo(exceptionId: string, personId: string): Promise<boolean> {
    const rows = await this.db.query(
      sql`SELECT 1 FROM blind_looks b, people p WHERE b.exception_id = ${exceptionId} AND p.id = ${personId} AND b.peer_human = ANY (humans_of(p)) AND is_blind(b)`,
      'exceptions.isBlindTo',
    );
    return rows.length > 0;
  }

  revisions(exceptionIds: readonly string[]): Promise<Revision[]> {
    return this.db.query<Revision & Record<string, unknown>>(
      sql`SELECT ${REVISION_COLUMNS} FROM revisions r JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number
           WHERE r.exception_id = ANY (${exceptionIds}) ORDER BY r.exception_id, r.number`,
      'exceptions.revisions',
    );
  }

  /** Only the current revision of each. */
  currentRevisions(exceptionIds: readonly string[]): Promise<Revision[]> {
    return this.db.query<Revision & Record<string, unknown>>(
      sql`SELECT ${REVISION_COLUMNS} FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
            JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number WHERE e.id = ANY (${exceptionIds})`,
      'exceptions.currentRevisions',
    );
  }

  /** One revision with what an amendment builds on. */
  async revisionToAmend(exceptionId: string, number: number): Promise<Revision & { salt: Buffer; materialDigest: Buffer }> {
    const [row] = await this.db.query<Revision & { salt: Buffer; materialDigest: Buffer }>(
      sql`SELECT ${REVISION_COLUMNS}, t.salt, r.material_digest AS "materialDigest"
            FROM revisions r JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number
           WHERE r.exception_id = ${exceptionId} AND r.number = ${number}`,
      'exceptions.revisionToAmend',
    );
    if (!row?.salt) throw new NotFoundError('revision with its texts', ['exceptionId']);
    return row;
  }

  /** Every co-signature as it stands; one that was carried over stands on the newest revision it was carried to. */
  coSignatures(exceptionIds: readonly string[]): Promise<CoSignature[]> {
    return this.db.query<CoSignature & Record<string, unknown>>(
      sql`SELECT s.exception_id AS "exceptionId", s.signer_id AS "signerId", s.revision,
            s.carried_from AS "carriedFrom", encode(s.digest, 'hex') AS digest, w.body AS words, s.at,
            CASE WHEN s.also_agreed THEN 'ALSO_AGREED' WHEN x.how IS NOT NULL THEN x.how WHEN c.human_id IS NOT NULL THEN 'COUNTED'
                 WHEN s.revision < e.revision THEN 'STALE' ELSE 'GIVEN' END AS state
            FROM co_signatures s JOIN policy_exceptions e ON e.id = s.exception_id
            LEFT JOIN remarks w ON w.id = s.words_id
            LEFT JOIN co_signature_ends x ON (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id)
            LEFT JOIN counted_signatures c ON (c.exception_id, c.revision, c.human_id) = (s.exception_id, s.revision, s.human_id)
           WHERE s.exception_id = ANY (${exceptionIds}) AND NOT EXISTS (SELECT 1 FROM co_signatures n
             WHERE n.exception_id = s.exception_id AND n.human_id = s.human_id AND n.carried_from = s.revision)
           ORDER BY s.exception_id, s.at, s.signer_id`,
      'exceptions.coSignatures',
    );
  }

  objections(exceptionIds: readonly string[]): Promise<Objection[]> {
    return this.db.query<Objection & Record<string, unknown>>(
      sql`SELECT o.exception_id AS "exceptionId", o.signer_id AS "byId", o.revision, coalesce(w.body, '') AS reason, o.at,
            NOT ${objectionStands} AS stale
            FROM objections o JOIN remarks w ON w.id = o.words_id WHERE o.exception_id = ANY (${exceptionIds}) ORDER BY o.exception_id, o.at, o.signer_id`,
      'exceptions.objections',
    );
  }

  /** The precedents that were shown while proposing, in the order shown. */
  shownPrecedents(exceptionIds: readonly string[]): Promise<{ exceptionId: string; precedentId: string }[]> {
    return this.db.query(
      sql`SELECT exception_id AS "exceptionId", precedent_id AS "precedentId" FROM shown_precedents
           WHERE exception_id = ANY (${exceptionIds}) ORDER BY exception_id, position`,
      'exceptions.shownPrecedents',
    );
  }

  /**
   * Ids of people who could co-sign this now, one account of each. Fresh eyes first: those who signed together with the proposer least often, in
   * either direction, over 90 days.
   */
  async eligibleCoSigners(exceptionId: string, most: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT c.person_id AS id FROM co_signers_to_ask(${exceptionId}, ${most}::int) WITH ORDINALITY AS c ORDER BY c.ordinality`,
      'exceptions.eligibleCoSigners',
    );
    return rows.map(({ id }) => id);
  }

  /** How many humans could co-sign each of these now. */
  eligibleCounts(exceptionIds: readonly string[]): Promise<{ exceptionId: string; count: number }[]> {
    return this.db.query(
      sql`SELECT e.id AS "exceptionId", count(*)::int AS count FROM unnest(${exceptionIds}::text[]) AS e(id), eligible_co_signers(e.id) GROUP BY e.id`,
      'exceptions.eligibleCounts',
    );
  }

  /** The subjects whose facts tell the story of an exception: its own, its review's, and those of disputes about its signatures. */
  async subjectsOf(exceptionId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT ${exceptionId}::text AS id UNION ALL SELECT id FROM reviews WHERE exception_id = ${exceptionId}
          UNION ALL SELECT id FROM disputes WHERE exception_id = ${exceptionId}`,
      'exceptions.subjectsOf',
    );
    return rows.map(({ id }) => id);
  }

  /** Whether somebody may be named as a helper. */
  async isAPersonWhoIsActive(personId: string): Promise<boolean> {
    const rows = await this.db.query(
      sql`SELECT 1 FROM people WHERE id = ${personId} AND kind = 'PERSON' AND active`,
      'exceptions.isActive',
    );
    return rows.length > 0;
  }

  /** What the proposers said to the precedents that were shown; null once erased. */
  whyDifferent(exceptionIds: readonly string[]): Promise<{ exceptionId: string; words: string | null }[]> {
    return this.db.query(
      sql`SELECT e.id AS "exceptionId", w.body AS words FROM policy_exceptions e JOIN remarks w ON w.id = e.why_different_id WHERE e.id = ANY (${exceptionIds})`,
      'exceptions.whyDifferent',
    );
  }

  /** What took these up again: each at most once. */
  clones(exceptionIds: readonly string[]): Promise<{ id: string; clonedFrom: string }[]> {
    return this.db.query(
      sql`SELECT id, cloned_from AS "clonedFrom" FROM policy_exceptions WHERE cloned_from = ANY (${exceptionIds})`,
      'exceptions.clones',
    );
  }

  /** Why these were withdrawn or stopped, or are asked to be, and who said so; the words are null once erased. */
  endedReasons(exceptionIds: readonly string[]): Promise<{ exceptionId: string; words: string | null; byId: string }[]> {
    return this.db.query(
      sql`SELECT e.id AS "exceptionId", w.body AS words, w.author_id AS "byId" FROM policy_exceptions e JOIN remarks w ON w.id = e.ended_reason_id
           WHERE e.id = ANY (${exceptionIds})`,
      'exceptions.endedReasons',
    );
  }

  /** How often each of these policy versions was cited: in place of a proposal, or at the end of one. */
  citations(policyVersionIds: readonly string[]): Promise<{ policyVersionId: string; count: number }[]> {
    return this.db.query(
      sql`SELECT policy_version_id AS "policyVersionId", count(*)::int AS count FROM citations WHERE policy_version_id = ANY (${policyVersionIds})
            GROUP BY policy_version_id`,
      'exceptions.citations',
    );
  }
}
