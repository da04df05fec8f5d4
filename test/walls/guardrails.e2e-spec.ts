import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** The version in force, the one before it, two that are proposed by Wei, one by Lachlan (an admin with two accounts), and one that asks for nine. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  await house.admin.query(`UPDATE people SET roles = '{ADMIN}' WHERE human_id = 'hum_lachlan' AND kind = 'PERSON'`);
  const [first] = await house.rows<{ id: string }>('SELECT id FROM guardrails');
  const put = (statements: string) => house.admin.query(`BEGIN; ${statements}; COMMIT`);
  await put(`${version('grd_now')}; ${bands('grd_now')}; INSERT INTO caps VALUES ('grd_now', 'TEAM_DAY', 500000, 'AUD')`);
  await put(follow(first?.id ?? '', 'grd_now'));
  await put(`${version('grd_a')}; ${bands('grd_a')}; INSERT INTO caps VALUES ('grd_a', 'TEAM_DAY', 500000, 'AUD')`);
  await put(`${version('grd_b')}; ${bands('grd_b')}`);
  await put(`${version('grd_lachlan', 'lachlan')}; ${bands('grd_lachlan')}`);
  await put(`${version('grd_nine')}; ${bands('grd_nine', [band(1, 9)])}`);
  return { before: first?.id ?? '' };
}
type World = Awaited<ReturnType<typeof build>>;

let numbers = 100;
const version = (id: string, handle = 'wei', human = handle, replaces = `(SELECT id FROM guardrails WHERE active)`): string =>
  `INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human) VALUES ('${id}', ${++numbers}, ${replaces}, 'per_${handle}', 'hum_${human}')`;
const band = (
  position: number,
  quorum: number,
  upTo: number | null = null,
  { kinds, currency = 'AUD' }: { kinds?: string; currency?: string } = {},
): string => `(${position}, ${kinds ? `'${kinds}'` : 'NULL'}, ${upTo ?? 'NULL'}, ${upTo === null ? 'NULL' : `'${currency}'`}, ${quorum})`;
const bands = (id: string, rows = [band(1, 1, 50_000), band(2, 3)]): string =>
  `INSERT INTO bands (guardrails_id, position, kinds, up_to, currency, quorum) SELECT '${id}', b.* FROM (VALUES ${rows.join()}) AS b (position, kinds, up_to, currency, quorum)`.replace(
    'b.*',
    'b.position, b.kinds::text[], b.up_to::bigint, b.currency, b.quorum',
  );
const proposed = (rows: string[]): string => `${version('grd_siege')}; ${bands('grd_siege', rows)}`;
const set = (id: string, columns: string): string => `UPDATE guardrails SET ${columns} WHERE id = '${id}'`;
/** One instant for both rows, of the house's milliseconds: within a transaction the house's clock goes on. */
const at = (later = '0'): string => `date_trunc('milliseconds', now()) + interval '${later}'`;
const begin = (handle: string, human = handle, from = at()): string =>
  `active = true, activated_by = 'per_${handle}', activated_human = 'hum_${human}', activated_at = ${from}`;
const end = (until = at()): string => `active = false, superseded_at = ${until}`;
const follow = (old: string, next: string, handle = 'ana', human = handle): string =>
  `${set(old, end())}; ${set(next, begin(handle, human))}`;

const FORWARD = 'guardrails.guardrails_move_forward';
const GAP = 'guardrails.guardrails_have_no_gap';
const TABLE = 'guardrails.bands_leave_no_gap';
const NEW = 'bands.bands_come_with_their_version';

