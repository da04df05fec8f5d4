import { Injectable } from '@nestjs/common';
import { Database, type Done, once, onlyOnce, takeKey } from '#database';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import type { Actor } from '#people';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type NoticeParts, partsOf } from './notice.parts.js';
import { type Told, type ToldFact, wordsOf } from './notice.words.js';
import { TOLD_COLUMNS, TOLD_FROM } from './notices.columns.js';

/** A notice as its reader sees it. */
export interface NoticeView extends NoticeParts {
  readonly id: string;
  readonly name: ToldFact;
  readonly words: string;
  /** What it is about: the subject of the fact. */
  readonly subjectId: string;
  readonly exceptionId: string | null;
  /** The case that it is about; null when it is about an exception or none. */
  readonly caseId: string | null;
  readonly at: Date;
  readonly readAt: Date | null;
  readonly mail: 'OFF' | 'DUE' | 'SENT' | 'FAILED';
  /** Whether it tells of a signature in the reader's name that nobody has disowned yet. */
  readonly canDisown: boolean;
}

type Row = Omit<NoticeView, 'words' | keyof NoticeParts> & Told & Record<string, unknown>;

/** Which notices are asked for. */
export interface WhichNotices {
  readonly unreadOnly?: boolean | null;
  /** Only this one. */
  readonly id?: string | null;
}

/** Which notices the caller has read. */
export interface MarkNoticesRead {
  readonly noticeIds: readonly string[];
  readonly idempotencyKey?: string | null;
}

const NEWEST_FIRST: PageOrder = { key: sql`n.created_at`, kind: 'instant', id: sql`n.id`, descending: true };

/** What somebody was told, for them to read: nobody reads another person's. */
@Injectable()
export class NoticesService {
  constructor(private readonly db: Database) {}

  /** One page of the caller's notices, the newest first. */
  async list(actor: Actor, which: WhichNotices, request: PageRequest): Promise<Page<NoticeView & Paged>> {
    const { key, where, tail } = keyset(NEWEST_FIRST, request);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT ${TOLD_COLUMNS}, ${key} ${TOLD_FROM}
           WHERE ${asked(actor, which)} AND ${where} ${tail}`,
    );
    return pageOf(
      rows.map((row) => ({ ...row, ...partsOf(row.name, row), words: wordsOf(row.name, row) })),
      request,
    );
  }

  /** How many of them the caller has. */
  async count(actor: Actor, which: WhichNotices): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM notices n WHERE ${asked(actor, which)}`,
      'notices.count',
    );
    return row?.count ?? 0;
  }

  /** Marks notices of the caller as read; others, and those read before, are left as they are. Answers how many are unread still. */
  async markRead(input: MarkNoticesRead, actor: Actor): Promise<Done<number>> {
    const taken = once(actor.personId, 'markNoticesRead', input);
    const unread = () => this.count(actor, { unreadOnly: true });
    const work = async (): Promise<number> => {
      await this.db.query(
        sql`WITH mine AS (SELECT ${actor.personId}::text AS id),
          read AS (UPDATE notices n SET read_at = house_now() FROM mine WHERE n.id = ANY (${input.noticeIds}::text[]) AND n.person_id = mine.id AND n.read_at IS NULL RETURNING 1),
          keyed AS (${takeKey(taken, actor.personId, raw('mine'))})
          SELECT pg_notify('facts', json_build_array(json_build_object('subjectId', mine.id, 'name', 'notice.made', 'seq', 0))::text) FROM mine WHERE EXISTS (SELECT 1 FROM read)`,
        'notices.markRead',
      );
      return unread();
    };
    return onlyOnce(this.db, taken, work, unread);
  }
}

function asked({ personId }: Actor, { unreadOnly, id }: WhichNotices): Sql {
  return sql`n.person_id = ${personId} AND (NOT ${unreadOnly ?? false}::boolean OR n.read_at IS NULL) AND (${id ?? null}::text IS NULL OR n.id = ${id ?? null})`;
}
