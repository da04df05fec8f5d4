import { setTimeout as sleep } from 'node:timers/promises';
import { RuleError } from '#errors';
import type { Amend } from '#exceptions';
import type { Chance } from '../chance.js';
import type { SetScene } from '../stage.js';
import { actorOf, type Room } from './room.js';

/** One attempt in a round: who tries what, and when. */
export interface Act {
  readonly kind: 'coSign' | 'coSignLate' | 'object' | 'retract' | 'withdraw' | 'amendMatter' | 'amendWording' | 'leave' | 'expire';
  readonly personId: string;
  readonly afterMs: number;
  /** Its time begins when the attempts of this kind have come to an end; else with the round. */
  readonly follows?: Act['kind'];
}

/** What became of an attempt: the status it led to, or the code of its refusal, or an error that no caller should ever see. */
export interface Outcome {
  readonly act: Act;
  readonly status?: string;
  readonly code?: string;
  readonly error?: string;
}

const OPEN = ['EXCEPTION_MOVED_ON', 'EXPIRED'];
const VOTE = [...OPEN, 'EDITOR_CO_SIGN', 'NOT_ELIGIBLE', 'STALE_REVISION', 'ALREADY_SIGNED', 'BUSY'];

/** The refusals that each attempt may meet in this programme. Any other is a fault. */
export const REFUSALS: Readonly<Record<Act['kind'], readonly string[]>> = {
  coSign: [...VOTE, 'ALREADY_DECIDED'],
  coSignLate: [...VOTE, 'ALREADY_DECIDED'],
  object: [...VOTE],
  retract: [...OPEN, 'NOT_FOUND', 'BUSY'],
  withdraw: [...OPEN, 'BUSY'],
  amendMatter: [...OPEN, 'STALE_REVISION', 'BUSY'],
  amendWording: [...OPEN, 'STALE_REVISION', 'BUSY'],
  leave: [],
  expire: [],
};

/** Who is in a round. */
export interface Company {
  readonly proposerId: string;
  readonly helperId: string;
  readonly signerIds: readonly string[];
}

/**
 * The attempts of one round, by chance. In half of the rounds one kind of attempt has a head start, since otherwise the quickest would
 * always win: of some milliseconds, or until it is done, so that a slow machine sees each end as well. In some the wording changes between two
 * signatures; in some that expire it is amended shortly before; in the others all begin at the same moment.
 */
export function planRound(chance: Chance, company: Company, isExpiring: boolean): Act[] {
  const { helperId, signerIds } = company;
  if (isExpiring && chance.happens(0.25)) return amendedNearTheEnd(chance, company);
  const early = chance.happens(0.5) ? chance.of(HEAD_STARTS) : undefined;
  const acts = early === 'between' ? wordingBetweenSignatures(chance, company) : atOnce(chance, company, early);
  if (chance.happens(0.1)) acts.push({ kind: 'retract', personId: chance.of(signerIds), afterMs: chance.between(0, 60) });
  if (chance.happens(0.1)) acts.push({ kind: 'coSign', personId: helperId, afterMs: chance.between(0, 60) });
  if (isExpiring) acts.push({ kind: 'expire', personId: '', afterMs: chance.between(20, 130) });
  return chance.shuffled(acts);
}

function atOnce(chance: Chance, { proposerId, helperId, signerIds }: Company, early: Act['kind'] | undefined): Act[] {
  const amends = early === 'amendMatter' || early === 'amendWording';
  const isPatient = chance.happens(0.5);
  const add = (kind: Act['kind'], personId: string, [least, most] = [15, 45]): Act => {
    if (early === undefined || kind === early) return { kind, personId, afterMs: chance.between(0, 5) };
    if (isPatient) return { kind, personId, afterMs: chance.between(0, 5), follows: early };
    return { kind, personId, afterMs: chance.between(least ?? 0, most ?? 0) };
  };
  const sometimes = (share: number, kind: Act['kind'], by: string): Act[] =>
    early === kind || chance.happens(share) ? [add(kind, by)] : [];
  return [
    ...signerIds.map((signer) => add('coSign', signer)),
    ...(chance.happens(amends ? 0.6 : 0.4) ? [add('coSignLate', chance.of(signerIds), [40, 80])] : []),
    ...(amends && chance.happens(0.3) ? [{ kind: 'withdraw', personId: proposerId, afterMs: chance.between(30, 70) } as const] : []),
    ...(amends ? [] : sometimes(0.2, 'withdraw', proposerId)),
    ...sometimes(0.2, 'amendMatter', chance.of([proposerId, helperId])),
    ...sometimes(0.1, 'amendWording', chance.of([proposerId, helperId])),
    ...sometimes(0.15, 'leave', chance.of(signerIds)),
    ...sometimes(0.1, 'object', helperId),
    ...(chance.happens(0.3) ? sometimes(0.1, 'object', chance.of(signerIds)) : []),
  ];
}

