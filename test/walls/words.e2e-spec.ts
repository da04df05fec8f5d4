import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallHouse } from '../support/small-house.js';

/** Where somebody's words about a customer, or the customer's own data, may stand. `forget_customer` empties each; see ADR 0029. */
const ERASED = [
  'case_texts.need',
  'cases.external_ref',
  'customers.contact',
  'customers.name',
  'hand_off_texts.callback_contact',
  'hand_off_texts.new_fact',
  'hand_off_texts.recap',
  'hand_off_texts.why',
  'idempotency_keys.input_hash',
  'policy_exceptions.fulfilment_reference',
  'remarks.body',
  'revision_texts.deed',
  'revision_texts.salt',
  'revision_texts.what_happened',
  'revision_texts.what_policy_says',
  'revision_texts.what_we_do',
  'revision_texts.why_fair',
];

/** Text that is about no customer, or says nothing of one: with what it is instead. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'a digest whose salt is erased, or of what has no words': [
    'approvals.digest',
    'checkpoints.digest',
    'checkpoints.hash',
    'checkpoints.prev_hash',
    'checkpoints.signature',
    'co_signatures.digest',
    'facts.hash',
    'facts.prev_hash',
    'objections.digest',
    'passes.digest',
    'revisions.digest',
    'revisions.material_digest',
  ],
  'a code or a number of ours': [
    'api_tokens.scopes',
    'bands.currency',
    'bands.kinds',
    'caps.currency',
    'caps.scope',
    'cap_bookings.currency',
    'cap_bookings.subject',
    'cap_counters.currency',
    'cap_counters.scope',
    'cap_counters.subject',
    'case_answers.kind',
    'case_reminders.kind',
    'case_reminders.thing_id',
    'cases.ref',
    'cases.status',
    'cautions.cause',
    'cautions.currency',
    'cautions.kind',
    'complaint_profiles.clock',
    'complaint_profiles.name',
    'complaint_profiles.unit',
    'complaints.profile',
    'complaints.time_zone',
    'co_signature_ends.how',
    'facts.body',
    'facts.name',
    'follow_up_tries.channel',
    'follow_up_tries.outcome',
    'follow_ups.outcome',
    'get_backs.status',
    'hand_offs.cancelled_because',
    'hand_offs.status',
    'house.search_language',
    'house.time_zone',
    'idempotency_keys.operation',
    'notices.name',
    'objection_ends.how',
    'outbox.name',
    'pattern_candidates.cause',
    'pattern_candidates.kind',
    'people.kind',
    'people.roles',
    'policies.ref',
    'policy_citations.cause',
    'policy_citations.currency',
    'policy_citations.kind',
    'policy_exceptions.ref',
    'policy_exceptions.status',
    'policy_versions.causes',
    'policy_versions.currency',
    'policy_versions.kinds',
    'policy_versions.status',
    'reviews.cause',
    'precedents.cause',
    'precedents.currency',
    'precedents.kind',
    'reviews.disposition',
    'reviews.kind',
    'reviews.status',
    'revisions.cause',
    'revisions.currency',
    'revisions.kind',
  ],
  'of colleagues, not of customers': [
    'api_tokens.name',
    'identities.issuer',
    'identities.subject',
    'people.email',
    'people.handle',
    'people.name',
    'people.user_name',
    'teams.name',
  ],
  'policy, which is of everybody': [
    'causes.description',
    'causes.key',
    'causes.name',
    'policies.book_ref',
    'policies.title',
    'policy_versions.owner',
    'policy_versions.text',
  ],
  'taken away by the database itself with the text it was read from; libs/precedents/precedents.e2e-spec.ts': [
    'precedent_words.word',
    'precedents.words',
  ],
  'the machinery': [
    'api_tokens.hash',
    'heartbeats.kind',
    'heartbeats.process',
    'idempotency_keys.principal',
    'job_starts.kind',
    'migrations.name',
    'notices.mail_problem',
    'seal_keys.public_key',
    'seal_places.trouble',
    'sessions.id_hash',
    'shares_used.key',
  ],
  'of the client, who is told to make it by chance; gone after 72 hours': ['idempotency_keys.key'],
  'a zone in which millions live': ['customers.time_zone'],
};

/** Names of columns that hold an id of ours; one that names a row of another table, or one of a few listed words, is not looked at anyway. */
const ID = /[.](id|cloned_from|covered_by|exception_id|result_id|.*_(id|by|human))$/;

describe('promise 15: every place where words can stand', () => {
  let house: SmallHouse;
  beforeAll(async () => {
    house = await SmallHouse.open();
  });
  afterAll(() => house.close());

  const columns = async (): Promise<string[]> => {
    const rows = await house.rows<{ name: string }>(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped
          AND (t.typcategory IN ('S', 'A') OR t.typname IN ('json', 'jsonb', 'bytea', 'xml', 'tsvector'))
          AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
            AND (k.contype = 'f' OR k.contype = 'c' AND pg_get_constraintdef(k.oid) ~ ('^CHECK \\(+' || a.attname || ' (=|<@) (ANY )?\\(?ARRAY')))`,
    );
    return rows.map(({ name }) => name).filter((name) => !ID.test(name));
  };

  it('is erased, or is known to say nothing of a customer', async () => {
    const known = new Set([...ERASED, ...Object.values(KEPT).flat()]);
    // A new column of text: name it in KEPT, or in ERASED and give forget_customer its statement in the migration that adds the column.
    expect((await columns()).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(ERASED)('%s is what the eraser may write', async (name) => {
    const [table, column] = name.split('.');
    const [may] = await house.rows(`SELECT has_column_privilege('countersign_erase', $1, $2, 'UPDATE') AS erased`, [table, column]);
    expect(may).toEqual({ erased: true });
  });

  it.each(ERASED.filter((name) => !name.endsWith('_hash')))('%s is left out of what ANALYZE remembers', async (name) => {
    const [kept] = await house.rows(
      'SELECT attstattarget AS samples FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2',
      name.split('.'),
    );
    expect(kept).toEqual({ samples: 0 });
  });
});