// prettier-ignore
besieged<World>('guardrails', build, [
  ['that begin active', { sql: () => `INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human, active, activated_by, activated_human, activated_at) VALUES ('grd_siege', 900, 'grd_now', 'per_wei', 'hum_wei', true, 'per_ana', 'hum_ana', now())`, says: 'TP902', api: '42501', wall: FORWARD, behind: '23502 made_in' }],
  ['that begin as if they had been in force', { sql: () => `INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human, activated_by, activated_human, activated_at, superseded_at) VALUES ('grd_siege', 900, 'grd_now', 'per_wei', 'hum_wei', 'per_ana', 'hum_ana', now(), now())`, says: 'TP902', api: '42501', wall: FORWARD, behind: '23502 made_in' }],
  ['in the name of the house', { sql: () => `INSERT INTO guardrails (id, version, proposed_by, proposed_human, active, activated_by, activated_human, activated_at) VALUES ('grd_siege', 1, 'per_house', 'hum_house', true, 'per_house', 'hum_house', now())`, says: '23505 guardrails_are_numbered', api: '42501', wall: 'guardrails.guardrails_are_numbered', behind: '23505 one_active_set_of_guardrails' }],
  ['that replace nothing', { sql: () => `${version('grd_siege', 'wei', 'wei', 'NULL')}; ${bands('grd_siege')}`, says: 'TP902', wall: FORWARD, behind: '23502 made_in' }],
  ['that replace what is over', { sql: ({ before }) => `${version('grd_siege', 'wei', 'wei', `'${before}'`)}; ${bands('grd_siege')}`, says: 'TP133', wall: FORWARD, behind: '23502 made_in' }],
  ['proposed by an agent', { sql: () => `${version('grd_siege', 'priya')}; ${bands('grd_siege')}`, says: 'TP107', wall: FORWARD, behind: '23502 made_in' }],
  ["proposed in another admin's name", { sql: () => `${version('grd_siege', 'wei', 'ana')}; ${bands('grd_siege')}`, says: '23503 guardrails_are_proposed_by_one_human', wall: 'guardrails.guardrails_are_proposed_by_one_human' }],
  ['activated by whoever proposed them', { sql: () => follow('grd_now', 'grd_a', 'wei'), says: '23514 activated_by_another_admin', wall: 'guardrails.activated_by_another_admin' }],
  ['activated by their other account', { sql: () => follow('grd_now', 'grd_lachlan', 'lach2', 'lachlan'), says: '23514 activated_by_another_admin', wall: 'guardrails.activated_by_another_admin' }],
  ["activated by their other account in another admin's name", { sql: () => follow('grd_now', 'grd_lachlan', 'lach2', 'ana'), says: '23503 guardrails_are_activated_by_one_human', wall: 'guardrails.guardrails_are_activated_by_one_human' }],
  ['activated by an agent', { sql: () => follow('grd_now', 'grd_a', 'priya'), says: 'TP107', wall: FORWARD }],
  ['activated by nobody', { sql: () => `${set('grd_now', end())}; ${set('grd_a', `active = true, activated_at = ${at()}`)}`, says: 'TP107', wall: FORWARD, behind: '23514 activated_by_somebody_at_some_time' }],
  ['activated without a time', { sql: () => `${set('grd_now', end())}; ${set('grd_a', 'active = true')}`, says: '23514 active_means_in_force', wall: 'guardrails.active_means_in_force', behind: 'TP133' }],
  ['activated into the past', { sql: () => `${set('grd_now', end(at('5 minutes')))}; ${set('grd_a', begin('ana', 'ana', at('5 minutes')))}`, clock: '10 minutes', says: 'TP902', wall: FORWARD }],
  ['beside those in force', { sql: () => set('grd_a', begin('ana')), says: '23505 one_active_set_of_guardrails', wall: 'guardrails.one_active_set_of_guardrails', behind: 'TP133' }],
  ['that end with nothing after them', { sql: () => set('grd_now', end()), says: 'TP133', wall: GAP }],
  ['that begin after a while without any', { sql: () => `${set('grd_now', end(at('10 seconds')))}; ${set('grd_a', begin('ana', 'ana', at('10.001 seconds')))}`, clock: '30 seconds', says: 'TP133', wall: GAP }],
  ['that follow others than they were written against', { sql: () => `${follow('grd_now', 'grd_a')}; ${follow('grd_a', 'grd_b')}`, says: '23505 one_version_follows_another', wall: 'guardrails.one_version_follows_another', behind: 'TP133' }],
  ['that nobody could satisfy', { sql: () => follow('grd_now', 'grd_nine'), says: 'TP134', wall: FORWARD }],
  ['that become a proposal again', { sql: () => set('grd_now', 'active = false, activated_by = NULL, activated_human = NULL, activated_at = NULL'), says: 'TP900', wall: FORWARD, behind: 'another' }],
  ['that come back', { sql: ({ before }) => `${set('grd_now', end())}; ${set(before, 'active = true, superseded_at = NULL')}`, says: 'TP900', wall: FORWARD, behind: 'TP133' }],
  ['whose activator is another one', { sql: () => set('grd_now', `activated_by = 'per_lachlan', activated_human = 'hum_lachlan'`), says: 'TP900', wall: FORWARD }],
  ['whose proposer is another one', { sql: () => set('grd_a', `proposed_by = 'per_ana', proposed_human = 'hum_ana'`), says: 'TP900', api: '42501', wall: FORWARD }],
  ['that replace something else than they did', { sql: ({ before }) => set('grd_a', `replaces = '${before}'`), says: 'TP900', api: '42501', wall: FORWARD }],
  ['that were made in this transaction, by their own account', { sql: () => `${set('grd_a', 'made_in = pg_current_xact_id()::text::bigint')}`, says: 'TP900', api: '42501', wall: FORWARD }],
  ['that end before they began', { sql: () => `${set('grd_now', end(`'2000-01-01'`))}; ${set('grd_a', begin('ana'))}`, says: '23514 what_ends_was_in_force', wall: 'guardrails.what_ends_was_in_force', behind: 'TP133' }],
  ['deleted', { sql: () => `DELETE FROM guardrails WHERE id = 'grd_nine'`, says: 'TP900', api: '42501', wall: 'guardrails.guardrails_are_kept', behind: '23503 bands_guardrails_id_fkey' }],
]);

