import { setTimeout as sleep } from 'node:timers/promises';
import { actorOf, type Room } from '../race-mix/room.js';
import { setScenes } from '../stage.js';

/** Exceptions in the states that the attacks need: their ids, and the digests (hex) of their current revisions. */
export interface Scenes {
  /** Priya's, quorum 1; Sam edited the wording. */
  readonly open: Known;
  /** Lachlan's, quorum 1, nobody touched it; he has a second account and a robot. */
  readonly lachlans: Known;
  /** Priya's, quorum 2, signed by Tom. */
  readonly signed: Known;
  /** Priya's, quorum 1, approved by Tom; with its review. */
  readonly approved: Known & { readonly reviewId: string };
  readonly withdrawn: Known;
  /** Priya's, whose time has passed and no timer has noticed. */
  readonly late: Known;
}

/** One of them. */
export interface Known {
  readonly id: string;
  readonly digest: string;
  /** Of the revision before, where there is one. */
  readonly earlier: string;
}

const HOUR_MS = 3_600_000;
/** Long enough to be written on a machine that is busy. */
const LATE_MS = 1_000;

/** Makes them by the services, as people would. Mia has left, Ivy is away, Omar faces no customers. */
export async function makeScenes(room: Room): Promise<Scenes> {
  const { house, exceptions, proposals, reads } = room;
  const plan = (proposerId: string, quorum: number, expiresInMs = HOUR_MS) => ({ proposerId, quorum, expiresInMs });
  const priyas = plan('per_priya', 1);
  const set = await setScenes(house.admin, [
    { ...priyas, helperId: 'per_sam' },
    plan('per_lachlan', 1),
    plan('per_priya', 2),
    priyas,
    priyas,
    plan('per_priya', 1, LATE_MS),
  ]);
  const [open, lachlans, signed, approved, withdrawn, late] = set.map((scene) => ({ ...scene, earlier: scene.digest })) as [
    Known,
    Known,
    Known,
    Known,
    Known,
    Known,
  ];
  await proposals.amend({ exceptionId: open.id, expectedRevision: 1, whyFair: 'We would want the same.' }, actorOf('per_sam'));
  await exceptions.coSign({ exceptionId: signed.id, digest: signed.digest }, actorOf('per_tom'));
  await exceptions.coSign({ exceptionId: approved.id, digest: approved.digest }, actorOf('per_tom'));
  await exceptions.withdraw({ exceptionId: withdrawn.id, reason: 'She paid meanwhile.' }, actorOf('per_priya'));
  await house.admin
    .query(`UPDATE people SET active = id <> 'per_mia', away_until = CASE WHEN id = 'per_ivy' THEN house_now() + interval '1 day' END
    WHERE id IN ('per_mia', 'per_ivy')`);
  const [now] = await reads.currentRevisions([open.id]);
  const [review] = await house.rows<{ id: string }>('SELECT id FROM reviews WHERE exception_id = $1', [approved.id]);
  await sleep(LATE_MS);
  return {
    open: { ...open, digest: now?.digest ?? '' },
    ...{ lachlans, signed, withdrawn, late },
    approved: { ...approved, reviewId: review?.id ?? '' },
  };
}
