import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { type NewFact, recordFacts } from '#facts';
import { type Actor, isReviewer } from '#people';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type CauseNow, isSecondStep, mergeRefusal, namingRefusal } from './cause.rules.js';
import type { Cause, CreateCause, MergeCauses, RenameCause } from './cause.types.js';
import { CausesReads } from './causes.reads.js';

/** How many colleagues are named who could act instead. */
const REVIEWERS_MOST = 20;

interface Ground {
  readonly causes: readonly CauseNow[];
  readonly inUse: number;
  readonly reviewers: readonly { readonly id: string; readonly humanId: string }[];
}

/** What reviewers do with the list of causes. Nothing that was written before changes by it. */
@Injectable()
export class CausesService {
  constructor(
    private readonly db: Database,
    private readonly reads: CausesReads,
  ) {}

  /** Puts a cause on the list. @throws NotACuratorError InvalidError */
  create(input: CreateCause, actor: Actor): Promise<Done<Cause>> {
    const { key, name, description = null } = input;
    const taken = once(actor.personId, 'createCause', input);
    return this.done(taken, key, async () => {
      const { causes, ...ground } = await this.look([key]);
      const no = namingRefusal({ ...ground, ...attemptOf(actor), cause: causes[0], isNew: true, key, name, description });
      if (no) throw no;
      const change = sql`INSERT INTO causes (key, name, description, created_by) VALUES (${key}, ${name}, ${description}, ${actor.personId}) RETURNING id`;
      return this.write(change, key, { actor, name: 'cause.created', body: { cause: key }, taken });
    });
  }

  /** Puts the name of a cause better; its key stays, and with it everything that was signed. @throws NotACuratorError NotFoundError CauseMergedError InvalidError */
  rename(input: RenameCause, actor: Actor): Promise<Done<Cause>> {
    const { key, name, description } = input;
    const taken = once(actor.personId, 'renameCause', input);
    return this.done(taken, key, async () => {
      const { causes, ...ground } = await this.look([key]);
      const no = namingRefusal({
        ...ground,
        ...attemptOf(actor),
        cause: causes[0],
        isNew: false,
        key,
        name,
        description: description ?? null,
      });
      if (no) throw no;
      const change = sql`UPDATE causes SET name = ${name}, description = coalesce(${description ?? null}::text, description)
        WHERE key = ${key} AND merged_into IS NULL RETURNING id`;
      return this.write(change, key, { actor, name: 'cause.renamed', body: { cause: key }, taken });
    });
  }

  /**
   * Asks that one cause be another from now on, or, when another reviewer asked for the same before, does it. What was merged into it before goes along.
   * @throws NotACuratorError NotFoundError CauseMergedError InvalidError
   * @throws SameMergerError for the reviewer who asked first
   */
  merge(input: MergeCauses, actor: Actor): Promise<Done<Cause>> {
    const { from, into, why } = input;
    const taken = once(actor.personId, 'mergeCauses', input);
    return this.done(taken, from, async () => {
      const { causes, ...ground } = await this.look([from, into]);
      const attempt = { from: causes.find(({ key }) => key === from), into: causes.find(({ key }) => key === into), why };
      const no = mergeRefusal({ ...ground, ...attemptOf(actor), ...attempt });
      if (no) throw no;
      const words = { id: newId('rmk'), body: why };
      const isSecond = isSecondStep(attempt);
      const set = isSecond
        ? sql`merged_into = ${into}, merged_by = ${actor.personId}, merged_human = ${actor.humanId}`
        : sql`merge_asked_into = ${into}, merge_asked_by = ${actor.personId}, merge_asked_human = ${actor.humanId}, merge_why_id = ${words.id}`;
      const seen = attempt.from;
      const change = sql`UPDATE causes c SET ${set} FROM told WHERE c.key = ${from} AND c.merged_into IS NULL
        AND (c.merge_asked_into, c.merge_asked_human) IS NOT DISTINCT FROM (${seen?.mergeAskedInto ?? null}::text, ${seen?.mergeAskedHuman ?? null}::text) RETURNING c.id`;
      const told = sql`told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words.id}, k.id, ${actor.personId}, ${words.body} FROM causes k WHERE k.key = ${from} RETURNING 1),`;
      const body = { cause: from, into, reasonId: words.id };
      return this.write(change, from, { actor, name: isSecond ? 'cause.merged' : 'cause.mergeProposed', body, taken, told });
    });
  }

  private done(taken: Once | undefined, key: string, attempt: () => Promise<{ id: string }[]>): Promise<Done<Cause>> {
    const work = async (): Promise<Cause> => {
      await untilWritten(attempt);
      return this.one(key);
    };
    return onlyOnce(this.db, taken, work, () => this.one(key));
  }

  /** One statement: the change, the words, the fact, the key. No row: somebody was faster. */
  private write(change: Sql, key: string, { actor, name, body, taken, told }: Step): Promise<{ id: string }[]> {
    const facts: NewFact[] = [{ subjectId: causeId(key), actorId: actor.personId, name, body }];
    return this.db.query<{ id: string }>(
      sql`WITH ${told ?? raw('')} changed AS (${change}), recorded AS (${recordFacts(facts, raw('changed'))}),
        keyed AS (${takeKey(taken, causeId(key), raw('changed'))}) SELECT id FROM changed`,
      name,
    );
  }

  private async look(keys: readonly string[]): Promise<Ground> {
    const [row] = await this.db.query<Ground & Record<string, unknown>>(
      sql`SELECT (SELECT coalesce(json_agg(json_build_object('key', c.key, 'mergedInto', c.merged_into, 'mergeAskedInto', c.merge_asked_into,
              'mergeAskedHuman', c.merge_asked_human)), '[]') FROM causes c WHERE c.key = ANY (${keys})) AS causes,
            (SELECT count(*)::int FROM causes c WHERE c.merged_into IS NULL) AS "inUse",
            (SELECT coalesce(json_agg(json_build_object('id', r.id, 'humanId', r.human_id)), '[]') FROM (SELECT p.id, p.human_id FROM people p
              WHERE p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles) AND coalesce(p.away_until <= house_now(), true)
              ORDER BY p.name, p.id LIMIT ${REVIEWERS_MOST}) AS r) AS reviewers`,
      'causes.look',
    );
    if (!row) throw new Error('This query always has one row.');
    return row;
  }

  private async one(key: string): Promise<Cause> {
    const [cause] = await this.reads.byKeys([key]);
    if (!cause) throw new Error(`The cause ${key} was there, and causes are never deleted.`);
    return cause;
  }
}

interface Step {
  readonly actor: Actor;
  readonly name: 'cause.created' | 'cause.renamed' | 'cause.mergeProposed' | 'cause.merged';
  readonly body: NewFact['body'];
  readonly taken: Once | undefined;
  /** The arm that stores the words; absent where none are given. */
  readonly told?: Sql;
}

const attemptOf = (actor: Actor) => ({ actor, actsAsReviewer: isReviewer(actor) });

/** As the column `causes.id` makes it: the fact is written with the row, and so before its id could be read. */
const causeId = (key: string): string => `cau_${createHash('md5').update(key).digest('hex')}`;
