import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { amend, besieged, propose, revise } from './siege.js';

const NEXT = 'revisions.revision_is_the_next';
const SAME = 'revision_texts.texts_match_the_digest';

/** Priya's proposals. Lachlan may help with one of them, but has left. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  const [open, approved, erased, expired] = [await room.propose(), await room.propose(), await room.propose(), await room.propose()];
  for (const person of ['lachlan', 'mia'])
    await room.exceptions.inviteHelper({ exceptionId: open.id, personId: `per_${person}` }, await house.actor('priya'));
  for (const { id } of [approved, erased]) await room.coSign(id, 'tom');
  await house.admin.query(`UPDATE people SET active = false WHERE handle = 'lachlan';
    INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers) VALUES ('per_mia2', 'hum_mia', 'PERSON', 'Mia', 'mia2', 'mia2@bank.example', '{AGENT}', true);
    UPDATE revision_texts SET salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL, why_fair = NULL, erased_at = house_now() WHERE exception_id = '${erased.id}'`);
  await house.clock('20 days');
  await room.clock.expire(expired.id);
  await house.clock('0');
  await room.propose({ caseId: expired.caseId, clonedFromId: expired.id });
  const ended = await house.endedCaseOf('priya');
  const policy = await room.activate({ causes: ['hail'], upTo: 1 });
  return {
    open: open.id,
    approved: approved.id,
    erased: erased.id,
    expired: expired.id,
    mine: await house.caseOf('priya'),
    toms: await house.caseOf('tom'),
    ended,
    policy: policy.id,
  };
}
type World = Awaited<ReturnType<typeof build>>;

const again = (id: string, column: string, value: string): string =>
  `UPDATE revision_texts SET ${column} = ${value} WHERE exception_id = '${id}'`;
/** With a quorum that every band is content with. */
const forAny = (amendment: string): string => amendment.replace('revision = revision + 1', 'revision = revision + 1, base_quorum = 3');
const EMPTY = `salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL`;

// prettier-ignore
besieged<World>('promise 1: a revision', build, [
  ['by somebody else', { sql: ({ open }) => amend(open, 'tom'), says: 'TP111', wall: NEXT }],
  ['by a helper who left', { sql: ({ open }) => amend(open, 'lachlan'), says: 'TP111', wall: NEXT }],
  ["by a helper's other account", { sql: ({ open }) => amend(open, 'mia2'), says: 'TP111', wall: NEXT }],
  ["in the proposer's name", { sql: ({ open }) => amend(open, 'tom', {}, { author_human: `'hum_priya'` }), says: '23503 an_author_is_one_human', wall: 'revisions.an_author_is_one_human' }],
  ['that the exception does not name', { sql: ({ open }) => revise(open, 'priya'), says: 'TP102', wall: NEXT }],
  ['in place of the first', { sql: ({ open }) => revise(open, 'priya', { number: 1, revision: 1 }), says: '23505 revisions_pkey', wall: 'revisions.revisions_pkey', behind: '23505 a_revision_has_one_digest' }],
  ['after the approval', { sql: ({ approved }) => revise(approved, 'priya'), says: 'TP104', wall: NEXT }],
  ['after it expired', { sql: ({ open }) => amend(open, 'priya'), clock: '20 days', says: 'TP105', wall: NEXT }],
  ['that departs from another policy than its exception', { sql: ({ open, policy }) => amend(open, 'priya', { policy_version_id: policy }), says: 'TP900', wall: NEXT }],
  ['whose band asks for more colleagues', { sql: ({ open }) => amend(open, 'priya', { amount_minor: 50_001 }), says: 'TP132', wall: NEXT }],
  ['in a currency of which no band knows', { sql: ({ open }) => amend(open, 'priya', { currency: 'NZD' }), says: 'TP132', wall: NEXT }],
  ['of nothing', { sql: ({ open }) => amend(open, 'priya', { amount_minor: 0 }), says: '23514 an_amount_is_positive_and_exact', wall: 'revisions.an_amount_is_positive_and_exact' }],
  ['of less than nothing', { sql: ({ open }) => amend(open, 'priya', { amount_minor: -1 }), says: '23514 an_amount_is_positive_and_exact', wall: 'revisions.an_amount_is_positive_and_exact' }],
  ['of more than can be written exactly', { sql: ({ open }) => forAny(amend(open, 'priya', { amount_minor: 2 ** 53 })), says: '23514 an_amount_is_positive_and_exact', wall: 'revisions.an_amount_is_positive_and_exact' }],
  ['of an amount in no currency', { sql: ({ open }) => forAny(amend(open, 'priya', { currency: null })), says: '23514 an_amount_has_a_currency', wall: 'revisions.an_amount_has_a_currency' }],
  ['of neither money nor a deed', { sql: ({ open }) => amend(open, 'priya', { amount_minor: null, currency: null }), says: '23514 a_remedy_is_an_amount_or_a_deed', wall: 'revisions.a_remedy_is_an_amount_or_a_deed' }],
  ['of an unknown kind', { sql: ({ open }) => amend(open, 'priya', { kind: 'BRIBE' }), says: '23514 a_remedy_kind_is_known', wall: 'revisions.a_remedy_kind_is_known' }],
  ['of a cause in free words', { sql: ({ open }) => amend(open, 'priya', { cause: 'Adele was ill' }), says: '23514 revisions_cause_check', wall: 'revisions.revisions_cause_check' }],
  ['with half a digest', { sql: ({ open }) => amend(open, 'priya', {}, { digest: `'\\xcd'::bytea` }), says: '23514 a_digest_has_32_bytes', wall: 'revisions.a_digest_has_32_bytes', behind: 'TP903' }],
  ['with the digest of other words', { sql: ({ open }) => amend(open, 'priya', {}, { digest: `sha256('other')` }), says: 'TP903', wall: SAME }],
  ['that hides a change of the matter', { sql: ({ open }) => amend(open, 'priya', { what_we_do: 'More.' }, { material_digest: '(SELECT b.material_digest FROM revisions b WHERE b.exception_id = (r).exception_id)' }), says: 'TP903', wall: SAME }],
  ['under another salt', { sql: ({ open }) => amend(open, 'priya', { salt: `\\x${'00'.repeat(32)}` }), says: 'TP903', wall: SAME }],
  ['that hides its deed', { sql: ({ open }) => amend(open, 'priya', { deed: 'A gold watch.' }), says: 'TP903', wall: SAME }],
  ['without words', { sql: ({ open }) => amend(open, 'priya').replace('FROM next, revised', 'FROM next, revised WHERE false'), says: '23503 a_revision_has_its_texts', wall: 'revisions.a_revision_has_its_texts' }],
  ['with words of no revision', { sql: ({ open }) => amend(open, 'priya').replace('SELECT (t).exception_id, (t).revision', 'SELECT (t).exception_id, 9'), says: 'TP903', wall: SAME, behind: '23503 texts_belong_to_a_revision' }],
  ['whose words are rewritten', { sql: ({ open }) => again(open, 'why_fair', `'Because.'`), says: 'TP900', api: '42501', wall: SAME }],
  ['whose words are half erased', { sql: ({ approved }) => again(approved, `${EMPTY}, erased_at`, 'house_now()'), says: '23514 texts_stand_until_erased', api: '42501', wall: 'revision_texts.texts_stand_until_erased' }],
  ['whose salt is kept when its words are erased', { sql: ({ approved }) => again(approved, `${EMPTY.replace('salt = NULL, ', '')}, why_fair = NULL, erased_at`, 'house_now()'), says: '23514 texts_stand_until_erased', api: '42501', wall: 'revision_texts.texts_stand_until_erased' }],
  ['whose erased words come back', { sql: ({ erased }) => again(erased, `salt = sha256('s'), what_happened = 'a', what_policy_says = 'b', what_we_do = 'c', why_fair = 'd', erased_at`, 'NULL'), says: 'TP900', api: '42501', wall: SAME }],
]);

