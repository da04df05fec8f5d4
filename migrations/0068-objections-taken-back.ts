import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** An objection that was taken back is none: what is counted of a precedent, and so of its pattern, leaves it out. */
export class ObjectionsTakenBack1763700000068 implements MigrationInterface {
  name = 'ObjectionsTakenBack1763700000068';

  async up(runner: QueryRunner): Promise<void> {
    await swap(runner, 'count_precedents', ALL, STANDING);
    await runner.query(ANEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await swap(runner, 'count_precedents', STANDING, ALL);
    await runner.query(ANEW);
  }
}

const ALL = 'FROM objections o WHERE o.exception_id = e.id)';
const STANDING = `FROM objections o WHERE o.exception_id = e.id
        AND NOT EXISTS (SELECT 1 FROM objection_ends x WHERE (x.exception_id, x.revision, x.human_id) = (o.exception_id, o.revision, o.human_id)))`;

/** What was counted before is counted anew by the worker, a few at a time. Objections end before the approval only, so later nothing changes. */
const ANEW = `INSERT INTO precedent_changes (exception_id) SELECT DISTINCT p.exception_id FROM objection_ends x JOIN precedents p ON p.exception_id = x.exception_id`;
