/** Passwords of the three service logins. */
export interface RolePasswords {
  api: string;
  worker: string;
  seal: string;
}

/**
 * Set on the role, so that no code path can forget them. Our statements are looked up by key and prepared once per connection: planning them
 * anew for each set of values cost a sixth of Postgres's time. And in whatever zone the database believes to be: an instant has one text, or the walls
 * would read otherwise than the list says.
 */
const LIMITS = {
  lock_timeout: '2s',
  statement_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  plan_cache_mode: 'force_generic_plan',
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
};

/**
 * SQL that makes the roles (once per cluster) and gives this database to the owner. Sent by an admin; safe to repeat.
 * owner has no login: migrations act as it by SET ROLE. The services are members of nothing. Nor has erase: what erases runs with its rights, and
 * nobody can be it.
 */
export function rolesSql(passwords: RolePasswords): string {
  const services = (Object.keys(passwords) as (keyof RolePasswords)[]).map((name) => service(`countersign_${name}`, passwords[name]));
  return `
SELECT pg_advisory_xact_lock(7305, 1);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_owner') THEN CREATE ROLE countersign_owner NOLOGIN; END IF;
  IF NOT pg_has_role(current_user, 'countersign_owner', 'SET') THEN EXECUTE format('GRANT countersign_owner TO %I', current_user); END IF;
  EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO countersign_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO countersign_owner WITH GRANT OPTION;
${services.join('\n')}
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_erase') THEN CREATE ROLE countersign_erase; END IF;
  ALTER ROLE countersign_erase NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
  ALTER ROLE countersign_erase RESET ALL;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM countersign_erase', current_database());
  -- What erases a customer belongs to the role that may, and migrations make it. This gives the owner nothing that it could not do anyway.
  IF NOT pg_has_role('countersign_owner', 'countersign_erase', 'SET') THEN
    GRANT countersign_erase TO countersign_owner WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;`;
}

function service(role: string, password: string): string {
  const limits = Object.entries(LIMITS).map(([name, value]) => `ALTER ROLE ${role} SET ${name} = '${value}';`);
  return `
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} LOGIN; END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${role}', current_database());
END $$;
ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${password.replaceAll("'", "''")}';
${limits.join('\n')}`;
}
