import type { Database } from '#database';
import type { Actor } from '#people';
import sql from 'sql-template-tag';
import { CAST, MACHINES } from './cast.js';

/** Puts teams, people and machines in, as somebody long in the house. Ids are readable: `per_priya`, `hum_priya`. */
export async function seedPeople(db: Database): Promise<void> {
  const teams = [...new Set(CAST.map(({ team }) => team))].map((name) => ({ id: teamId(name), name }));
  await db.query(
    sql`INSERT INTO teams (id, name) SELECT id, name FROM json_to_recordset(${JSON.stringify(teams)}::json) AS t(id text, name text)`,
  );
  const people = CAST.map(({ handle, name, roles, facesCustomers, team }) => ({
    handle,
    human: handle,
    kind: 'PERSON',
    name,
    roles,
    faces: facesCustomers,
    team: teamId(team),
  }));
  const machines = MACHINES.map(({ handle, name, human }) => ({
    handle,
    human: human ?? handle,
    kind: 'MACHINE',
    name,
    roles: [],
    faces: false,
    team: null,
  }));
  await db.query(
    sql`INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, team_id)
        SELECT 'per_' || handle, 'hum_' || human, kind, name, handle, handle || '@countersign.example', ARRAY(SELECT json_array_elements_text(roles)), faces, team
          FROM json_to_recordset(${JSON.stringify([...people, ...machines])}::json)
            AS p(handle text, human text, kind text, name text, roles json, faces boolean, team text)`,
  );
}

/** Links the people to their sign-ins at this issuer, whose address goes by the port; older links stay. */
export async function linkIdentities(db: Database, issuer: string): Promise<void> {
  await db.query(
    sql`INSERT INTO identities (issuer, subject, person_id) SELECT ${issuer}, handle, id FROM people
         WHERE handle = ANY (${CAST.map(({ handle }) => handle)}) ON CONFLICT (issuer, subject) DO UPDATE SET person_id = EXCLUDED.person_id`,
  );
}

/** Somebody of the cast as the services see who calls. */
export function actor(handle: string): Actor {
  const member = CAST.find((person) => person.handle === handle);
  if (!member) throw new Error(`Nobody in the seed house is called ${handle}.`);
  const { roles, facesCustomers } = member;
  return { personId: `per_${handle}`, humanId: `hum_${handle}`, kind: 'PERSON', roles, facesCustomers, active: true, away: false };
}

function teamId(name: string): string {
  return `tea_${name.toLowerCase().replaceAll(' ', '-')}`;
}
