import type { FollowUp, GetBack } from '#cases';
import { actorOf } from '../race-mix/room.js';
import type { Done, Kind, Way } from './act.types.js';
import type { HandOffKind } from './hand-off-ways.js';
import type { Players } from './players.js';

/** What is promised, answered and found in a case, by its owner or by the clock. */
export type CaseKind = Exclude<Kind, HandOffKind>;

const OWNERS = ['NOT_OWNER', 'CASE_MOVED_ON', 'NOT_ALLOWED', 'BUSY'];

/** The refusals that each of them may meet. */
export const CASE_REFUSALS: Readonly<Record<CaseKind, readonly string[]>> = {
  promise: OWNERS,
  keep: [...OWNERS, 'GET_BACK_MOVED_ON', 'NOT_FOUND'],
  renegotiate: [...OWNERS, 'GET_BACK_MOVED_ON', 'NOT_FOUND'],
  remind: ['BUSY'],
  solve: OWNERS,
  sayNo: OWNERS,
  takeUp: [...OWNERS, 'NOT_FOUND'],
  followUp: [...OWNERS, 'NOT_FOUND'],
  message: ['CASE_MOVED_ON', 'NOT_ALLOWED', 'BUSY'],
  thank: ['BUSY', 'NOT_ELIGIBLE', 'SELF_THANKS', 'NOT_ALLOWED'],
};

/** So many minutes from now something is promised: before the next jump of the clock, and after some of them. */
const SOON = [5, 20, 45, 90, 240] as const;
const MINUTE_MS = 60_000;

/** How each of them is done. */
export const CASE_WAYS: Readonly<Record<CaseKind, Way>> = {
  promise: async (players, act) => {
    const dueAt = await soon(players, act.die);
    return ended((await players.getBacks.promise({ caseId: act.caseId, what: 'Whether it is back.', dueAt }, await by(players, act))).node);
  },
  keep: async (players, act) => {
    const getBackId = await aPromise(players, act);
    return ended((await players.getBacks.keep({ getBackId, whatWasSaid: 'It is.' }, await by(players, act))).node);
  },
  renegotiate: async (players, act) => {
    const getBackId = await aPromise(players, act);
    const [dueAt, customerToldAt] = [await soon(players, act.die), await players.now()];
    return ended((await players.getBacks.renegotiate({ getBackId, dueAt, customerToldAt }, await by(players, act))).node);
  },
  remind: async (players, act) => ({ what: String(await players.reminders.remind(await aPromise(players, act))) }),
  solve: async (players, act) => {
    const input = { caseId: act.caseId, solution: 'It is back.', customerToldAt: await players.now() };
    return { what: (await players.life.solve(input, await by(players, act))).node.status };
  },
  sayNo: async (players, act) => {
    const input = { caseId: act.caseId, reason: 'It was right.', toldBy: 'By telephone.', appealRoute: 'The ombudsman.' };
    return { what: (await players.life.answerHonestNo(input, await by(players, act))).node.status };
  },
  takeUp: async (players, act) => {
    const followUp = await openFollowUp(players, act);
    if (!followUp)
      return { what: (await players.life.reopen({ caseId: act.caseId, reason: 'News.' }, await by(players, act))).node.status };
    const input = { followUpId: followUp.id, outcome: 'DID_NOT_HELP', channel: 'telephone', note: 'Again.' } as const;
    return { what: (await players.life.recordFollowUp(input, await by(players, act))).node.outcome ?? 'OPEN' };
  },
  followUp: async (players, act) => {
    const followUp = await openFollowUp(players, act);
    const input = { followUpId: followUp?.id ?? 'fol_none', outcome: act.die < 0.3 ? 'HELPED' : 'UNREACHABLE', channel: 'email' } as const;
    return { what: (await players.life.recordFollowUp(input, await by(players, act))).node.outcome ?? 'OPEN' };
  },
  message: async (players, act) => {
    await players.messages.record({ caseId: act.caseId, channel: 'email', text: 'Thanks!' }, await by(players, act));
    return { what: 'RECORDED' };
  },
  thank: async (players, { caseId, who, to }) => {
    await players.thanks.give({ toIds: [`per_${to}`], deed: 'Stayed late.', caseId }, actorOf(`per_${who}`));
    return { what: 'done' };
  },
};

/** Mostly the owner; now and then anybody. */
async function by(players: Players, { caseId, who, die }: { caseId: string; who: string; die: number }) {
  return actorOf((die * 97) % 1 < 0.9 ? await players.ownerOf(caseId) : `per_${who}`);
}

/** One of the promises of the case: mostly one that is still to be delivered. */
async function aPromise({ promises }: Players, { caseId, die }: { caseId: string; die: number }): Promise<string> {
  const all = await promises.ofCases([caseId]);
  const open = all.filter(({ status, deliveredAt }) => status === 'MADE' || (status === 'BROKEN' && deliveredAt === null));
  const from = open.length > 0 && (die * 31) % 1 < 0.8 ? open : all;
  return from[Math.floor(die * from.length)]?.id ?? 'gbk_none';
}

async function openFollowUp({ followUps }: Players, { caseId }: { caseId: string }): Promise<FollowUp | undefined> {
  return (await followUps.ofCases([caseId])).find(({ outcome }) => outcome === null);
}

async function soon(players: Players, die: number): Promise<Date> {
  const minutes = SOON[Math.floor(((die * 13) % 1) * SOON.length)] ?? 5;
  return new Date((await players.now()).getTime() + minutes * MINUTE_MS);
}

function ended({ id, status }: GetBack): Done {
  return status === 'MADE' ? { what: status } : { what: status, promise: { id, status } };
}
