import pg from 'pg';
import { Chance } from '../chance.js';
import type { Proof } from '../proof.js';
import { hire, type Scene, type SetScene, setScenes } from '../stage.js';
import { type Company, type Outcome, planRound, playRound, REFUSALS } from './acts.js';
import { raceCases } from './case-races.js';
import { countEnds, EACH_END_LEAST, LEGAL_ENDS } from './ends.js';
import { Room } from './room.js';

/** Teams that play beside each other, each with people of its own; they share the tables, the connections and the admin. */
const TEAMS = 4;
/** Rounds of a team that run at the same time, in company that they share in part: so that they disturb each other as a busy house does. */
const AT_ONCE = 8;
const HOUR_MS = 3_600_000;

/**
 * Promises 1, 3, 4 and 11: co-sign, withdraw, amend, object, retract, leave and expire at the same moment, in every order. How often each end
 * comes depends on the machine; while one was seen too seldom, some more rounds are played. Then promise 12, with cases. `--path exceptions` or
 * `cases` plays one part alone.
 */
export async function raceMix(proof: Proof): Promise<void> {
  if (proof.options.path !== 'cases') await raceExceptions(proof);
  if (proof.options.path !== 'exceptions') await raceCases(proof, Math.ceil(proof.rounds(5_000, 100_000) / CASES_SHARE));
}

/** A round with cases costs as much as many with one exception. */
const CASES_SHARE = 10;

async function raceExceptions(proof: Proof): Promise<void> {
  const rounds = proof.rounds(5_000, 100_000);
  const least = Math.min(EACH_END_LEAST, Math.floor((EACH_END_LEAST * rounds) / 5_000));
  const room = await Room.open(24);
  const seen = new Map<string, number>();
  try {
    await playAll(proof, room, { rounds, first: 0, seen });
    for (let more = 1; more <= MORE_MOST && (await seldom(room, least)).length > 0; more++) {
      await playAll(proof, room, { rounds: Math.ceil(rounds / 10), first: more * TEAMS, seen });
    }
    for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) proof.say(`${String(times).padStart(6)} × ${what}`);
    await checkEnds(proof, room, least);
    await proof.judge(room.house.urls.apiUrl);
  } finally {
    await room.leave();
    await room.house.close();
  }
}

const MORE_MOST = 5;

interface Play {
  readonly rounds: number;
  /** The number of the first team. */
  readonly first: number;
  readonly seen: Map<string, number>;
}

