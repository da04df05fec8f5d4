import {
  CaseLifeService,
  CasesService,
  CaseSteps,
  ComplaintsService,
  FollowUpsReads,
  GetBacksReads,
  GetBacksService,
  HandOffsClock,
  HandOffsReads,
  HandOffsService,
} from '#cases';
import { Database } from '#database';
import { ExceptionsClock, ExceptionsReads, ExceptionsService, ProposalsService } from '#exceptions';
import { ensureGuardrails } from '#people';
import { PoliciesReads, PoliciesService, PolicyDraftsService } from '#policies';
import { ReviewsReads, ReviewsService } from '#reviews';
import { readSettings } from '#settings';
import { ThanksService } from '#thanks';
import pg from 'pg';
import sql from 'sql-template-tag';
import { CAST } from './cast.js';
import { seedLimits } from './limits.js';
import { linkIdentities, seedPeople } from './people.js';
import { type Rooms, Storyteller } from './storyteller.js';
import { TimeMachine } from './time-machine.js';
import type { DemoPerson } from '../oidc/demo-issuer.js';

/** The people of the seed house, as one signs in as them. */
export const PEOPLE: readonly DemoPerson[] = CAST;

/**
 * Fills an empty house with the people and the work of the last weeks, through the very services and walls that the product has, and tells in a
 * few words what is in it. Does nothing to a house that has people, but for linking them to the sign-in at this address.
 */
export async function seedHouse(adminUrl: string, issuer: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1, application_name: 'countersign seed' });
  const db = new Database(pool);
  try {
    const isEmpty = (await db.query(sql`SELECT 1 FROM people WHERE id <> 'per_house' LIMIT 1`)).length === 0;
    if (isEmpty) {
      await new TimeMachine(db).travel(() => seed(db));
      await seedLimits(db);
    }
    await linkIdentities(db, issuer);
    return await whatIsIn(db);
  } finally {
    await pool.end();
  }
}

async function seed(db: Database): Promise<void> {
  const time = new TimeMachine(db);
  await time.to(SINCE_MINUTES);
  await ensureGuardrails(db, 'AUD');
  await seedPeople(db);
  await new Storyteller(roomsOf(db), time).tell();
}

const SINCE_MINUTES = 90 * 24 * 60;

function roomsOf(db: Database): Rooms {
  const settings = readSettings({ DATABASE_URL: 'postgres://localhost' });
  const [cases, followUps] = [new CasesService(db, settings), new FollowUpsReads(db)];
  const steps = new CaseSteps(db, cases, settings);
  const reads = new ExceptionsReads(db);
  const policyReads = new PoliciesReads(db);
  const reviewReads = new ReviewsReads(db);
  return {
    reads,
    cases,
    life: new CaseLifeService(db, steps, followUps, settings),
    complaints: new ComplaintsService(db, steps, settings),
    followUps,
    getBacks: new GetBacksService(db, steps, new GetBacksReads(db), settings),
    handOffs: new HandOffsService(db, new HandOffsReads(db), new HandOffsClock(db), settings),
    thanks: new ThanksService(db),
    exceptions: new ExceptionsService(db, reads, settings),
    proposals: new ProposalsService(db, reads, settings),
    clock: new ExceptionsClock(db),
    drafts: new PolicyDraftsService(db, policyReads),
    policies: new PoliciesService(db, policyReads),
    reviews: new ReviewsService(db, reviewReads, settings),
    reviewReads,
  };
}

async function whatIsIn(db: Database): Promise<string> {
  const [row] = await db.query<{ people: number; cases: number; exceptions: number; policies: number }>(
    sql`SELECT (SELECT count(*)::int FROM people WHERE kind = 'PERSON') AS people, (SELECT count(*)::int FROM cases) AS cases,
      (SELECT count(*)::int FROM policy_exceptions) AS exceptions, (SELECT count(*)::int FROM policies) AS policies`,
  );
  return row ? `${row.people} people, ${row.cases} cases, ${row.exceptions} exceptions, ${row.policies} policies` : '';
}
