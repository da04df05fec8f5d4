import type { HandOffView } from '#cases';
import sql, { raw } from 'sql-template-tag';
import { actorOf } from '../race-mix/room.js';
import type { Done, Kind, Way } from './act.types.js';
import type { Players } from './players.js';

/** What moves a case from one owner to the next, and who is here. */
export type HandOffKind = Extract<Kind, 'offer' | 'accept' | 'refuse' | 'cancel' | 'expire' | 'settle' | 'rehome' | 'leave' | 'comeBack'>;

const ANSWER = ['HAND_OFF_MOVED_ON', 'EXPIRED', 'NOT_ALLOWED', 'NOT_FOUND', 'BUSY'];

/** The refusals that each of them may meet. */
export const HAND_OFF_REFUSALS: Readonly<Record<HandOffKind, readonly string[]>> = {
  offer: ['NOT_OWNER', 'CASE_MOVED_ON', 'HAND_OFF_OPEN', 'NOT_ELIGIBLE', 'INVALID', 'TAG_BACK_NEEDS_NEW_FACT', 'BUSY'],
  accept: [...ANSWER, 'NOT_ELIGIBLE'],
  refuse: ANSWER,
  cancel: ANSWER,
  expire: ['BUSY'],
  settle: ['BUSY'],
  rehome: ['INVALID', 'NOT_ELIGIBLE', 'BUSY'],
  leave: [],
  comeBack: [],
};

/** The latest of a case. */
export async function latestHandOff({ room }: Players, caseId: string): Promise<HandOffView | undefined> {
  return (await room.reads.byCaseIds([caseId])).at(-1);
}

/** The latest hand-off of the case is answered by whoever it is for. */
const answering =
  (action: 'accept' | 'refuse' | 'cancel'): Way =>
  async (players, { caseId, who }) => {
    const handOff = await latestHandOff(players, caseId);
    const by = (action === 'cancel' ? handOff?.fromId : handOff?.toId) ?? `per_${who}`;
    const input = { handOffId: handOff?.id ?? 'hof_none', reason: 'So.' };
    const { node } = await players.room.service[action](input, actorOf(by));
    return { what: node.status, handOff: node.id };
  };

/** How each of them is done. */
export const HAND_OFF_WAYS: Readonly<Record<HandOffKind, Way>> = {
  offer: async (players, { caseId, who, to }) => {
    const owner = await players.ownerOf(caseId);
    const helper = players.handles.find((handle) => ![owner.replace('per_', ''), who, to].includes(handle)) ?? '';
    const said = {
      why: 'Cards.',
      recap: 'Charged twice.',
      customerToldAt: await players.now(),
      newFact: 'The shop did it.',
      helperId: `per_${helper}`,
    };
    return { what: (await players.room.service.offer({ caseId, toId: `per_${to}`, ...said }, actorOf(owner))).node.status };
  },
  accept: answering('accept'),
  refuse: answering('refuse'),
  cancel: answering('cancel'),
  expire: (players, { caseId }) => byClock('expire', players, caseId),
  settle: (players, { caseId }) => byClock('settle', players, caseId),
  rehome: async (players, { caseId, to }) => {
    const fromId = await players.ownerOf(caseId);
    const input = { fromId, toId: `per_${to}`, caseIds: [caseId], reason: 'Moves.' };
    await players.rehoming.rehome(input, actorOf('per_wei', ['ADMIN']));
    return { what: 'done' };
  },
  leave: async (players, { who, to }) =>
    presence(players, who, who < to ? 'active = false' : `away_until = house_now() + interval '1 year'`),
  comeBack: async (players, { who }) => presence(players, who, 'active = true, away_until = NULL'),
};

/** What the worker does with the latest hand-off of the case. */
async function byClock(action: 'expire' | 'settle', players: Players, caseId: string): Promise<Done> {
  const id = (await latestHandOff(players, caseId))?.id ?? '';
  return { what: String(await players.room.clock[action](id)), handOff: id };
}

async function presence({ house }: Players, handle: string, set: string): Promise<{ what: string }> {
  await house.superuser.query(sql`UPDATE people SET ${raw(set)} WHERE handle = ${handle}`);
  return { what: 'done' };
}
