import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** That somebody looked up how a customer is reached is told of the case, and is nothing done for it: who took a case on and only looked has not begun. */
export class LookingIsNoTouch1763700000051 implements MigrationInterface {
  name = 'LookingIsNoTouch1763700000051';

  async up(runner: QueryRunner): Promise<void> {
    await swap(runner, 'first_touch', ANYTHING, BUT_LOOKING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await swap(runner, 'first_touch', BUT_LOOKING, ANYTHING);
  }
}

const ANYTHING = `f.name <> 'handOff.accepted'`;
const BUT_LOOKING = `f.name NOT IN ('handOff.accepted', 'contact.revealed')`;
