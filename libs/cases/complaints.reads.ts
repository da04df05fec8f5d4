import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { keyset, mustHaveRoom, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ClockState, ComplaintsShown } from './case.words.js';

/** A complaint with its three clocks, as they stand by the clock of the database. */
export interface Complaint {
  readonly caseId: string;
  readonly profile: string;
  /** In which days are counted. */
  readonly timeZone: string;
  readonly complainedAt: Date;
  readonly markedAt: Date;
  readonly acknowledgeBy: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledged: ClockState;
  readonly answerBy: Date;
  readonly answeredWithoutAdo: ClockState;
  readonly finalBy: Date;
  /** When the customer was told of the first answer. */
  readonly answeredAt: Date | null;
  readonly finalAnswer: ClockState;
  readonly isLate: boolean;
}

/** Which complaints the register shows: all conditions that are given must hold. */
export interface ComplaintFilter {
  readonly show?: ComplaintsShown | null;
  readonly profile?: string | null;
  /** The customer complained at this time or later. */
  readonly since?: Date | null;
  /** The customer complained before this time. */
  readonly until?: Date | null;
}

const LATEST: PageOrder = { key: sql`k.began_at`, kind: 'instant', id: sql`k.case_id`, descending: true };

/** The condition on a case `c` that it is such a complaint. */
export function isComplaint(show: ComplaintsShown): Sql {
  return sql`EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id AND ${raw(SHOWN[show])})`;
}

/** What is read of complaints. */
@Injectable()
export class ComplaintsReads {
  constructor(private readonly db: Database) {}

  /** The complaints among some cases. */
  ofCases(caseIds: readonly string[]): Promise<Complaint[]> {
    return this.db.query<Complaint & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} FROM ${FROM} WHERE k.case_id = ANY (${caseIds})`,
      'complaints.ofCases',
    );
  }

  /** The register, one page, the latest complaint first. @throws InvalidError for a stretch of time without room */
  async list(filter: ComplaintFilter, page: PageRequest): Promise<Page<Complaint & Paged>> {
    const { key, where, tail } = keyset(LATEST, page);
    const rows = await this.db.query<Complaint & Paged>(
      sql`SELECT ${COLUMNS}, k.case_id AS id, ${key} FROM ${FROM} WHERE ${matches(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many complaints the whole list has. */
  async count(filter: ComplaintFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM ${FROM} WHERE ${matches(filter)}`);
    return row?.count ?? 0;
  }
}

const FROM = raw('complaints k JOIN cases c ON c.id = k.case_id');

/** A case that was taken up again has no answer that stands: past its last clock it is late, also where the first answer came in time. */
const SHOWN = {
  ALL: 'true',
  OPEN: 'c.answered_at IS NULL',
  LATE: '(k.acknowledged_at IS NULL AND k.acknowledge_by < house_now() OR c.answered_at IS NULL AND k.final_by < house_now())',
} as const satisfies Record<ComplaintsShown, string>;

const state = (met: string, due: string): string =>
  `CASE WHEN ${met} <= ${due} THEN 'MET' WHEN ${met} > ${due} OR ${due} < house_now() THEN 'MISSED' ELSE 'RUNNING' END`;

const COLUMNS = raw(`k.case_id AS "caseId", k.profile, k.time_zone AS "timeZone", k.began_at AS "complainedAt", k.marked_at AS "markedAt",
  k.acknowledge_by AS "acknowledgeBy", k.acknowledged_at AS "acknowledgedAt", ${state('k.acknowledged_at', 'k.acknowledge_by')} AS acknowledged,
  k.answer_by AS "answerBy", ${state('k.answered_at', 'k.answer_by')} AS "answeredWithoutAdo",
  k.final_by AS "finalBy", k.answered_at AS "answeredAt", ${state('k.answered_at', 'k.final_by')} AS "finalAnswer", ${SHOWN.LATE} AS "isLate"`);

function matches({ show, profile, since, until }: ComplaintFilter): Sql {
  mustHaveRoom({ after: since, before: until, path: ['filter', 'until'] });
  return join(
    [
      raw(SHOWN[show ?? 'ALL']),
      ...(profile ? [sql`k.profile = ${profile}`] : []),
      ...(since ? [sql`k.began_at >= ${since}::timestamptz`] : []),
      ...(until ? [sql`k.began_at < ${until}::timestamptz`] : []),
    ],
    ' AND ',
  );
}
