import type { HandOffView, RehomingService } from '#cases';
import { RuleError } from '#errors';
import sql, { raw } from 'sql-template-tag';
import type { HandOffsRoom } from '../../support/hand-offs-room.js';
import type { Chance } from '../chance.js';
import { actorOf } from '../race-mix/room.js';

/** One attempt in a round. */
export interface Act {
  readonly kind: 'offer' | 'accept' | 'refuse' | 'cancel' | 'expire' | 'settle' | 'touch' | 'rehome' | 'leave' | 'comeBack';
  readonly caseId: string;
  /** The handle of whoever tries it, or of whom it is about. */
  readonly who: string;
  /** To whom it is offered or given. */
  readonly to: string;
}

/** What became of an attempt: done, the code of its refusal, or an error that no caller should ever see. */
export interface Outcome {
  readonly act: Act;
  readonly done?: string;
  readonly code?: string;
  readonly error?: string;
}

/** The services, and who plays. */
export interface Players {
  readonly room: HandOffsRoom;
  readonly rehoming: RehomingService;
  readonly handles: readonly string[];
}

const ANSWER = ['HAND_OFF_MOVED_ON', 'EXPIRED', 'NOT_ALLOWED', 'NOT_FOUND', 'BUSY'];

/** The refusals that each attempt may meet in this programme. Any other is a fault. */
export const REFUSALS: Readonly<Record<Act['kind'], readonly string[]>> = {
  offer: ['NOT_OWNER', 'HAND_OFF_OPEN', 'NOT_ELIGIBLE', 'INVALID', 'TAG_BACK_NEEDS_NEW_FACT', 'BUSY'],
  accept: [...ANSWER, 'NOT_ELIGIBLE'],
  refuse: ANSWER,
  cancel: ANSWER,
  expire: ['BUSY'],
  settle: ['BUSY'],
  touch: [],
  rehome: ['INVALID', 'NOT_ELIGIBLE', 'BUSY'],
  leave: [],
  comeBack: [],
};

const KINDS: readonly Act['kind'][] = [
  ...(['offer', 'offer', 'offer', 'offer', 'accept', 'accept', 'accept', 'accept'] as const),
  ...(['refuse', 'cancel', 'expire', 'settle', 'settle', 'touch'] as const),
];

/** The attempts of one round for some cases, by chance; in some rounds somebody leaves, comes back or is re-homed at the same moment. */
export function planRound(chance: Chance, caseIds: readonly string[], handles: readonly string[]): Act[] {
  const act = (kind: Act['kind'], caseId: string): Act => ({ kind, caseId, who: chance.of(handles), to: chance.of(handles) });
  const acts = caseIds.flatMap((caseId) => Array.from({ length: chance.between(1, 4) }, () => act(chance.of(KINDS), caseId)));
  const beside: Act[] = [
    ...(chance.happens(0.3) ? [act('leave', '')] : []),
    ...(chance.happens(0.4) ? [act('comeBack', '')] : []),
    ...(chance.happens(0.2) ? [act('rehome', chance.of(caseIds))] : []),
  ];
  return chance.shuffled([...acts, ...beside]);
}

/** Tries one of them. Whoever offers is mostly the owner, and whoever answers mostly the one who may: else all would be refused. */
export async function play(players: Players, act: Act): Promise<Outcome> {
  try {
    return { act, done: await HOW[act.kind](players, act) };
  } catch (error) {
    return error instanceof RuleError ? { act, code: error.code } : { act, error: String(error) };
  }
}

type Way = (players: Players, act: Act) => Promise<string>;

const latest = async ({ reads }: HandOffsRoom, caseId: string): Promise<HandOffView | undefined> =>
  (await reads.byCaseIds([caseId])).at(-1);

/** The latest hand-off of the case is answered by whoever it is for. */
const answering =
  (action: 'accept' | 'refuse' | 'cancel'): Way =>
  async ({ room }, { caseId, who }) => {
    const handOff = await latest(room, caseId);
    const by = (action === 'cancel' ? handOff?.fromId : handOff?.toId) ?? `per_${who}`;
    return (await room.service[action]({ handOffId: handOff?.id ?? 'hof_none', reason: 'So.' }, actorOf(by))).node.status;
  };

const HOW: Readonly<Record<Act['kind'], Way>> = {
  offer: async ({ room, handles }, { caseId, who, to }) => {
    const owner = (await room.ownerOf(caseId)) ?? '';
    const helper = handles.find((handle) => ![owner.replace('per_', ''), who, to].includes(handle)) ?? '';
    const [row] = await room.house.superuser.query<{ now: Date }>(sql`SELECT house_now() AS now`);
    const said = {
      why: 'Cards.',
      recap: 'Charged twice.',
      customerToldAt: row?.now ?? null,
      newFact: 'The shop did it.',
      helperId: `per_${helper}`,
    };
    return (await room.service.offer({ caseId, toId: `per_${to}`, ...said }, actorOf(owner))).node.status;
  },
  accept: answering('accept'),
  refuse: answering('refuse'),
  cancel: answering('cancel'),
  expire: async ({ room }, { caseId }) => String(await room.clock.expire((await latest(room, caseId))?.id ?? '')),
  settle: async ({ room }, { caseId }) => String(await room.clock.settle((await latest(room, caseId))?.id ?? '')),
  touch: async ({ room }, { caseId }) => {
    const owner = (await room.ownerOf(caseId)) ?? '';
    await room.house.superuser.query(
      sql`INSERT INTO facts (subject_id, actor_id, name, body) VALUES (${caseId}, ${owner}, 'getBack.kept', '{}')`,
    );
    return 'done';
  },
  rehome: async ({ room, rehoming }, { caseId, to }) => {
    const fromId = (await room.ownerOf(caseId)) ?? '';
    await rehoming.rehome({ fromId, toId: `per_${to}`, caseIds: [caseId], reason: 'Moves.' }, actorOf('per_wei', ['ADMIN']));
    return 'done';
  },
  leave: async ({ room }, { who, to }) => presence(room, who, who < to ? 'active = false' : `away_until = house_now() + interval '1 year'`),
  comeBack: async ({ room }, { who }) => presence(room, who, 'active = true, away_until = NULL'),
};

async function presence({ house }: HandOffsRoom, handle: string, set: string): Promise<string> {
  await house.superuser.query(sql`UPDATE people SET ${raw(set)} WHERE handle = ${handle}`);
  return 'done';
}
