import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DisputesReads, DisputesService } from '#exceptions';
import type { Actor } from '#people';
import { PoliciesReads, PoliciesService, PolicyDraftsService, type PolicyVersion } from '#policies';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { BlindLooksService } from './blind-looks.service.js';
import { CautionsService } from './cautions.service.js';
import { DISPOSITIONS, REVIEW_CLOCK_ACTIONS } from './review.words.js';
import { ReviewsClock } from './reviews.clock.js';
import { ReviewsReads } from './reviews.reads.js';
import { ReviewsService } from './reviews.service.js';

jest.setTimeout(180_000);

let room: ExceptionsRoom;
let reviews: ReviewsService;
let cautions: CautionsService;
let looks: BlindLooksService;
let drafts: PolicyDraftsService;
let policies: PoliciesService;
let clock: ReviewsClock;
let actors: Map<string, Actor>;

/** Priya proposed, Tom co-signed; Mia is a peer, Renee and Omar review, Wei is an admin, Lach2 is both, Ivy an auditor, Desk a machine. */
const WHO = ['priya', 'tom', 'mia', 'renee', 'omar', 'wei', 'lach2', 'ivy', 'desk'] as const;

/** Every state of an exception that has a review, and how it comes there. */
const STATES: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  approved: () => Promise.resolve(),
  'approved, and the customer was told': async (exceptionId) =>
    room.exceptions.tellCustomer({ exceptionId, toldAt: await now() }, await room.house.actor('priya')),
  'approved, with a first admin who would stop it': async (exceptionId) =>
    room.exceptions.stop({ exceptionId, reason: 'Fraud.' }, await room.house.actor('wei')),
  'approved, and frozen': async (exceptionId) =>
    new DisputesService(room.house.api, new DisputesReads(room.house.api)).disown({ exceptionId }, await room.house.actor('tom')),
  fulfilled: async (exceptionId) => room.exceptions.fulfil({ exceptionId, reference: 'PAY-1' }, await room.house.actor('priya')),
  stopped: async (exceptionId) => {
    for (const admin of ['wei', 'ana']) await room.exceptions.stop({ exceptionId, reason: 'Fraud.' }, await room.house.actor(admin));
  },
  lapsed: async (exceptionId) => {
    await room.house.clock('31 days');
    await room.clock.lapse(exceptionId);
    await room.house.clock('0');
  },
};

const NOBODY = `status = 'QUEUED', reviewer_id = NULL, reviewer_human = NULL, claimed_until = NULL, disposition = NULL, reason_id = NULL, disposed_at = NULL`;
const heldBy = (who: string, until: string): string =>
  `status = 'CLAIMED', reviewer_id = 'per_${who}', reviewer_human = 'hum_${who}', claimed_until = house_now() + interval '${until}', disposition = NULL, reason_id = NULL, disposed_at = NULL`;

/** Every state of a review, each also overdue or not yet. */
const REVIEW_STATES: readonly (readonly [state: string, set: string])[] = [
  ['in the queue, and nobody was told', `${NOBODY}, routed_at = NULL`],
  ['in the queue', `${NOBODY}, routed_at = house_now()`],
  ['long overdue', `${NOBODY}, due_at = house_now() - interval '30 days'`],
  ['held by Renee', heldBy('renee', '20 minutes')],
  ['held by Renee, whose lease has ended', heldBy('renee', '-1 minute')],
  ...DISPOSITIONS.map(
    (disposition) =>
      [
        `disposed of as ${disposition}`,
        `status = 'DISPOSED', reviewer_id = 'per_renee', reviewer_human = 'hum_renee', claimed_until = NULL, disposition = '${disposition}', reason_id = 'rmk_walk', disposed_at = house_now()`,
      ] as const,
  ),
];

/** Everything that anybody, or the clock, does with a review. */
const OPERATIONS: Readonly<Record<string, (reviewId: string, by: Actor) => Promise<unknown>>> = {
  claim: (reviewId, by) => reviews.claim({ reviewId }, by),
  release: (reviewId, by) => reviews.release({ reviewId }, by),
  ...Object.fromEntries(
    DISPOSITIONS.map((disposition) => [
      `dispose of as ${disposition}`,
      (reviewId: string, by: Actor) => reviews.dispose({ reviewId, disposition, reason: 'So.' }, by),
    ]),
  ),
  reopen: (reviewId, by) => reviews.reopen({ reviewId, newFacts: 'She wrote.' }, by),
  'lift the caution': (reviewId, by) => cautions.lift({ reviewId, reason: 'Dry.' }, by),
  'clock: route': (reviewId) => clock.route(reviewId).then(hasDone),
  'clock: release': (reviewId) => clock.releaseClaim(reviewId).then(hasDone),
  'clock: remind': (reviewId) => clock.remindOverdue(reviewId).then(hasDone),
  'clock: name a second reader': (reviewId) => clock.nameSecondReader(reviewId).then(hasDone),
};

