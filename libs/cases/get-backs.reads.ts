import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotFoundError } from '#errors';
import sql from 'sql-template-tag';
import type { GetBackStatus } from './case.words.js';
import { localTime } from './due.rules.js';

/** A promise to a customer as it stands by the clock: what is past its time is broken, whether or not anything has noted it. */
export interface GetBack {
  readonly id: string;
  readonly caseId: string;
  readonly promisedById: string;
  /** null once erased. */
  readonly what: string | null;
  readonly madeAt: Date;
  readonly dueAt: Date;
  /** Of the customer. */
  readonly timeZone: string;
  readonly dueLocal: string;
  readonly status: GetBackStatus;
  readonly deliveredAt: Date | null;
  readonly whatWasSaid: string | null;
  readonly customerToldAt: Date | null;
  readonly nextId: string | null;
}

/** What is read of promises. Every method takes many ids. */
@Injectable()
export class GetBacksReads {
  constructor(private readonly db: Database) {}

  /** @throws NotFoundError */
  async one(id: string): Promise<GetBack> {
    const [found] = await this.byIds([id]);
    if (!found) throw new NotFoundError('get-back', ['getBackId']);
    return found;
  }

  async byIds(ids: readonly string[]): Promise<GetBack[]> {
    const rows = await this.db.query<Row>(sql`SELECT ${COLUMNS} WHERE g.id = ANY (${ids})`, 'getBacks.byIds');
    return rows.map(withLocalTime);
  }

  /** Every promise in some cases, the first one first. */
  async ofCases(caseIds: readonly string[]): Promise<GetBack[]> {
    const rows = await this.db.query<Row>(
      sql`SELECT ${COLUMNS} WHERE g.case_id = ANY (${caseIds}) ORDER BY g.case_id, g.made_at, g.id`,
      'getBacks.ofCases',
    );
    return rows.map(withLocalTime);
  }
}

type Row = Omit<GetBack, 'dueLocal'> & Record<string, unknown>;

const COLUMNS = sql`g.id, g.case_id AS "caseId", g.promised_by AS "promisedById", w.body AS what, g.made_at AS "madeAt", g.due_at AS "dueAt", u.time_zone AS "timeZone",
  CASE WHEN g.status = 'MADE' AND g.due_at < house_now() THEN 'BROKEN' ELSE g.status END AS status, g.delivered_at AS "deliveredAt", s.body AS "whatWasSaid",
  g.customer_told_at AS "customerToldAt", g.next_id AS "nextId"
  FROM get_backs g JOIN cases c ON c.id = g.case_id JOIN customers u ON u.id = c.customer_id JOIN remarks w ON w.id = g.what_id LEFT JOIN remarks s ON s.id = g.said_id`;

function withLocalTime(row: Row): GetBack {
  return { ...row, dueLocal: localTime(row.dueAt, row.timeZone) };
}
