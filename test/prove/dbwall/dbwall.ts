import { expectedWalls } from '#database';
import pg from 'pg';
import { Room } from '../race-mix/room.js';
import type { Proof } from '../proof.js';
import { type Attack, onApprovals, onSignatures, onStates } from './attacks.js';
import { forgeries, type Forgery } from './forgeries.js';
import { onTheRest } from './more-attacks.js';
import { makeScenes } from './scene.js';
import { isAllowed, type Statement, statementsFor } from './statements.js';
import { SYSTEM_STATEMENTS } from './system.js';

const ROLES = ['api', 'worker', 'seal', 'erase'] as const;
type Role = (typeof ROLES)[number];

/**
 * Promises 1, 4, 5, 9 and 12, against whoever holds a service's login: every statement that the catalogue allows to think of is refused for
 * want of a right, unless the committed list gives the right; and what the rights let through, the walls refuse.
 */
export async function dbwall(proof: Proof): Promise<void> {
  const room = await Room.open(2);
  const { house } = room;
  const logins = new Map<Role, pg.Client>();
  try {
    for (const role of ROLES)
      logins.set(role, await (role === 'erase' ? becomeErase(house.urls.adminUrl) : logIn(house.urls.apiUrl, role)));
    const scenes = await makeScenes(room);
    for (const attack of [onSignatures, onApprovals, onStates, onTheRest].flatMap((list) => list(scenes))) {
      await tryAttack(proof, logins.get(attack.as), attack);
    }
    for (const forgery of forgeries(scenes)) await tryForgery(proof, logins.get('api'), forgery);
    proof.say('The walls were tried by statements that the rights allow.');
    const statements = [...(await statementsFor(house.admin)), ...(await systemStatements(house.admin))];
    // Nobody can be `erase`; what it owns, it could drop.
    for (const [role, login] of logins) if (role !== 'erase') await tryAll(proof, role, login, statements);
    proof.check(await isRefused(logIn(house.urls.apiUrl, 'erase')), 'Somebody could log in as the role that erases.');
    await proof.judge(house.urls.apiUrl);
  } finally {
    for (const login of logins.values()) await login.end();
    await room.leave();
    await house.close();
  }
}

async function logIn(apiUrl: string, role: Role): Promise<pg.Client> {
  const url = new URL(apiUrl);
  Object.assign(url, { username: `countersign_${role}`, password: role });
  const login = new pg.Client({ connectionString: url.href });
  login.on('error', () => undefined);
  await login.connect();
  return login;
}

/** As nobody can: the role has no login, only its functions run with its rights. */
async function becomeErase(adminUrl: string): Promise<pg.Client> {
  const login = new pg.Client({ connectionString: adminUrl });
  await login.connect();
  await login.query('SET SESSION AUTHORIZATION countersign_erase');
  return login;
}

function isRefused(login: Promise<pg.Client>): Promise<boolean> {
  return login.then(
    () => false,
    () => true,
  );
}

async function systemStatements(admin: pg.Client): Promise<Statement[]> {
  const { rows } = await admin.query<{ database: string; pid: number }>('SELECT current_database() AS database, pg_backend_pid() AS pid');
  const { database = '', pid = 0 } = rows[0] ?? {};
  const filled = SYSTEM_STATEMENTS.map((sql) => sql.replace('$database', database).replace('$superuser', String(pid)));
  return [
    { sql: 'CREATE TEMPORARY TABLE evil (x int)', allowedBy: ['database: TEMPORARY'] },
    ...filled.map((sql) => ({ sql, allowedBy: [] })),
  ];
}

/** Each is rolled back, so that what is allowed leaves no trace either. Some refuse to run in a transaction before they look at rights; those run alone. */
async function tryAll(proof: Proof, role: Role, login: pg.Client, statements: readonly Statement[]): Promise<void> {
  const rights = expectedWalls().rights[`countersign_${role}`] ?? {};
  let refused = 0;
  for (const statement of statements) {
    const code = await codeOf(login, statement.sql);
    const allowed = isAllowed(statement, rights);
    if (code === '42501') refused += 1;
    proof.check(
      (code === '42501') !== allowed,
      `${role}: ${statement.sql} answers ${code}, and by the list it is ${allowed ? 'allowed' : 'refused'}.`,
    );
  }
  proof.check(refused >= 120, `${role} was refused only ${refused} statements.`);
  proof.say(`${role}: ${refused} of ${statements.length} statements refused with 42501, ${statements.length - refused} are on the list.`);
}

async function codeOf(login: pg.Client, sql: string): Promise<string> {
  await login.query('BEGIN');
  const code = await outcome(login, sql);
  await login.query('ROLLBACK; RESET SESSION AUTHORIZATION; RESET ROLE');
  return code === '25001' ? outcome(login, sql) : code;
}

async function outcome(login: pg.Client, sql: string): Promise<string> {
  try {
    await login.query(sql);
    return 'success';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
  }
}

async function tryAttack(proof: Proof, login: pg.Client | undefined, { name, as, sql, refusedBy }: Attack): Promise<void> {
  if (!login) throw new Error(`Nobody is logged in as ${as}.`);
  await login.query('BEGIN');
  const said = await login.query(`${sql} SET CONSTRAINTS ALL IMMEDIATE;`).then(
    () => 'nothing',
    (error: unknown) => (error instanceof pg.DatabaseError ? (error.constraint ?? error.code ?? '') : String(error)),
  );
  await login.query('ROLLBACK');
  proof.check(said === refusedBy, `${as}: ${name}: ${refusedBy} should refuse it, and ${said} did.`);
}

async function tryForgery(proof: Proof, login: pg.Client | undefined, { name, sql, isOverwritten }: Forgery): Promise<void> {
  await login?.query('BEGIN');
  const said = await login
    ?.query(sql)
    .then(() => login.query<{ yes: boolean }>(isOverwritten))
    .then(({ rows }) => rows[0]?.yes === true, String);
  await login?.query('ROLLBACK');
  proof.check(said === true, `${name}: the database should say what is true, and answered ${said}.`);
}
