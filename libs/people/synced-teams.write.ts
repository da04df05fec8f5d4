import type { Queryable } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { Actor } from './actor.js';
import type { Person } from './person.entity.js';
import { rightsTold } from './person.rules.js';

/** A team as it is to stand. */
export interface TeamState {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
}

/** Makes a team, with its fact. */
export async function writeTeam(tx: Queryable, { id, name, externalId }: TeamState, actor: Actor): Promise<void> {
  const fact: NewFact = { subjectId: id, actorId: actor.personId, name: 'team.created', body: {} };
  await tx.query(
    sql`WITH made AS (INSERT INTO teams (id, name, external_id) VALUES (${id}, ${name}, ${externalId}) RETURNING id),
        recorded AS (${recordFacts([fact], raw('made'))}) SELECT id FROM made`,
    'sync.makeTeam',
  );
}

/** Writes the names of a team that there is, or that is there again, with a fact that names the fields that changed. */
export async function writeTeamNames(tx: Queryable, team: TeamState, changed: readonly string[], actor: Actor): Promise<void> {
  const fact: NewFact = { subjectId: team.id, actorId: actor.personId, name: 'team.changed', body: { changed } };
  await tx.query(
    sql`WITH changed AS (UPDATE teams SET name = ${team.name}, external_id = ${team.externalId}::text, ended_at = NULL WHERE id = ${team.id} RETURNING id),
        recorded AS (${recordFacts([fact], raw('changed'))}) SELECT id FROM changed`,
    'sync.changeTeam',
  );
}

/** Ends a team that nobody is in any more, with its fact. */
export async function writeTeamEnd(tx: Queryable, id: string, actor: Actor): Promise<void> {
  const fact: NewFact = { subjectId: id, actorId: actor.personId, name: 'team.ended', body: {} };
  await tx.query(
    sql`WITH ended AS (UPDATE teams SET ended_at = house_now() WHERE id = ${id} RETURNING id),
        recorded AS (${recordFacts([fact], raw('ended'))}) SELECT id FROM ended`,
    'sync.endTeam',
  );
}

/** Puts locked people into a team, or into none, with a fact for each. */
export async function writeMoves(tx: Queryable, people: readonly Person[], teamId: string | null, actor: Actor): Promise<void> {
  if (people.length === 0) return;
  const facts = people.map((person): NewFact => ({
    subjectId: person.id,
    actorId: actor.personId,
    name: 'person.changed',
    body: { changed: ['teamId'], ...rightsTold(person) },
  }));
  await tx.query(
    sql`WITH moved AS (UPDATE people SET team_id = ${teamId}::text WHERE id = ANY (${people.map(({ id }) => id)}) RETURNING id),
        recorded AS (${recordFacts(facts, raw('moved'))}) SELECT count(*) FROM moved`,
    'sync.move',
  );
}
