import { revisionDigest } from '#exceptions';
import type pg from 'pg';
import type { AuditRecord } from './audit.types.js';
import { pagesOf } from './pages-of.js';
import { sealedRecords } from './sealed.records.js';

/** What is read besides the records of every export. */
export interface RecordsWanted {
  /** Whether the words of each revision are read, to make its digest anew. They are told by one word only, and never leave. */
  readonly words: boolean;
}

/**
 * Everything that an auditor needs, in the order in which it is verified, and all of one instant: keys and people, the facts of each subject
 * with what stands of it, then each checkpoint with the facts that it covers. Nothing of it is held in memory. No record has words, names or contacts.
 */
export async function* auditRecords(client: pg.ClientBase, wanted: RecordsWanted): AsyncGenerator<AuditRecord> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(
      `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL plan_cache_mode = auto`,
    );
    yield* rows(client, HEAD);
    yield* rows(client, KEYS);
    yield* rows(client, PEOPLE);
    for (const subjects of [`starts_with(subject_id, 'per_')`, `NOT starts_with(subject_id, 'per_')`])
      yield* chains(client, subjects, wanted);
    yield* rows(client, GONE_FACTS, (id) => standing(client, [id], wanted));
    yield* rows(client, STRAYS);
    yield* sealedRecords(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

const HEAD = `SELECT 'export' AS kind, 1 AS version, ${MS('house_now()')} AS at, coalesce((SELECT max(to_xid) FROM checkpoints), 0)::text AS "sealedUpTo"`;
const KEYS = `SELECT 'key' AS kind, id, encode(public_key, 'hex') AS "publicKey" FROM seal_keys ORDER BY created_at, id`;
const PEOPLE = `SELECT 'person' AS kind, id, human_id AS human, kind AS type, roles, faces_customers AS "facesCustomers", active, ${MS('away_until')} AS "awayUntil",
  ${MS('created_at')} AS "createdAt" FROM people ORDER BY id`;
const FACTS = `SELECT 'fact' AS kind, subject_id AS "subjectId", seq, actor_id AS "actorId", name, body::text AS body, ${MS('at')} AS at, xid::text AS xid,
  encode(prev_hash, 'hex') AS "prevHash", encode(hash, 'hex') AS hash FROM facts`;

/** What stands there, and no fact tells of it. */
const GONE_FACTS = `SELECT id FROM (SELECT id FROM policy_exceptions UNION ALL SELECT id FROM reviews UNION ALL SELECT case_id FROM complaints) t
  WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = t.id) ORDER BY id`;

const STRAYS = `SELECT 'stray' AS kind, 'outbox' AS "where", 'fact ' || o.fact_id || ' waits there, and is not that of the history' AS what FROM outbox o
  LEFT JOIN facts f ON f.id = o.fact_id AND (f.subject_id, f.seq, f.name, f.at) = (o.subject_id, o.seq, o.name, o.at) WHERE f.id IS NULL
  UNION ALL SELECT 'stray', a.exception_id, 'it has an approval, and is gone itself' FROM approvals a WHERE NOT EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.id = a.exception_id)
  UNION ALL SELECT 'stray', coalesce(l.id, t.id), 'it is not the link of two accounts that was told' FROM account_links l FULL JOIN (
      SELECT f.body ->> 'linkId' AS id, f.subject_id AS one, f.body ->> 'toPersonId' AS other, bool_or(f.name = 'person.linked') AS confirmed, bool_or(f.name = 'person.linkEnded') AS ended
        FROM facts f WHERE starts_with(f.subject_id, 'per_') AND f.name IN ('person.linkProposed', 'person.linked', 'person.linkEnded') GROUP BY 1, 2, 3) t ON t.id = l.id
    WHERE (t.one, t.other, t.confirmed, t.ended) IS DISTINCT FROM (l.person_id, l.to_person_id, l.confirmed_at IS NOT NULL, l.ended_at IS NOT NULL)`;

const SIGNATURES = `SELECT s.exception_id, s.revision, s.human_id AS human, s.signer_id AS signer, encode(s.digest, 'hex') AS digest, s.also_agreed AS "alsoAgreed",
    s.carried_from AS "carriedFrom", x.how AS "end" FROM co_signatures s LEFT JOIN co_signature_ends x USING (exception_id, revision, human_id)`;

const EXCEPTIONS = `SELECT 'exception' AS kind, e.id, e.status, e.proposer_id AS proposer, e.proposer_human AS "proposerHuman",
    (SELECT coalesce(json_agg(json_build_object('number', r.number, 'digest', encode(r.digest, 'hex'), 'author', r.author_id, 'authorHuman', r.author_human) ORDER BY r.number), '[]')
       FROM revisions r WHERE r.exception_id = e.id) AS revisions,
    (SELECT coalesce(json_agg(to_json(s)::jsonb - 'exception_id' ORDER BY s.revision, s.human), '[]') FROM (${SIGNATURES}) s WHERE s.exception_id = e.id) AS signatures,
    (SELECT json_build_object('revision', a.revision, 'digest', encode(a.digest, 'hex'), 'quorum', a.quorum,
        'humans', ARRAY(SELECT c.human_id FROM counted_signatures c WHERE c.exception_id = a.exception_id ORDER BY c.human_id))
       FROM approvals a WHERE a.exception_id = e.id) AS approval
  FROM policy_exceptions e WHERE e.id = ANY ($1)`;

const REVIEWS = `SELECT 'review' AS kind, id, status, reviewer_id AS reviewer, disposition FROM reviews WHERE id = ANY ($1)`;

/** Each complaint with its clocks and what met them. Its id is that of its case, below whose chain of facts it stands. */
const COMPLAINTS = `SELECT 'complaint' AS kind, case_id AS id, profile, ${MS('began_at')} AS "complainedAt", ${MS('acknowledge_by')} AS "acknowledgeBy",
  ${MS('acknowledged_at')} AS "acknowledgedAt", ${MS('answer_by')} AS "answerBy", ${MS('final_by')} AS "finalBy", ${MS('answered_at')} AS "answeredAt" FROM complaints WHERE case_id = ANY ($1)`;

const WORDS = `SELECT r.exception_id AS "exceptionId", r.number, encode(r.digest, 'hex') AS digest, r.cause, r.kind, r.amount_minor::text AS "amountMinor", r.currency,
    r.policy_version_id AS "policyVersionId", t.salt, t.deed, t.what_happened AS "whatHappened", t.what_policy_says AS "whatPolicySays", t.what_we_do AS "whatWeDo",
    t.why_fair AS "whyFair" FROM revisions r JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number
  WHERE r.exception_id = ANY ($1) AND t.erased_at IS NULL`;

interface Words {
  exceptionId: string;
  number: number;
  digest: string;
  cause: string;
  kind: 'REFUND';
  amountMinor: string | null;
  currency: string | null;
  policyVersionId: string | null;
  salt: Buffer;
  deed: string | null;
  whatHappened: string;
  whatPolicySays: string;
  whatWeDo: string;
  whyFair: string;
}

type Fact = AuditRecord & { readonly subjectId: string };

/** Each subject's facts in their order, and after them what stands of it. */
async function* chains(client: pg.ClientBase, subjects: string, wanted: RecordsWanted): AsyncGenerator<AuditRecord> {
  const waiting = new Map<string, AuditRecord>();
  let subjectId = '';
  function* ended(): Generator<AuditRecord> {
    const row = waiting.get(subjectId);
    waiting.delete(subjectId);
    if (row) yield row;
  }
  for await (const page of pagesOf<Fact>(client, `${FACTS} WHERE ${subjects} ORDER BY subject_id, seq`)) {
    const ids = [...new Set(page.map((fact) => fact.subjectId))].filter((id) => id !== subjectId);
    for (const row of await standing(client, ids, wanted)) waiting.set(String(row.id), row);
    for (const fact of page) {
      if (fact.subjectId !== subjectId) yield* ended();
      subjectId = fact.subjectId;
      yield fact;
    }
  }
  yield* ended();
}

/** What stands of these exceptions, reviews and complaints. */
async function standing(client: pg.ClientBase, ids: readonly string[], { words }: RecordsWanted): Promise<AuditRecord[]> {
  const exceptions = (await client.query<AuditRecord & { revisions: Revision[] }>(EXCEPTIONS, [ids])).rows;
  const reviews = (await client.query<AuditRecord>(REVIEWS, [ids])).rows;
  const others = [...reviews, ...(await client.query<AuditRecord>(COMPLAINTS, [ids])).rows];
  if (!words) return [...exceptions, ...others];
  const compared = new Map((await client.query<Words>(WORDS, [ids])).rows.map((row) => [`${row.exceptionId} ${row.number}`, compare(row)]));
  const withWords = exceptions.map((exception) => ({
    ...exception,
    revisions: exception.revisions.map((revision) => ({
      ...revision,
      words: compared.get(`${String(exception.id)} ${revision.number}`) ?? 'ERASED',
    })),
  }));
  return [...withWords, ...others];
}

interface Revision {
  readonly number: number;
}

/** Whether the words still have the digest that was signed. Made here and not in the database, whose functions its owner may change. */
function compare({ salt, kind, amountMinor, currency, deed, ...content }: Words): 'SAME' | 'OTHER' {
  const amount = amountMinor === null || currency === null ? null : { amountMinor: Number(amountMinor), currency };
  const digest = revisionDigest({ ...content, remedy: { kind, amount, deed } }, salt);
  return digest.toString('hex') === content.digest ? 'SAME' : 'OTHER';
}

async function* rows(client: pg.ClientBase, query: string, of?: (id: string) => Promise<AuditRecord[]>): AsyncGenerator<AuditRecord> {
  for await (const page of pagesOf<AuditRecord>(client, query)) {
    for (const row of page) yield* of ? await of(String(row.id)) : [row];
  }
}
