import { raw } from 'sql-template-tag';

/** The columns of a person `p` under the names of its entity, for statements that answer one. */
export const PERSON_COLUMNS = raw(
  [
    'p.id, p.human_id AS "humanId", p.linked_human AS "linkedHuman", p.kind, p.name, p.handle, p.email, p.roles, p.faces_customers AS "facesCustomers"',
    'p.team_id AS "teamId", p.active, p.away_until AS "awayUntil", p.created_at AS "createdAt"',
    'p.user_name AS "userName", p.external_id AS "externalId", p.sync_ended_at AS "syncEndedAt"',
  ].join(', '),
);
