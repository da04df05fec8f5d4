import { Injectable } from '@nestjs/common';
import { Database, newId } from '#database';
import { type NewFact, recordFacts } from '#facts';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';
import { toldOf } from './asked.rules.js';

/** A list that somebody takes out of the house. */
export interface ExportBegun {
  readonly list: string;
  /** The conditions, as they were asked. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** How it ended. */
export interface ExportEnded {
  readonly rows: number;
  /** Whether the last byte was taken. */
  readonly whole: boolean;
}

/** Records who took which list out of the house: that it began, before the first row leaves, and how it ended. Files are out of reach of everything else here. */
@Injectable()
export class ExportsService {
  constructor(private readonly db: Database) {}

  /** Records that an export begins; answers its id. Words of the conditions are not kept. */
  async begin({ list, asked }: ExportBegun, actor: Actor): Promise<string> {
    const exportId = newId('xpt');
    await this.record(actor, { name: 'export.begun', body: { exportId, list, ...toldOf(asked) } });
    return exportId;
  }

  /** Records how an export ended. One that has begun and not ended was cut off with its process. */
  async end(exportId: string, { rows, whole }: ExportEnded, actor: Actor): Promise<void> {
    await this.record(actor, { name: 'export.ended', body: { exportId, rows, whole } });
  }

  private async record({ personId }: Actor, what: Pick<NewFact, 'name' | 'body'>): Promise<void> {
    const fact: NewFact = { subjectId: personId, actorId: personId, ...what };
    await this.db.query(sql`WITH who AS (SELECT 1 FROM people WHERE id = ${personId}) ${recordFacts([fact], raw('who'))}`);
  }
}
