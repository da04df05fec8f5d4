import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** A policy may be known by the ref of the company's own book; a version says who answers for it, and from when it is wanted. */
export class APolicyBook1763700000050 implements MigrationInterface {
  name = 'APolicyBook1763700000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE policies ADD COLUMN book_ref text,
  ADD CONSTRAINT a_book_ref_is_short CHECK (char_length(book_ref) BETWEEN 1 AND 64),
  ADD CONSTRAINT a_ref_of_the_house_is_no_book_ref CHECK (book_ref !~* '^POL-[0-9]+$');
CREATE UNIQUE INDEX one_policy_per_book_ref ON policies (upper(book_ref)) WHERE book_ref IS NOT NULL;
ALTER TABLE policy_versions ADD COLUMN owner text, ADD COLUMN wanted_from timestamptz,
  ADD CONSTRAINT an_owner_is_a_line CHECK (char_length(owner) BETWEEN 1 AND 200);
`);
    for (const [was, is] of SWAPS) await swap(runner, 'policy_versions_move_forward', was, is);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [was, is] of SWAPS) await swap(runner, 'policy_versions_move_forward', is, was);
    await runner.query(`
ALTER TABLE policy_versions DROP COLUMN owner, DROP COLUMN wanted_from;
DROP INDEX one_policy_per_book_ref;
ALTER TABLE policies DROP COLUMN book_ref;
`);
  }
}

/** Also these two stand from the proposal on: each list is there once for the new row and once for the old one. */
const SWAPS: readonly (readonly [was: string, is: string])[] = [
  ['(NEW.text, NEW.kinds', '(NEW.text, NEW.owner, NEW.wanted_from, NEW.kinds'],
  ['(OLD.text, OLD.kinds', '(OLD.text, OLD.owner, OLD.wanted_from, OLD.kinds'],
];
