import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { recordFacts } from '#facts';
import type { Job } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import sql, { type Sql } from 'sql-template-tag';
import { isTransient } from './transient.js';
import { told } from './told.js';

/**
 * Our own judge of poison. BullMQ counts stalls, and would fail a job for good after a few killed workers; it does not know whether the job
 * killed them. Here a start is counted before the work and taken off after it. A job that starts five times without an end is parked: it
 * stays in the table, is told as a fact and in the log, makes readiness say so, and is not run again until somebody releases it.
 * A job of which a start has neither ended nor failed may have ended its process, or may only have been beside one that did. Such suspects
 * run one by one, so that whoever dies again is the one at fault, and nobody is parked for having been in bad company. See decision 32.
 */
@Injectable()
export class JobStarts {
  private readonly log = new Logger(JobStarts.name);
  private suspects: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Counts a start. The number of starts without an end, this one included; undefined when the job must not run now, because it is parked, or
   * a suspect, of which no start is counted before its turn has come.
   */
  async begin(job: Job): Promise<number | undefined> {
    const [row] = await this.db.query<{ starts: number }>(
      sql`INSERT INTO job_starts AS s (kind, id, generation, starts) VALUES (${job.kind}, ${job.id}, ${job.generation}, 1)
          ON CONFLICT (kind, id, generation) DO UPDATE SET starts = s.starts + 1, started_at = clock_timestamp()
          WHERE s.parked_at IS NULL AND s.starts = s.fails RETURNING starts`,
      'jobStarts.begin',
    );
    return this.unlessTooOften(job, row);
  }

  /** The same for a suspect whose turn has come; undefined when it is parked. */
  async beginSuspect(job: Job): Promise<number | undefined> {
    const [row] = await this.db.query<{ starts: number }>(
      sql`INSERT INTO job_starts AS s (kind, id, generation, starts) VALUES (${job.kind}, ${job.id}, ${job.generation}, 1)
          ON CONFLICT (kind, id, generation) DO UPDATE SET starts = s.starts + 1, started_at = clock_timestamp()
          WHERE s.parked_at IS NULL RETURNING starts`,
      'jobStarts.beginSuspect',
    );
    return this.unlessTooOften(job, row);
  }

  /** Gives each suspect of this process its turn, in the order in which they came. */
  oneByOne(work: () => Promise<void>): Promise<void> {
    const turn = this.suspects.then(work);
    this.suspects = turn.catch(() => undefined); // told to whoever waits for that one
    return turn;
  }

  /** The job came to its end: nothing of it is kept. */
  async end(job: Job): Promise<void> {
    await this.db.query(sql`DELETE FROM job_starts WHERE ${is(job)}`, 'jobStarts.end');
  }

  /** The job failed at its `starts`-th start. What tells of the machines only is not held against it. */
  async failed(job: Job, starts: number, error: unknown): Promise<void> {
    this.log.warn(`${job.kind} of ${job.id} failed at start ${starts}: ${told(error)}`);
    if (isTransient(error))
      await this.db.query(sql`UPDATE job_starts SET starts = greatest(starts - 1, fails) WHERE ${is(job)}`, 'jobStarts.forgive');
    else {
      await this.db.query(sql`UPDATE job_starts SET fails = least(fails + 1, starts) WHERE ${is(job)}`, 'jobStarts.failed');
      if (starts >= this.settings.jobStartsMax) await this.park(job);
    }
  }

  /** The jobs that wait for a person; the first 10,000 of them. */
  parked(): Promise<Job[]> {
    return this.db.query<Job & Record<string, unknown>>(
      sql`SELECT kind, id, generation FROM job_starts WHERE parked_at IS NOT NULL ORDER BY parked_at LIMIT 10000`,
      'jobStarts.parked',
    );
  }

  private async unlessTooOften(job: Job, row: { starts: number } | undefined): Promise<number | undefined> {
    if (row && row.starts <= this.settings.jobStartsMax) return row.starts;
    if (row) await this.park(job);
    return undefined;
  }

  private async park(job: Job): Promise<void> {
    const { kind, id, generation } = job;
    const fact = { subjectId: id, actorId: null, name: 'job.parked', body: { kind, generation } } as const;
    const parked = await this.db.query(
      sql`WITH parked AS (UPDATE job_starts SET parked_at = clock_timestamp() WHERE ${is(job)} AND parked_at IS NULL RETURNING 1),
          told AS (${recordFacts([fact], sql`parked`)}) SELECT 1 FROM parked`,
    );
    if (parked.length > 0) {
      this.log.error(
        `Parked: ${kind} of ${id}, generation ${generation}, started ${this.settings.jobStartsMax} times and never ended. It needs a person.`,
      );
    }
  }
}

function is({ kind, id, generation }: Job): Sql {
  return sql`kind = ${kind} AND id = ${id} AND generation = ${generation}`;
}
