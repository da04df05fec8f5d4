import { Database } from '#database';
import { ExceptionsClock, ExceptionsReads, ExceptionsService, ProposalsService } from '#exceptions';
import { type Actor, ensureGuardrails, PeopleService } from '#people';
import { readSettings } from '#settings';
import pg from 'pg';
import { SmallHouse } from '../../support/small-house.js';

/** The services as the api and the worker run them, each with connections of its own, on a database with the people of the small house. */
export class Room {
  readonly exceptions: ExceptionsService;
  readonly proposals: ProposalsService;
  readonly reads: ExceptionsReads;
  readonly people: PeopleService;
  readonly clock: ExceptionsClock;
  /** The api's connections. */
  readonly db: Database;
  private readonly pools: pg.Pool[];

  private constructor(
    readonly house: SmallHouse,
    api: pg.Pool,
    worker: pg.Pool,
  ) {
    this.pools = [api, worker];
    const db = new Database(api);
    this.db = db;
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    this.reads = new ExceptionsReads(db);
    this.exceptions = new ExceptionsService(db, this.reads, settings);
    this.proposals = new ProposalsService(db, this.reads, settings);
    this.people = new PeopleService(db);
    this.clock = new ExceptionsClock(new Database(worker));
  }

  /** Opens a house, or another door to a house that is open: then with connections of its own. */
  static async open(connections: number, house?: SmallHouse): Promise<Room> {
    const on = house ?? (await SmallHouse.open());
    if (!house) await ensureGuardrails(on.superuser, 'AUD');
    const pool = (connectionString: string, max: number): pg.Pool => new pg.Pool({ connectionString, max }).on('error', () => undefined);
    return new Room(on, pool(on.urls.apiUrl, connections), pool(on.urls.workerUrl, Math.ceil(connections / 4)));
  }

  /** Ends the connections; the house is closed by whoever opened it. */
  async leave(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}

/** Somebody as the api saw them when they signed in; what has changed since is for the walls to notice. */
export function actorOf(personId: string, roles: Actor['roles'] = ['AGENT']): Actor {
  const humanId = personId.replace('per_', 'hum_');
  return { personId, humanId, kind: 'PERSON', roles, facesCustomers: true, active: true, away: false };
}