// prettier-ignore
besieged<World>('promise 1: a proposal', build, [
  ['that begins as approved', { sql: ({ mine }) => propose({ case_id: mine, status: 'APPROVED' }), says: 'TP104', wall: 'policy_exceptions.exception_moves_forward', behind: '23514 approved_means_approved_revision' }],
  ['that begins at a later turn', { sql: ({ mine }) => propose({ case_id: mine, turn: 2 }), says: 'TP104', wall: 'policy_exceptions.exception_moves_forward', behind: '23503 the_current_revision_exists' }],
  ['of which the customer was told before', { sql: ({ mine }) => propose({ case_id: mine, customer_told_at: '2026-01-01' }), says: 'TP104', wall: 'policy_exceptions.exception_moves_forward', behind: '23503 the_current_revision_exists' }],
  ["for a colleague's case", { sql: ({ toms }) => propose({ case_id: toms }), says: 'TP110', wall: 'policy_exceptions.exception_moves_forward', behind: '23503 the_current_revision_exists' }],
  ['for a case that has ended', { sql: ({ ended }) => propose({ case_id: ended }), says: 'TP110', wall: 'policy_exceptions.exception_moves_forward', behind: '23503 the_current_revision_exists' }],
  ['for a case that is not there', { sql: () => propose({ case_id: 'cas_none' }), says: 'TP110', wall: 'policy_exceptions.exception_moves_forward', behind: '23503 policy_exceptions_case_id_fkey' }],
  ["in the owner's name", { sql: ({ mine }) => propose({ case_id: mine, proposer_id: 'per_tom' }), says: '23503 a_proposer_is_one_human', wall: 'policy_exceptions.a_proposer_is_one_human', behind: '23503 the_current_revision_exists' }],
  ['without a text', { sql: ({ mine }) => propose({ case_id: mine }), says: '23503 the_current_revision_exists', wall: 'policy_exceptions.the_current_revision_exists' }],
  ['that needs nobody', { sql: ({ mine }) => propose({ case_id: mine, base_quorum: 0 }), says: '23514 policy_exceptions_base_quorum_check', wall: 'policy_exceptions.policy_exceptions_base_quorum_check', behind: '23503 the_current_revision_exists' }],
  ['that takes up an expired one again, twice', { sql: ({ mine, expired }) => propose({ case_id: mine, cloned_from: expired }), says: '23505 cloned_once', wall: 'policy_exceptions.cloned_once', behind: '23503 the_current_revision_exists' }],
]);
