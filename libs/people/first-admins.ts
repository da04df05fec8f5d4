import { newId, type Queryable } from '#database';
import { RuleError, say } from '#errors';
import sql from 'sql-template-tag';
import { personFaults, subjectFault } from './new-person.rules.js';
import { type SignInName, takenIn, writeCreation } from './people.create.js';

/** An admin whom no admin could make. */
export interface FirstAdmin {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly signIn: SignInName;
}

/** Limits, links of accounts and stops take two admins; from two on, admins make everybody themselves. */
const FIRST_ADMINS = 2;

/** Thrown when a house has its admins: who may do what is then decided by them, and not at a terminal. */
class HasAdminsError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`This house has ${{ count: FIRST_ADMINS }} admins or more. Ask one of them: admins make other people under "People".`);
  }
}

/**
 * Makes an admin in a house that has fewer than two who are active, as its operator. They face no customer and sign nothing until an admin says
 * so. The history tells it without an actor.
 * @returns the id of the person
 * @throws HasAdminsError
 * @throws InvalidError for handle, name, e-mail address or subject
 * @throws TakenError when somebody has the handle or the subject
 */
export async function addFirstAdmin(db: Queryable, { signIn, ...fields }: FirstAdmin): Promise<string> {
  const person = { ...fields, roles: ['ADMIN'] as const, facesCustomers: false };
  const fault = personFaults(person)[0] ?? subjectFault(signIn.subject);
  if (fault) throw fault;
  const ids = { id: newId('per'), humanId: newId('hum') };
  const made = await writeCreation(db, { ...person, ...ids, teamId: null, sameHumanAs: null, signIn }, OPERATOR, undefined).catch(takenIn);
  if (made.length === 0) throw new HasAdminsError();
  return ids.id;
}

const OPERATOR = {
  personId: null,
  may: sql`SELECT 'operator' AS id WHERE ${FIRST_ADMINS}::int > (SELECT count(*) FROM people WHERE kind = 'PERSON' AND active AND 'ADMIN' = ANY (roles))`,
};