async function playAll(proof: Proof, room: Room, { rounds, first, seen }: Play): Promise<void> {
  const teams = Array.from({ length: TEAMS }, (_, n) => ({ number: first + n, rounds: Math.ceil((rounds - n) / TEAMS), seen }));
  // All are waited for, also when one fails: none may still play while the house is closed.
  const failed = (await Promise.allSettled(teams.map((team) => playTeam(proof, room, team)))).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function seldom(room: Room, least: number): Promise<string[]> {
  const ends = await countEnds(room.house);
  return LEGAL_ENDS.filter((end) => (ends.get(end) ?? 0) < least);
}

interface Team {
  readonly number: number;
  readonly rounds: number;
  /** How often each attempt came to what. */
  readonly seen: Map<string, number>;
}

/** A team's chance comes from the seed and its number only, whatever the other teams do. */
async function playTeam(proof: Proof, room: Room, team: Team): Promise<void> {
  const chance = new Chance(proof.seed ^ Math.imul(team.number + 1, 0x9e3779b9));
  const admin = new pg.Client({ connectionString: room.house.urls.adminUrl });
  await admin.connect();
  try {
    const proposers = await hire(admin, `t${team.number}proposer`, AT_ONCE);
    const helpers = await hire(admin, `t${team.number}helper`, AT_ONCE);
    const signers = await hire(admin, `t${team.number}signer`, 3 * AT_ONCE);
    for (let done = 0; done < team.rounds; done += AT_ONCE) {
      const companies = Array.from({ length: Math.min(AT_ONCE, team.rounds - done) }, (_, n) => {
        const [proposerId = '', helperId = ''] = [proposers[n], helpers[n]];
        return company(chance, { proposerId, helperId, signerIds: signers });
      });
      for (const round of await playTogether(room, admin, chance, companies)) judgeRound(proof, round, team.seen);
      await comeBack(admin, signers);
    }
  } finally {
    await admin.end();
  }
}

interface Planned extends Company {
  readonly quorum: number;
  readonly isExpiring: boolean;
}

function company(chance: Chance, of: Company): Planned {
  const quorum = chance.of([1, 1, 1, 2, 2, 3]);
  const signerIds = chance.shuffled(of.signerIds).slice(0, quorum + chance.between(0, 2 - Math.floor(quorum / 2)));
  return { ...of, quorum, signerIds, isExpiring: chance.happens(0.3) };
}

interface Round {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
  readonly end: string | undefined;
}

async function playTogether(room: Room, admin: pg.Client, chance: Chance, companies: readonly Planned[]): Promise<Round[]> {
  const acts = companies.map((planned) => planRound(chance, planned, planned.isExpiring));
  const plans = companies.map((planned) => ({ ...planned, expiresInMs: planned.isExpiring ? chance.between(60, 180) : HOUR_MS }));
  const scenes = await setSoon(admin, plans);
  const outcomes = await Promise.all(scenes.map((scene, n) => playRound(room, scene, acts[n] ?? [])));
  const { rows } = await admin.query<{ id: string; status: string }>('SELECT id, status FROM policy_exceptions WHERE id = ANY ($1)', [
    scenes.map(({ id }) => id),
  ]);
  return scenes.map(({ id }, n) => ({ id, outcomes: outcomes[n] ?? [], end: rows.find((row) => row.id === id)?.status }));
}

/** A machine that is busy may take longer to write the proposals than some of them last; then all are written anew, to last longer. */
async function setSoon(admin: pg.Client, plans: readonly Scene[]): Promise<SetScene[]> {
  for (let moreMs = 0; ; moreMs += 200) {
    try {
      return await setScenes(
        admin,
        plans.map((plan) => ({ ...plan, expiresInMs: plan.expiresInMs + moreMs })),
      );
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === 'TP105') || moreMs > 2_000) throw error;
    }
  }
}

const ENDS = ['APPROVED', 'WITHDRAWN', 'DECLINED', 'EXPIRED'];

/** What the callers were told fits to what the database says, and nobody was told anything that is no answer. */
function judgeRound(proof: Proof, { id, outcomes, end }: Round, seen: Map<string, number>): void {
  const faults = outcomes.flatMap(({ act, status, code, error }) => {
    const key = `${act.kind} ${status ?? code ?? 'ERROR'}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    if (error !== undefined) return [`${act.kind} failed with ${error}`];
    return code === undefined || REFUSALS[act.kind].includes(code) ? [] : [`${act.kind} was refused with ${code}`];
  });
  const ended = outcomes.filter(({ status }) => status !== undefined && ENDS.includes(status));
  if (ended.length > 1) faults.push(ended.map(({ act, status }) => `${act.kind} ended it as ${status}`).join(' and '));
  const told = ended[0]?.status ?? 'PROPOSED';
  if (told !== end) faults.push(`by what people were told it is ${told}, and it is ${end}`);
  proof.check(faults.length === 0, `${id}: ${faults.join('; ')}`);
}

/** Whoever left comes back for the next rounds. */
async function comeBack(admin: pg.Client, signers: readonly string[]): Promise<void> {
  await admin.query(
    `UPDATE people SET active = true, faces_customers = true, away_until = NULL
      WHERE id = ANY ($1) AND NOT (active AND faces_customers AND away_until IS NULL)`,
    [signers],
  );
}

async function checkEnds(proof: Proof, room: Room, least: number): Promise<void> {
  const ends = await countEnds(room.house);
  for (const end of LEGAL_ENDS) {
    const times = ends.get(end) ?? 0;
    proof.say(`${String(times).padStart(6)} × ended ${end}`);
    proof.check(times >= least, `The end "${end}" was seen ${times} times, and should be seen ${least} times.`);
  }
}
