import type { MigrationInterface, QueryRunner } from 'typeorm';

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
    await swap(runner, BEFORE, AFTER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await swap(runner, AFTER, BEFORE);
    await runner.query(`
ALTER TABLE policy_versions DROP COLUMN owner, DROP COLUMN wanted_from;
DROP INDEX one_policy_per_book_ref;
ALTER TABLE policies DROP COLUMN book_ref;
`);
  }
}

/** Also these two stand from the proposal on: each list is there once for the new row and once for the old one. */
const BEFORE: readonly string[] = ['(NEW.text, NEW.kinds', '(OLD.text, OLD.kinds'];
const AFTER: readonly string[] = ['(NEW.text, NEW.owner, NEW.wanted_from, NEW.kinds', '(OLD.text, OLD.owner, OLD.wanted_from, OLD.kinds'];

/** Puts other parts into the function of migrations 0004 and 0042, and leaves the rest of it as it stands. */
async function swap(runner: QueryRunner, was: readonly string[], is: readonly string[]): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef('policy_versions_move_forward'::regproc) AS definition`)) as {
    definition: string;
  }[];
  const definition = was.reduce((text, part, place) => {
    if (!text.includes(part)) throw new Error('The function policy_versions_move_forward is not as this migration knows it.');
    return text.replaceAll(part, () => is[place] ?? part);
  }, row?.definition ?? '');
  await runner.query(definition);
}