// prettier-ignore
besieged<World>('bands and caps', build, [
  ['that come later', { sql: () => bands('grd_a', [band(3, 3)]), says: 'TP900', wall: NEW }],
  ['that come with the activation', { sql: () => `${follow('grd_now', 'grd_a')}; ${bands('grd_a', [band(3, 3)])}`, says: 'TP900', wall: NEW }],
  ['that ask for fewer by now', { sql: () => `UPDATE bands SET quorum = 1`, says: 'TP900', api: '42501', wall: 'bands.bands_are_append_only' }],
  ['that are taken away', { sql: () => `DELETE FROM bands WHERE quorum = 3`, says: 'TP900', api: '42501', wall: 'bands.bands_are_append_only' }],
  ['that ask for nobody', { sql: () => proposed([band(1, 0)]), says: '23514 at_least_one_colleague', wall: 'bands.at_least_one_colleague', behind: 'another' }],
  ['of which there are none', { sql: () => version('grd_siege'), says: 'TP904', wall: TABLE }],
  ['that begin at two', { sql: () => proposed([band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['that end with a limit', { sql: () => proposed([band(1, 1, 5)]), says: 'TP904', wall: TABLE }],
  ['that end with some kinds', { sql: () => proposed([band(1, 1), band(2, 1, null, { kinds: '{DEED}' })]), says: 'TP904', wall: TABLE }],
  ['for a kind that nobody knows', { sql: () => proposed([band(1, 1, null, { kinds: '{GIFT}' }), band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['for no kind', { sql: () => proposed([band(1, 1, null, { kinds: '{}' }), band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['for kinds in another order', { sql: () => proposed([band(1, 1, null, { kinds: '{DEED,CREDIT}' }), band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['for a kind in two places', { sql: () => proposed([band(1, 1, null, { kinds: '{CREDIT,DEED}' }), band(2, 1, null, { kinds: '{DEED}' }), band(3, 1)]), says: 'TP904', wall: TABLE }],
  ['of which one is never read', { sql: () => proposed([band(1, 1), band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['whose limits fall', { sql: () => proposed([band(1, 1, 9), band(2, 1, 5), band(3, 1)]), says: 'TP904', wall: TABLE }],
  ['with two currencies in one ladder', { sql: () => proposed([band(1, 1, 5), band(2, 1, 5, { currency: 'EUR' }), band(3, 1, 9), band(4, 1)]), says: 'TP904', wall: TABLE }],
  ['that ask for less above', { sql: () => proposed([band(1, 2, 5), band(2, 1)]), says: 'TP904', wall: TABLE }],
  ['that cap what is in force already', { sql: () => `INSERT INTO caps VALUES ('grd_b', 'TEAM_DAY', 1, 'AUD')`, says: 'TP900', wall: 'caps.caps_come_with_their_version' }],
  ['that cap at more by now', { sql: () => `UPDATE caps SET limit_minor = limit_minor * 2`, says: 'TP900', api: '42501', wall: 'caps.caps_are_append_only' }],
  ['that cap no longer', { sql: () => `DELETE FROM caps`, says: 'TP900', api: '42501', wall: 'caps.caps_are_append_only' }],
  ['that cap the same twice', { sql: () => `${proposed([band(1, 1)])}; INSERT INTO caps VALUES ('grd_siege', 'TEAM_DAY', 5, 'AUD'), ('grd_siege', 'TEAM_DAY', 9, 'AUD')`, says: '23505 one_cap_per_scope_and_currency', wall: 'caps.one_cap_per_scope_and_currency' }],
  ['that cap at nothing', { sql: () => `${proposed([band(1, 1)])}; INSERT INTO caps VALUES ('grd_siege', 'TEAM_DAY', 0, 'AUD')`, says: '23514 a_cap_is_an_amount', wall: 'caps.a_cap_is_an_amount' }],
  ['that cap what nobody knows', { sql: () => `${proposed([band(1, 1)])}; INSERT INTO caps VALUES ('grd_siege', 'YEAR', 5, 'AUD')`, says: '23514 a_cap_scope_is_known', wall: 'caps.a_cap_scope_is_known' }],
]);