/** One signs, the wording is changed, the others sign what stands then. */
function wordingBetweenSignatures(chance: Chance, { proposerId, signerIds }: Company): Act[] {
  const [first = '', ...others] = signerIds;
  const isPatient = chance.happens(0.5);
  const after = (kind: Act['kind'], least: number, most: number): Pick<Act, 'afterMs' | 'follows'> =>
    isPatient ? { afterMs: chance.between(0, 5), follows: kind } : { afterMs: chance.between(least, most) };
  return [
    { kind: 'coSign', personId: first, afterMs: 0 },
    { kind: 'amendWording', personId: proposerId, ...after('coSign', 5, 20) },
    ...others.map((personId) => ({ kind: 'coSignLate', personId, ...after('amendWording', 60, 150) }) as const),
    ...(chance.happens(0.3) ? [{ kind: 'leave', personId: first, afterMs: chance.between(20, 60) } as const] : []),
  ];
}

/** It is amended, and all wait until about when it expires: a round in which the signers are quicker on a quick machine would seldom end so. */
function amendedNearTheEnd(chance: Chance, { proposerId, helperId, signerIds }: Company): Act[] {
  const nearTheEnd = (): number => chance.between(90, 190);
  return chance.shuffled<Act>([
    { kind: chance.of(['amendMatter', 'amendWording']), personId: chance.of([proposerId, helperId]), afterMs: chance.between(0, 5) },
    ...signerIds.map((personId) => ({ kind: 'coSignLate', personId, afterMs: nearTheEnd() }) as const),
    { kind: 'expire', personId: '', afterMs: nearTheEnd() },
  ]);
}

const HEAD_STARTS = ['withdraw', 'amendMatter', 'amendMatter', 'amendWording', 'leave', 'object', 'coSign', 'between', 'between'] as const;

/** Tries all of them, each at its time. */
export function playRound(room: Room, scene: SetScene, acts: readonly Act[]): Promise<Outcome[]> {
  const begun = new Map<Act, Promise<Outcome>>();
  const begin = (act: Act): Promise<Outcome> => {
    const ends =
      begun.get(act) ?? Promise.all(acts.filter(({ kind }) => kind === act.follows).map(begin)).then(() => play(room, scene, act));
    begun.set(act, ends);
    return ends;
  };
  return Promise.all(acts.map(begin));
}

async function play(room: Room, scene: SetScene, act: Act): Promise<Outcome> {
  await sleep(act.afterMs);
  try {
    return { act, status: await HOW[act.kind](room, scene, act.personId) };
  } catch (error) {
    return error instanceof RuleError ? { act, code: error.code } : { act, error: String(error) };
  }
}

type Way = (room: Room, scene: SetScene, personId: string) => Promise<string>;

const coSign: Way = async ({ exceptions }, { id, digest }, by) =>
  (await exceptions.coSign({ exceptionId: id, digest }, actorOf(by))).node.status;

const HOW: Readonly<Record<Act['kind'], Way>> = {
  coSign,
  coSignLate: async (room, { id, digest }, by) => {
    const [now] = await room.reads.currentRevisions([id]);
    return coSign(room, { id, digest: now?.digest ?? digest }, by);
  },
  object: async ({ exceptions }, { id, digest }, by) =>
    (await exceptions.objectTo({ exceptionId: id, digest, reason: 'She was told twice.' }, actorOf(by))).node.status,
  retract: async ({ exceptions }, { id }, by) => (await exceptions.retract({ exceptionId: id }, actorOf(by))).node.status,
  withdraw: async ({ exceptions }, { id }, by) =>
    (await exceptions.withdraw({ exceptionId: id, reason: 'She paid meanwhile.' }, actorOf(by))).node.status,
  amendMatter: (room, scene, by) => amend(room, scene, by, { whatWeDo: 'We take the fee back, and the interest.' }),
  amendWording: (room, scene, by) => amend(room, scene, by, { whyFair: 'Nobody could have paid there on that day.' }),
  leave: async ({ people }, _scene, by) => {
    await people.update({ personId: by, ...GONE[by.length % GONE.length] }, actorOf('per_wei', ['ADMIN']));
    return 'LEFT';
  },
  expire: async ({ clock }, { id }) => ((await clock.expire(id)) ? 'EXPIRED' : 'NOT_DUE'),
};

/** The ways in which somebody stops being a peer who is here. */
const GONE = [{ active: false }, { facesCustomers: false }, { awayUntil: new Date(Date.now() + 3_600_000) }] as const;

async function amend({ proposals }: Room, { id }: SetScene, by: string, change: Partial<Amend>): Promise<string> {
  return (await proposals.amend({ exceptionId: id, expectedRevision: 1, ...change }, actorOf(by))).node.status;
}
