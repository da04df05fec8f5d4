import { DisputesReads, DisputesService } from '#exceptions';
import { capTheHouse } from '../support/caps.js';
import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { confirmation } from '../support/small-house.js';
import { besieged, proposes, sign } from './siege.js';

const money = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });
const settles = (disputeId: string, who: string): string => `UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle = '${who}';
  INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_siege', '${disputeId}', 'So.');
  UPDATE disputes SET turn = turn + 1, outcome = 'GENUINE', reason_id = 'rmk_siege', proposed_by = 'per_${who}', proposed_human = 'hum_${who}' WHERE id = '${disputeId}'`;

/**
 * Noor is Mia; that Ivy is Sam was not confirmed yet. Each of the four has proposed 50.00 of their 100.00 for one day, and Priya has given away
 * 60.00 of the 100.00 of a pair with Mia and 60.00 with Sam.
 */
async function build(room: ExceptionsRoom) {
  const { house } = room;
  await capTheHouse(house, [
    { scope: 'PERSON_DAY', limitMinor: 100_00 },
    { scope: 'PAIR_30_DAYS', limitMinor: 100_00 },
  ]);
  const linkId = await house.link('ivy', 'sam', false);
  for (const by of ['ivy', 'sam', 'mia']) await room.propose(money(by === 'mia' ? 100_00 : 50_00), by);
  await house.link('noor', 'mia');
  const cases = { noor: await house.caseOf('noor'), sam: await house.caseOf('sam') };
  await house.clock('-2 days'); // her day is full with these
  for (const by of ['mia', 'sam']) await room.coSign((await room.propose(money(50_00))).id, by);
  await house.clock('0'); // what is open now has not expired, whatever the hour is where the house works
  const open = (await room.propose(money(50_01))).id;
  const disputes = new DisputesService(house.api, new DisputesReads(house.api));
  const twice = await room.propose({ ...money(1), oneMoreCoSigner: true });
  await room.coSign(twice.id, 'mia');
  const { node } = await disputes.disown({ exceptionId: twice.id }, await house.actor('mia'));
  return { linkId, cases, open, disputeId: node.id };
}
type World = Awaited<ReturnType<typeof build>>;

// prettier-ignore
besieged<World>('promise 13: linked accounts', build, [
  ['share the cap of one person', { sql: ({ cases }) => proposes('noor', cases.noor, 1), says: 'TP145', wall: 'policy_exceptions.caps_hold' }],
  ['are one in a pair', { sql: ({ open }) => sign(open, 'noor'), says: 'TP145', wall: 'co_signatures.pair_caps_hold' }],
  ['bring along what each has used', { sql: ({ linkId, cases }) => `${confirmation(linkId)}; ${proposes('sam', cases.sam, 1)}`, says: 'TP145', wall: 'account_links.caps_are_joined' }],
  ['bring along what each has used with others', { sql: ({ linkId, open }) => `${confirmation(linkId)}; ${sign(open, 'ivy')}`, says: 'TP145', wall: 'account_links.caps_are_joined' }],
]);

// prettier-ignore
besieged<World>('promise 2: a dispute', build, [
  ['is settled by another account of who took part', { sql: ({ disputeId }) => settles(disputeId, 'noor'), says: 'TP107', wall: 'disputes.two_admins_settle_a_dispute' }],
]);
