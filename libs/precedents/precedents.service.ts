import { Injectable } from '@nestjs/common';
import { NothingToSearchForError } from './precedents.errors.js';
import { PrecedentsReads } from './precedents.reads.js';
import type { Hit, PrecedentSearch } from './precedents.types.js';
import { armsOf, meaningsOf } from './search.rules.js';

/** A search answers at most so many: what nobody reads helps nobody. */
export const PRECEDENTS_MOST = 10;

/** Finds what was decided before in like cases. */
@Injectable()
export class PrecedentsService {
  constructor(private readonly reads: PrecedentsReads) {}

  /**
   * The approved exceptions that are most like what somebody is about to propose, the most alike first: those that may be cited, unless it is said what
   * their reviews should have come to. Words and cause find; kind, amount and age only rank, unless nothing else is given. No customer is found by name.
   * @throws NothingToSearchForError
   */
  async search(search: PrecedentSearch, most: number = PRECEDENTS_MOST): Promise<Hit[]> {
    const { text, cause } = search;
    if ([text, cause, search.kind, search.amount].every((given) => !given)) throw new NothingToSearchForError();
    const { words, texts } = await this.reads.wordsOf(text ?? '');
    const meanings = meaningsOf(words, texts);
    const findsNothing = Boolean(text) && !cause && meanings.length === 0;
    if (findsNothing) return [];
    return this.reads.find(search, { meanings, arms: armsOf(meanings, texts) }, Math.min(most, PRECEDENTS_MOST));
  }
}
