import { RuleError } from '#errors';
import type { Amend, ExceptionAction } from '#exceptions';
import { type Actor, ensureGuardrails } from '#people';
import sql from 'sql-template-tag';
import { SmallHouse } from '../../support/small-house.js';
import { actorOf, Room } from '../race-mix/room.js';
import { setScenes } from '../stage.js';
import { PLAYERS, type Player, player } from './cast.js';
import { referenceOf, seenAs, STALE } from './model.js';
import { TOLD_AT } from './paper.js';
import type { Event, Step } from './steps.js';

const HOUR_MS = 3_600_000;
const CLIENTS = 3;

/** A house on a database of its own, with the players as its only people, three processes' worth of services, and a clock that the steps move. */
export class PlayHouse {
  private runs = 0;

  private constructor(
    readonly house: SmallHouse,
    readonly clients: readonly Room[],
  ) {}

  static async open(): Promise<PlayHouse> {
    const house = await SmallHouse.open();
    await ensureGuardrails(house.superuser, 'AUD');
    await house.admin.query(`
      CREATE TABLE prove_clock (ahead interval NOT NULL); INSERT INTO prove_clock VALUES ('0'); GRANT SELECT ON prove_clock TO PUBLIC;
      CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
        $$ SELECT date_trunc('milliseconds', clock_timestamp()) + (SELECT ahead FROM prove_clock) $$;
      INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers)
        VALUES ('per_tom2', 'hum_tom', 'PERSON', 'Tom', 'tom2', 'tom2@bank.example', '{AGENT}', true)`);
    return new PlayHouse(house, await Promise.all(Array.from({ length: CLIENTS }, () => Room.open(2, house))));
  }

  /** A new proposal of the first player's, and everybody is back. */
  async begin(quorum: number): Promise<HouseRun> {
    const cause = `cause-${++this.runs}`;
    const facing = PLAYERS.filter((one) => one.facesCustomers).map(({ handle }) => handle);
    await this.house.admin.query(
      `UPDATE people SET faces_customers = handle = ANY ($1) WHERE kind = 'PERSON' AND faces_customers <> (handle = ANY ($1))`,
      [facing],
    );
    const [scene] = await setScenes(this.house.admin, [{ proposerId: 'per_lachlan', quorum, expiresInMs: HOUR_MS, cause }]);
    if (!scene) throw new Error('One was asked for.');
    return new HouseRun(this, scene.id, cause);
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.leave()));
    await this.house.close();
  }
}

/** What somebody has read of an exception before they act. */
export interface ReadBefore {
  readonly revision: number;
  readonly digest: string;
  readonly approvedAt: Date | null;
  readonly now: Date;
}

/** One proposal in the house, and what is done to it. */
export class HouseRun {
  constructor(
    private readonly play: PlayHouse,
    private readonly id: string,
    private readonly cause: string,
  ) {}

  /** Reads what stands now. */
  async read(): Promise<ReadBefore & { seen: string }> {
    const [row] = await this.play.house.rows<ReadBefore & { status: string; quorum: number; signed: string[] }>(
      `SELECT e.revision, encode(r.digest, 'hex') AS digest, e.approved_at AS "approvedAt", house_now() AS now, e.status, e.quorum,
         ARRAY(SELECT replace(s.human_id, 'hum_', '') FROM co_signatures s WHERE s.exception_id = e.id AND s.revision = e.revision AND NOT s.also_agreed
           AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))) AS signed
         FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = $1`,
      [this.id],
    );
    if (!row) throw new Error('The exception is there.');
    return { ...row, seen: seenAs(row) };
  }

  /** Does a step by one of the clients, on what was read before; says what came of it. */
  async take(step: Step, client: number, before: ReadBefore): Promise<string> {
    const room = this.play.clients[client % CLIENTS];
    if (!room) throw new Error('There are three clients.');
    try {
      const event = EVENTS_IN_HOUSE[step.what as Event];
      if (event) await event({ run: this, room, who: player(step.who) });
      else await this.act(step, room, before);
      return 'OK';
    } catch (error) {
      return error instanceof RuleError ? error.code : `ERROR ${String(error)}`;
    }
  }

  /** Sends SQL as the superuser, with the exception as $1. */
  async sql(text: string, ...more: unknown[]): Promise<void> {
    await this.play.house.admin.query(text, [this.id, ...more]);
  }

  /** A policy version that allows what is proposed here, whatever the amount. */
  async policyComes(): Promise<void> {
    const [policy, version] = [`pol_${this.cause}`, `pve_${this.cause}`];
    await this.play.house.admin.query(`INSERT INTO policies (id, title) VALUES ('${policy}', 'Fees') ON CONFLICT DO NOTHING;
      INSERT INTO policy_versions (id, policy_id, number, status, text, causes, amount_up_to, currency, drafted_by)
        VALUES ('${version}', '${policy}', 1, 'DRAFT', 'Fees fall.', '{${this.cause}}', 9007199254740991, 'AUD', 'per_renee') ON CONFLICT DO NOTHING;
      UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee' WHERE id = '${version}' AND status = 'DRAFT';
      WITH active AS (UPDATE policy_versions SET status = 'ACTIVE', activated_by = 'per_omar', activated_human = 'hum_omar', effective_from = house_now()
        WHERE id = '${version}' AND status = 'PROPOSED' RETURNING id)
      INSERT INTO facts (subject_id, name, body) SELECT '${policy}', n, json_build_object('policyVersionId', active.id)
        FROM active, unnest(ARRAY['policy.drafted', 'policy.proposed', 'policy.activated']) AS n`);
  }

