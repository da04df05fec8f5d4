import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever was erased does not come back with the same case: what they say now would be known of them again. They are given a new case. */
export class TheErasedDoNotComeBack1763700000060 implements MigrationInterface {
  name = 'TheErasedDoNotComeBack1763700000060';

  async up(runner: QueryRunner): Promise<void> {
    // Its name comes after the_owner_takes_it_up_again, so that the case is locked before the customer.
    await runner.query(
      `CREATE TRIGGER who_was_erased_does_not_come_back BEFORE INSERT ON case_reopenings FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER who_was_erased_does_not_come_back ON case_reopenings`);
  }
}
