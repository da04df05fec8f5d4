import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type QueueDepth, SeenQueues } from '#jobs';
import sql from 'sql-template-tag';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { Readiness } from '../http/readiness.js';
import type { HouseModel, QueueDepthModel, SealPlaceModel } from './house.model.js';

/** How long one look serves everybody, in milliseconds. */
const FRESH_MS = 1_000;
const VERSION = ownVersion();

interface Row {
  at: Date;
  postgresVersion: string;
  ran: string[];
  outboxCount: number;
  outboxAgeSeconds: number | null;
  canaryAt: Date | null;
  parked: Record<string, number>;
  checkpointNumber: number | null;
  checkpointAt: Date | null;
  sealPlaces: (Omit<SealPlaceModel, 'sentAt' | 'failingSince'> & { sentAt: string | null; failingSince: string | null })[];
  mailsDue: number;
  mailsTriedAgain: number;
  mailsFailed: number;
}

/** What the process and the database know of the service itself, read together. Only counts and times: nothing that anybody wrote. */
@Injectable()
export class HouseFigures {
  private latest: Promise<HouseModel> | undefined;
  private latestAt = 0;

  constructor(
    private readonly db: Database,
    private readonly readiness: Readiness,
    private readonly queues: SeenQueues,
  ) {}

  /** The figures of now; however many people look, they are read once a second. */
  now(): Promise<HouseModel> {
    if (!this.latest || Date.now() - this.latestAt > FRESH_MS) {
      this.latestAt = Date.now();
      this.latest = this.look();
    }
    return this.latest;
  }

  private async look(): Promise<HouseModel> {
    const [{ failing }, depths, row] = await Promise.all([this.readiness.report(), this.queues.depths(), this.read()]);
    const { ran, parked, sealPlaces, ...figures } = row;
    const names = new Set(ran);
    return {
      ...figures,
      failing,
      version: VERSION,
      nodeVersion: process.versions.node,
      migrationsRun: ran.length,
      migrationsMissing: MIGRATIONS.filter(({ name }) => !names.has(name)).length,
      queueEngine: this.queues.engine,
      queues: this.queues.kinds.map((kind) => depthOf(kind, depths, parked)),
      sealPlaces: sealPlaces.map((one) => ({ ...one, sentAt: instant(one.sentAt), failingSince: instant(one.failingSince) })),
    };
  }

  private async read(): Promise<Row> {
    const [row] = await this.db.query<Row & Record<string, unknown>>(
      sql`SELECT house_now() AS at, split_part(current_setting('server_version'), ' ', 1) AS "postgresVersion",
        (SELECT coalesce(json_agg(m.name), '[]') FROM migrations m) AS ran, o.*, c.*, n.*, g.*,
        (SELECT max(h.at) FROM heartbeats h WHERE h.kind = 'canary') AS "canaryAt",
        (SELECT coalesce(json_object_agg(p.kind, p.number), '{}') FROM (SELECT kind, count(*)::int AS number FROM job_starts WHERE parked_at IS NOT NULL GROUP BY kind) p) AS parked,
        (SELECT coalesce(json_agg(json_build_object('place', s.place, 'sentUpTo', s.sent_up_to, 'sentAt', s.sent_at, 'failingSince', s.failing_since) ORDER BY s.place), '[]')
           FROM seal_places s) AS "sealPlaces"
      FROM (SELECT count(*)::int AS "outboxCount", extract(epoch FROM house_now() - min(at))::int AS "outboxAgeSeconds" FROM outbox) o
      CROSS JOIN (SELECT count(*)::int AS "mailsDue", count(*) FILTER (WHERE mail_problem IS NOT NULL)::int AS "mailsTriedAgain" FROM notices WHERE mail = 'DUE') n
      CROSS JOIN (SELECT count(*)::int AS "mailsFailed" FROM notices WHERE mail = 'FAILED') g
      LEFT JOIN (SELECT number AS "checkpointNumber", at AS "checkpointAt" FROM checkpoints ORDER BY number DESC LIMIT 1) c ON true`,
      'house.figures',
    );
    if (!row) throw new Error('This query always has one row.');
    return row;
  }
}

function depthOf(kind: string, depths: readonly QueueDepth[] | undefined, parked: Row['parked']): QueueDepthModel {
  const { waiting = null, active = null, delayed = null } = depths?.find((one) => one.kind === kind) ?? {};
  return { kind, waiting, active, delayed, parked: parked[kind] ?? 0 };
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** The version in the package.json above this file, built or not. */
function ownVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