  get exceptionId(): string {
    return this.id;
  }

  private async act({ what, who, how }: Step, room: Room, before: ReadBefore): Promise<void> {
    const { exceptions, proposals } = room;
    const actor = await this.actor(player(who), room);
    const exceptionId = this.id;
    const digest = how === STALE ? 'ab'.repeat(32) : before.digest;
    const ways: Record<ExceptionAction, () => Promise<unknown>> = {
      CO_SIGN: () => exceptions.coSign({ exceptionId, digest }, actor),
      OBJECT: () => exceptions.objectTo({ exceptionId, digest, reason: 'She was told twice.' }, actor),
      PASS: () => exceptions.pass({ exceptionId, digest }, actor),
      AMEND: () => proposals.amend({ exceptionId, ...amendment(how, before.revision) }, actor),
      INVITE_HELPER: () => exceptions.inviteHelper({ exceptionId, personId: `per_${player(how).handle}` }, actor),
      RETRACT: () => exceptions.retract({ exceptionId }, actor),
      WITHDRAW: () => exceptions.withdraw({ exceptionId, reason: 'She paid meanwhile.' }, actor),
      COVER: () => exceptions.cover({ exceptionId }, actor),
      TELL_CUSTOMER: () =>
        exceptions.tellCustomer({ exceptionId, toldAt: TOLD_AT[how]?.(before.approvedAt ?? before.now, before.now) ?? before.now }, actor),
      FULFIL: () => exceptions.fulfil({ exceptionId, reference: referenceOf(how) }, actor),
      STOP: () => exceptions.stop({ exceptionId, reason: 'Fraud.' }, actor),
    };
    await ways[what as ExceptionAction]();
  }

  /** As the api reads them for each request. */
  private async actor({ handle, human, isMachine, mayFulfil }: Player, { db }: Room): Promise<Actor> {
    const [row] = await db.query<Pick<Actor, 'kind' | 'roles' | 'facesCustomers' | 'active'>>(
      sql`SELECT kind, roles, faces_customers AS "facesCustomers", active FROM people WHERE handle = ${handle}`,
      'prove.actor',
    );
    if (!row) throw new Error(`Nobody is called ${handle}.`);
    const scopes = isMachine ? { scopes: [mayFulfil ? ('FULFIL' as const) : ('PROPOSE' as const)] } : {};
    return { ...row, ...scopes, personId: `per_${handle}`, humanId: `hum_${human}`, away: false };
  }
}

let words = 0;

/** Amounts of the bands that need one, two and three signatures. */
const AMOUNTS = [20_240, 120_000, 900_000];

function amendment(how: number, revision: number): Omit<Amend, 'exceptionId'> {
  const expectedRevision = how === STALE ? revision - 1 : revision;
  if (how === 0 || how === STALE) return { expectedRevision, whyFair: `We would want the same, ${++words} times.` };
  return {
    expectedRevision,
    remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: (AMOUNTS[how - 1] ?? 0) + (++words % 9_000), currency: 'AUD' } },
  };
}

const ADMIN = actorOf('per_ana', ['ADMIN']);

interface Scene {
  readonly run: HouseRun;
  readonly room: Room;
  readonly who: Player;
}

const EVENTS_IN_HOUSE: Readonly<Record<Event, (scene: Scene) => Promise<unknown>>> = {
  HOURS_PASS: ({ run }) => run.sql(`UPDATE prove_clock SET ahead = ahead + interval '2 hours' WHERE $1 <> ''`),
  MONTH_PASSES: ({ run }) => run.sql(`UPDATE prove_clock SET ahead = ahead + interval '31 days' WHERE $1 <> ''`),
  STOPS_FACING: async ({ room, who }) =>
    who.facesCustomers && room.people.update({ personId: `per_${who.handle}`, facesCustomers: false }, ADMIN),
  IS_BACK: async ({ room, who }) =>
    who.facesCustomers && room.people.update({ personId: `per_${who.handle}`, facesCustomers: true }, ADMIN),
  POLICY_COMES: ({ run }) => run.policyComes(),
  HAND_OFF: async ({ run, who }) => {
    if (who.isMachine) return;
    await run.sql(
      `WITH moment AS (SELECT greatest(house_now(), from_at + interval '1 ms') AS at, o.case_id FROM ownership o JOIN policy_exceptions e ON e.case_id = o.case_id
          WHERE e.id = $1 AND o.until_at IS NULL),
        waited AS (SELECT pg_sleep(0.003)),
        closed AS (UPDATE ownership o SET until_at = m.at FROM moment m, waited WHERE o.case_id = m.case_id AND o.until_at IS NULL RETURNING o.case_id, o.until_at),
        moved AS (INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT case_id, p.id, p.human_id, until_at FROM closed, people p WHERE p.handle = $2
          RETURNING case_id, person_id)
        INSERT INTO facts (subject_id, name, actor_id, body) SELECT case_id, 'case.rehomed', 'per_ana', json_build_object('toId', person_id) FROM moved`,
      who.handle,
    );
  },
  CLOCK_EXPIRES: ({ run, room }) => room.clock.expire(run.exceptionId),
  CLOCK_LAPSES: ({ run, room }) => room.clock.lapse(run.exceptionId),
  CLOCK_COVERS: ({ run, room }) => room.clock.cover(run.exceptionId),
};