/** What comes of what was approved and reviewed: a second look that says no, and a policy that is made, taken back, made again and retired. */
interface Followed {
  readonly exceptionId: string;
  readonly cause: string;
  readonly lookId: string;
  /** Drafted from it so far. */
  readonly versions: PolicyVersion[];
}
const versionOf = ({ versions }: Followed): { policyVersionId: string } => ({ policyVersionId: versions[0]?.id ?? '' });
const inNinetyDays = (): Date => new Date(Date.now() + 90 * 86_400_000);

/** Each is tried by everybody, in this order. */
const FOLLOWING: Readonly<Record<string, (on: Followed, by: Actor) => Promise<unknown>>> = {
  'second look': ({ lookId }, by) => looks.answer({ blindLookId: lookId, answer: 'WOULD_NOT', reason: 'Half of it.' }, by),
  promote: async (on, by) => {
    const conditions = { causes: [on.cause], amountUpTo: { amountMinor: 50_000, currency: 'AUD' } };
    const { node } = await drafts.promote(
      { exceptionIds: [on.exceptionId], title: 'Fees', text: 'Fees are given back.', conditions, reviewBy: inNinetyDays() },
      by,
    );
    on.versions.push(node);
  },
  propose: (on, by) => policies.propose(versionOf(on), by),
  'take back': (on, by) => policies.takeBack(versionOf(on), by),
  'propose again': (on, by) => policies.propose(versionOf(on), by),
  activate: (on, by) => policies.activate(versionOf(on), by),
  retire: ({ versions }, by) => policies.retire({ policyId: versions[0]?.policyId ?? '', reason: 'Rare.' }, by),
};

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  const reads = new ReviewsReads(room.house.api);
  reviews = new ReviewsService(room.house.api, reads, room.settings);
  cautions = new CautionsService(room.house.api, reads);
  clock = new ReviewsClock(room.house.worker, room.settings);
  looks = new BlindLooksService(room.house.api);
  const policyReads = new PoliciesReads(room.house.api);
  drafts = new PolicyDraftsService(room.house.api, policyReads);
  policies = new PoliciesService(room.house.api, policyReads);
  await room.house.admin
    .query(`UPDATE people SET roles = '{REVIEWER,ADMIN}' WHERE handle = 'lach2'; UPDATE people SET roles = '{AUDITOR}' WHERE handle = 'ivy';
    INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_walk', 'rev_walk', 'So.')`);
  actors = new Map(await Promise.all(WHO.map(async (who) => [who, await room.house.actor(who)] as const)));
});
afterAll(() => room.house.close());

async function now(): Promise<Date> {
  const [row] = await room.house.rows<{ now: Date }>('SELECT house_now() AS now');
  return row?.now ?? new Date();
}

function hasDone(done: boolean): void {
  if (!done) throw new Error('There was nothing to do.');
}

function succeeds(act: () => Promise<unknown> | undefined): Promise<boolean> {
  return Promise.resolve(act()).then(
    () => true,
    () => false,
  );
}

/** Everything of the exception and its approval, with the transactions that last wrote each row: not even the same was written again. */
async function approvalOf(exceptionId: string): Promise<string> {
  const rows = (table: string, key = 'exception_id'): string =>
    `SELECT '${table}' AS what, t.xmin::text || t.cmin::text || t::text AS bytes FROM ${table} t WHERE t.${key} = $1`;
  const tables = [
    'approvals',
    'counted_signatures',
    'co_signatures',
    'co_signature_ends',
    'objections',
    'revisions',
    'revision_texts',
    'cap_bookings',
    'disputes',
  ];
  const [row] = await room.house.rows<{ bytes: string }>(
    `SELECT string_agg(what || bytes, E'\\n' ORDER BY what, bytes) AS bytes FROM (${rows('policy_exceptions', 'id')} UNION ALL ${tables.map((table) => rows(table)).join(' UNION ALL ')}
       UNION ALL SELECT 'facts', f.hash::text FROM facts f WHERE f.subject_id = $1) AS everything`,
    [exceptionId],
  );
  return row?.bytes ?? '';
}

/** The second look that was drawn with the decision, and who was drawn for it. */
async function lookAt(exceptionId: string): Promise<{ lookId: string; peer: Actor }> {
  const [look] = await room.house.rows<{ id: string; peer: string }>(
    'SELECT b.id, p.handle AS peer FROM blind_looks b JOIN people p ON p.id = b.peer_id WHERE b.exception_id = $1',
    [exceptionId],
  );
  if (!look) throw new Error('Nobody was drawn.');
  return { lookId: look.id, peer: await room.house.actor(look.peer) };
}

