import { capTheHouse } from '../support/caps.js';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { amend, approve, type Attacks, besieged, proposes, sign, turn } from './siege.js';

const ADMITS = 'policy_exceptions.caps_hold';
const AGAIN = 'policy_exceptions.caps_hold_again';
const PAIRS = 'co_signatures.pair_caps_hold';
const NEXT = 'revisions.revision_is_the_next';
const money = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });

/** Priya may propose 600.00 a day and has 200.00 left; she and Tom have signed 400.00 of their 500.00; Adele was given 400.00 for the flood. */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  await house.admin.query(
    `INSERT INTO teams (id, name) VALUES ('tea_a', 'A'); UPDATE people SET team_id = 'tea_a' WHERE handle IN ('tom', 'mia')`,
  );
  await capTheHouse(house, [
    { scope: 'PERSON_DAY', limitMinor: 600_00 },
    { scope: 'TEAM_DAY', limitMinor: 300_00 },
    { scope: 'CUSTOMER_30_DAYS', limitMinor: 500_00 },
    { scope: 'PAIR_30_DAYS', limitMinor: 500_00 },
  ]);
  const approved = await room.coSign((await room.propose(money(400_00))).id, 'tom');
  const open = await room.propose(money(100_01));
  await room.propose(money(250_00), 'mia');
  const other = await room.house.caseOf('priya');
  const same = await room.house.caseOf('sam');
  const [{ of } = { of: '' }] = await house.rows<{ of: string }>('SELECT customer_id AS of FROM cases WHERE id = $1', [approved.caseId]);
  await house.giveTo(of, [same]);
  const beyond = await room.propose({ ...money(1_000_00), oneMoreCoSigner: true });
  return { open: open.id, beyond: beyond.id, other, same, toms: await house.caseOf('tom'), approved: approved.id };
}
type World = Awaited<ReturnType<typeof build>>;

const forAny = (amendment: string): string => amendment.replace('revision = revision + 1', 'revision = revision + 1, base_quorum = 3');

// prettier-ignore
const CAPS: Attacks<World> = [
  ['of a person, by a cent', { sql: ({ other }) => proposes('priya', other, 100_00), says: 'TP145', wall: ADMITS }],
  ['of a team', { sql: ({ toms }) => proposes('tom', toms, 50_01), says: 'TP145', wall: ADMITS }],
  ['of a customer', { sql: ({ same }) => proposes('sam', same, 100_01), says: 'TP145', wall: ADMITS }],
  ['by an amendment', { sql: ({ open }) => forAny(amend(open, 'priya', { amount_minor: 200_01 })), says: 'TP145', wall: AGAIN }],
  ['by an amendment that comes back into the caps', { sql: ({ beyond }) => forAny(amend(beyond, 'priya')).replace('base_quorum', 'beyond_caps = false, base_quorum'), says: 'TP145', wall: AGAIN }],
  ['of a pair', { sql: ({ open }) => sign(open, 'tom'), says: 'TP145', wall: PAIRS }],
  ['of a pair, by the signature that approves', { sql: ({ open }) => `${sign(open, 'tom')}; ${approve(open, ['tom'])}`, says: 'TP145', wall: PAIRS }],
];
besieged<World>('promise 13: a cap is not passed', build, CAPS);

// prettier-ignore
besieged<World>('promise 13: what is counted', build, [
  ['is not made less', { sql: () => `UPDATE cap_counters SET used_minor = 0`, says: 'done', api: '42501', wall: ADMITS }],
  ['is not forgotten', { sql: () => `DELETE FROM cap_bookings`, says: 'done', api: '42501', wall: ADMITS }],
  ['is not counted at another midnight', { sql: () => `UPDATE house SET time_zone = 'Pacific/Kiritimati'`, says: 'done', api: '42501', wall: ADMITS }],
  ['has no zone that does not exist', { sql: () => `UPDATE house SET time_zone = 'Atlantis'`, says: '22023', api: '42501', wall: 'house.a_time_zone_exists' }],
  ['is of one house', { sql: () => `INSERT INTO house VALUES (false, 'UTC')`, says: '23514 there_is_one_house', api: '42501', wall: 'house.there_is_one_house' }],
  ['is never below nothing', { sql: () => `UPDATE cap_counters SET used_minor = -1`, says: '23514 a_counter_is_never_below_nothing', api: '42501', wall: 'cap_counters.a_counter_is_never_below_nothing' }],
]);

// prettier-ignore
besieged<World>('promise 1: the quorum', build, [
  ['counts what else the customer was given for the cause', { sql: ({ same }) => proposes('sam', same, 100_01, { quorum: 1, beyond: true }), says: 'TP132', wall: NEXT }],
  ['is one more for what is booked beside the caps', { sql: ({ other }) => proposes('priya', other, 1, { quorum: 1, beyond: true }), says: 'TP132', wall: NEXT }],
  ['is not beside the caps after the signatures', { sql: ({ open }) => turn(open, 'beyond_caps = true'), says: 'TP900', wall: 'policy_exceptions.beyond_caps_comes_with_a_revision' }],
  ['is at most nine, one for a caution and one beside the caps', { sql: ({ other }) => proposes('priya', other, 1, { quorum: 11 }), says: '23514 policy_exceptions_base_quorum_check', wall: 'policy_exceptions.policy_exceptions_base_quorum_check' }],
]);
