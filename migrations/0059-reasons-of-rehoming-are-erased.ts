import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/**
 * Why cases were given to others is forgotten with the customer. From now on the reason stands under each case; before, one stood for all cases that
 * were given away together, under whose they had been: it is found by the facts, and goes as a whole.
 */
export class ReasonsOfRehomingAreErased1763700000059 implements MigrationInterface {
  name = 'ReasonsOfRehomingAreErased1763700000059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `GRANT SELECT (name, body) ON facts TO countersign_erase; GRANT SELECT (operation) ON idempotency_keys TO countersign_erase`,
    );
    await asEraser(runner, async () => {
      for (const [was, is] of SWAPS) await swap(runner, 'forget_customer', was, is);
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await asEraser(runner, async () => {
      for (const [was, is] of SWAPS) await swap(runner, 'forget_customer', is, was);
    });
    await runner.query(
      `REVOKE SELECT (name, body) ON facts FROM countersign_erase; REVOKE SELECT (operation) ON idempotency_keys FROM countersign_erase`,
    );
  }
}

const REMARKS = `UPDATE remarks SET body = NULL, erased_at = house_now() WHERE subject_id = ANY (subjects) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;`;
const REHOMED = `FROM facts f WHERE f.subject_id = ANY (subjects) AND f.name = 'case.rehomed'`;

/** One key stands for all cases that were given away together, and its hash is of their one reason. */
const SWAPS: readonly (readonly [was: string, is: string])[] = [
  [
    REMARKS,
    `${REMARKS}
  -- Until migration 0059 one reason stood for all cases of a re-homing, under whose they had been.
  UPDATE remarks SET body = NULL, erased_at = house_now() WHERE id IN (SELECT f.body ->> 'reasonId' ${REHOMED}) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;`,
  ],
  [
    `WHERE result_id = ANY (subjects)`,
    `WHERE (result_id = ANY (subjects) OR operation = 'rehomeCases' AND result_id IN (SELECT f.body ->> 'fromId' ${REHOMED}))`,
  ],
];

/** The function belongs to the role that erases, which may make none but here. */
async function asEraser(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  await runner.query(`GRANT CREATE ON SCHEMA public TO countersign_erase; SET LOCAL ROLE countersign_erase`);
  await work();
  await runner.query(`SET LOCAL ROLE countersign_owner; REVOKE CREATE ON SCHEMA public FROM countersign_erase`);
}
