import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Promises of everybody, or of a team, by when they are due: without these a page of them reads and sorts every promise that was ever made. */
export class PromisesByTheirTime1763700000063 implements MigrationInterface {
  name = 'PromisesByTheirTime1763700000063';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX get_backs_by_time ON get_backs (due_at, id);
      CREATE INDEX get_backs_awaited ON get_backs (due_at, id) WHERE status = 'MADE' OR status = 'BROKEN' AND delivered_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX get_backs_awaited, get_backs_by_time');
  }
}