describe('promise 4: there is no way from a review back to the approval', () => {
  const done = new Map<string, number>();

  it.each(Object.keys(STATES))('of what is %s: by nobody, in no state of the review, by no operation', async (state) => {
    const { id } = await room.propose({ cause: `walk-${Object.keys(STATES).indexOf(state)}` });
    await room.coSign(id, 'tom');
    await STATES[state]?.(id);
    const [review] = await room.house.rows<{ id: string; due: Date }>('SELECT id, due_at AS due FROM reviews WHERE exception_id = $1', [
      id,
    ]);
    const reviewId = review?.id ?? '';
    const before = await approvalOf(id);
    expect(before).toContain('counted_signatures');
    const put = async (set: string): Promise<void> => {
      await room.house.admin.query(`SET session_replication_role = replica; DELETE FROM cautions WHERE review_id = '${reviewId}';
        UPDATE reviews SET ${set.includes('due_at') ? '' : `due_at = '${review?.due.toISOString()}',`} reminded_at = NULL, second_reader_at = NULL, ${set} WHERE id = '${reviewId}';
        INSERT INTO cautions (review_id, turn, cause, kind, reason_id, since) SELECT id, turn, cause, kind, 'rmk_walk', house_now() FROM reviews
          WHERE id = '${reviewId}' AND disposition = 'NOT_AGAIN'; SET session_replication_role = origin`);
    };
    const changed: string[] = [];
    const walk = async (where: string, set: string, operation: string): Promise<void> => {
      for (const [who, by] of actors) {
        const hasSucceeded = await succeeds(() => OPERATIONS[operation]?.(reviewId, by));
        if ((await approvalOf(id)) !== before) changed.push(`${operation} by ${who}, ${where}`);
        if (!hasSucceeded) continue;
        done.set(operation, (done.get(operation) ?? 0) + 1);
        await put(set);
      }
    };
    for (const [where, set] of REVIEW_STATES) {
      await put(set);
      for (const operation of Object.keys(OPERATIONS)) await walk(where, set, operation);
    }
    expect(changed).toEqual([]);
  });

  it.each(Object.keys(STATES))('nor from what follows of what is %s: a second look, and a policy made of it', async (state) => {
    await room.house.admin.query('UPDATE house SET blind_share = 100');
    const cause = `walk-1${Object.keys(STATES).indexOf(state)}`;
    const { id: exceptionId } = await room.propose({ cause });
    await room.coSign(exceptionId, 'tom');
    await STATES[state]?.(exceptionId);
    const { lookId, peer } = await lookAt(exceptionId);
    const before = await approvalOf(exceptionId);
    const on: Followed = { exceptionId, cause, lookId, versions: [] };
    const changed: string[] = [];
    const walk = async (operation: string): Promise<void> => {
      for (const [who, by] of new Map([...actors, ['who was drawn', peer]])) {
        if (await succeeds(() => FOLLOWING[operation]?.(on, by))) done.set(operation, (done.get(operation) ?? 0) + 1);
        if ((await approvalOf(exceptionId)) !== before) changed.push(`${operation} by ${who}`);
      }
    };
    for (const operation of Object.keys(FOLLOWING)) await walk(operation);
    expect(changed).toEqual([]);
  });

  it('was walked over everything that the API does with a review', () => {
    const schema = readFileSync('apps/api/src/schema.graphql', 'utf8');
    const inputs = [...schema.matchAll(/^input (\w+) \{([^}]*)\}/gm)].flatMap(([, name = '', body = '']) =>
      /\breviewId:/.test(body) ? [name] : [],
    );
    const mutations = [...schema.matchAll(/^ {2}(\w+)\(\n(?: {4}.*\n)*? {4}input: (\w+)!$/gm)].flatMap(([, name = '', input = '']) =>
      inputs.includes(input) ? [name] : [],
    );
    expect(mutations.sort()).toEqual(['claimReview', 'disposeReview', 'liftCaution', 'releaseReview', 'reopenReview']);
    expect(Object.keys(OPERATIONS)).toHaveLength(mutations.length - 1 + DISPOSITIONS.length + REVIEW_CLOCK_ACTIONS.length);
  });

  it('was walked: each operation was done many times, and is not merely refused', () => {
    const seldom = Object.keys(OPERATIONS).filter((operation) => (done.get(operation) ?? 0) < Object.keys(STATES).length);
    expect(seldom).toEqual([]);
    // What was stopped, or may have been forged, becomes no policy.
    const rarely = Object.keys(FOLLOWING).filter((operation) => (done.get(operation) ?? 0) < Object.keys(STATES).length - 2);
    expect(rarely).toEqual([]);
  });
});
