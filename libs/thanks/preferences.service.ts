import { Injectable } from '@nestjs/common';
import { Database, type Done, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { NotAllowedError, say } from '#errors';
import { recordFacts } from '#facts';
import { type Actor, mayActInPerson } from '#people';
import sql, { raw } from 'sql-template-tag';

/** What somebody said about themselves. */
export interface Preferences {
  /** Whether they may be named in public thanks; so it is until they say no. */
  readonly namedInThanks: boolean;
}

/** A change of one's own preferences. */
export interface UpdateMyPreferences {
  readonly namedInThanks: boolean;
  readonly idempotencyKey?: string | null;
}

/** What each human says about being named in public. It holds for all of their accounts, and for what was said before. */
@Injectable()
export class PreferencesService {
  constructor(private readonly db: Database) {}

  /** The caller's own. */
  async of({ personId }: Actor): Promise<Preferences> {
    const [row] = await this.db.query<{ named: boolean }>(sql`SELECT may_be_thanked(${personId}) AS named`, 'preferences.of');
    return { namedInThanks: row?.named ?? true };
  }

  /**
   * Changes the caller's own, for every account of theirs. Holds from the next reading on.
   * @throws NotAllowedError for a machine
   */
  update(input: UpdateMyPreferences, actor: Actor): Promise<Done<Preferences>> {
    if (!mayActInPerson(actor)) throw new NotAllowedError(say`A preference is said by the person themselves. Sign in and say it.`);
    const taken = once(actor.personId, 'updateMyPreferences', input);
    const work = async (): Promise<Preferences> => {
      await untilWritten(() => this.write(input.namedInThanks, actor, taken));
      return this.of(actor);
    };
    return onlyOnce(this.db, taken, work, () => this.of(actor));
  }

  /** A yes is also said for the accounts that were linked to this one since: else an old no of theirs would stand. */
  private write(named: boolean, { personId }: Actor, taken: Once | undefined): Promise<{ id: string }[]> {
    const fact = { subjectId: personId, actorId: personId, name: 'person.preferencesChanged', body: { namedInThanks: named } } as const;
    return this.db.query<{ id: string }>(
      sql`WITH mine AS (SELECT p.id, p.human_id FROM people p WHERE p.id = ${personId} AND p.kind = 'PERSON' AND p.active FOR SHARE),
        accounts AS (SELECT DISTINCT ON (o.human_id) o.human_id, o.id FROM mine JOIN people m ON m.id = mine.id JOIN people o ON o.human_id = ANY (humans_of(m))
          ORDER BY o.human_id, o.id <> mine.id, o.id),
        said AS (INSERT INTO thanks_preferences (human_id, person_id, named) SELECT human_id, id, ${named}::boolean FROM accounts
          ON CONFLICT (human_id) DO UPDATE SET person_id = excluded.person_id, named = excluded.named, at = house_now() RETURNING 1),
        recorded AS (${recordFacts([fact], raw('said'))}), keyed AS (${takeKey(taken, personId, raw('mine'))})
        SELECT id FROM mine`,
      'preferences.update',
    );
  }
}
