import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#database';
import { SmallHouse } from '../../test/support/small-house.js';
import type { Role } from './actor.js';
import { GuardrailsService, ensureGuardrails } from './guardrails.service.js';
import { type BandRule, quorumFor } from './guardrails.rules.js';
import { PeopleService, type UpdatePerson } from './people.service.js';

let house: SmallHouse;
let people: PeopleService;

beforeAll(async () => {
  house = await SmallHouse.open();
  people = new PeopleService(house.api);
});
afterAll(() => house.close());
afterEach(async () => {
  await house.admin.query(`UPDATE people SET active = true, away_until = NULL;
    UPDATE people SET faces_customers = true WHERE roles @> '{AGENT}'; UPDATE people SET roles = '{ADMIN}' WHERE handle IN ('wei', 'ana')`);
});

const update = async (by: string, handle: string, change: Omit<UpdatePerson, 'personId'>): Promise<string[]> => {
  const { node } = await people.update({ personId: `per_${handle}`, ...change }, await house.actor(by));
  return node.roles;
};
const tomorrow = new Date(Date.now() + 86_400_000);
const page = { take: 3, backwards: false };

describe('changing a person', () => {
  it('tells in its fact which fields changed and which rights there are then, and nothing else', async () => {
    await update('wei', 'mia', { roles: ['AGENT', 'REVIEWER'], facesCustomers: true, awayUntil: tomorrow });
    await update('wei', 'mia', { roles: ['AGENT', 'REVIEWER'] });
    expect(await house.factsOf('per_mia')).toEqual([
      {
        name: 'person.changed',
        actor_id: 'per_wei',
        body: {
          changed: ['roles', 'awayUntil'],
          roles: ['AGENT', 'REVIEWER'],
          facesCustomers: true,
          active: true,
          awayUntil: tomorrow.toISOString(),
        },
      },
    ]);
  });

  it('refuses by code: no admin, unknown, the last admin, open cases', async () => {
    await house.caseOf('noor');
    await expect(update('priya', 'mia', { active: false })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      whoCould: ['per_ana', 'per_wei'],
    });
    await expect(update('wei', 'nobody', {})).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['personId'] });
    await expect(update('wei', 'mia', { teamId: 'tea_none' })).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['teamId'] });
    await expect(update('wei', 'noor', { active: false })).rejects.toMatchObject({ code: 'OWNS_OPEN_CASES', path: ['active'] });
    await update('wei', 'ana', { active: false });
    await expect(update('wei', 'wei', { roles: [] })).rejects.toMatchObject({ code: 'LAST_ADMIN', path: ['roles'] });
  });

  it('promise 11: of two admins who take the role from each other at once, one stays', async () => {
    const outcomes = await Promise.allSettled([update('wei', 'ana', { roles: [] }), update('ana', 'wei', { roles: [] })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await house.rows(`SELECT 1 FROM people WHERE 'ADMIN' = ANY (roles)`)).toHaveLength(1);
  });

  it('does it once for one key, and refuses the key for anything else', async () => {
    const input: UpdatePerson = { personId: 'per_ivy', roles: ['AGENT', 'AUDITOR'], idempotencyKey: newId('rmk') };
    const wei = await house.actor('wei');
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => people.update(input, wei)));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(outcomes.every(({ node }) => node.id === 'per_ivy')).toBe(true);
    expect(await house.factsOf('per_ivy')).toHaveLength(1);
    await expect(people.update({ ...input, active: false }, wei)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each<[string, Omit<UpdatePerson, 'personId'>]>([
    ['leaves', { active: false }],
    ['moves to sales', { facesCustomers: false }],
    ['goes on leave', { awayUntil: tomorrow }],
  ])('voids the open signature of somebody who %s', async (_story, change) => {
    const id = await house.proposal({ proposer: 'priya', signers: ['sam', 'tom'] });
    await update('wei', 'sam', change);
    expect(await house.rows('SELECT human_id, how FROM co_signature_ends WHERE exception_id = $1', [id])).toEqual([
      { human_id: 'hum_sam', how: 'VOID' },
    ]);
    expect(await house.factsOf(id)).toMatchObject([{ name: 'exception.signatureVoided', body: { revision: 1, signerId: 'per_sam' } }]);
  });

  it('leaves a counted signature alone for ever', async () => {
    const { exceptionId } = await house.approved({ proposer: 'priya', signers: ['sam'] });
    await update('wei', 'sam', { active: false });
    expect(await house.rows('SELECT 1 FROM co_signature_ends WHERE exception_id = $1', [exceptionId])).toEqual([]);
  });
});

describe('making an account', () => {
  const kim = { name: 'Kim Ito', email: 'kim@bank.example', roles: ['AUDITOR'] as Role[], facesCustomers: false };
  const signIn = (subject: string) => ({ issuer: 'https://id.example', subject });

  it('makes a new human who can sign in, with one fact', async () => {
    const wei = await house.actor('wei');
    const input = { ...kim, handle: 'kim', signIn: signIn('kim-1'), idempotencyKey: 'kim' };
    const outcomes = await Promise.all([1, 2, 3].map(() => people.create(input, wei)));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const [node] = outcomes.map((outcome) => outcome.node);
    expect(node).toMatchObject({ ...kim, handle: 'kim', active: true, linkedHuman: null });
    expect(await house.factsOf(node?.id ?? '')).toEqual([
      { name: 'person.created', actor_id: 'per_wei', body: { roles: ['AUDITOR'], facesCustomers: false, active: true, awayUntil: null } },
    ]);
    expect(await house.rows('SELECT person_id FROM identities WHERE subject = $1', ['kim-1'])).toEqual([{ person_id: node?.id }]);
    await expect(people.create({ ...input, name: 'Kim' }, wei)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('makes a second account of the same human', async () => {
    const { node } = await people.create({ ...kim, handle: 'kim-2', sameHumanAs: 'per_priya' }, await house.actor('wei'));
    expect(node.humanId).toBe('hum_priya');
  });

  it.each<[string, object, object]>([
    ['a handle that somebody has', { handle: 'priya' }, { code: 'INVALID', path: ['handle'] }],
    ['a handle in capitals', { handle: 'Kim' }, { code: 'INVALID', path: ['handle'] }],
    ['a subject that somebody has', { handle: 'kim-3', signIn: signIn('kim-1') }, { code: 'INVALID', path: ['subject'] }],
    ['no address', { handle: 'kim-3', email: 'kim' }, { code: 'INVALID', path: ['email'] }],
    ['an unknown team', { handle: 'kim-3', teamId: 'tea_none' }, { code: 'NOT_FOUND', path: ['teamId'] }],
    ['an unknown human', { handle: 'kim-3', sameHumanAs: 'per_none' }, { code: 'NOT_FOUND', path: ['sameHumanAs'] }],
    ['the human of a machine of nobody', { handle: 'kim-3', sameHumanAs: 'per_pay-1' }, { code: 'NOT_FOUND' }],
  ])('refuses %s and makes nothing', async (_story, otherwise, refusal) => {
    await expect(people.create({ ...kim, handle: 'kim-3', ...otherwise }, await house.actor('wei'))).rejects.toMatchObject(refusal);
    expect(await house.rows(`SELECT 1 FROM people WHERE handle = 'kim-3'`)).toEqual([]);
  });

  it('is for admins in person, and for a sync that makes no admins', async () => {
    const priya = people.create({ ...kim, handle: 'kim-4' }, await house.actor('priya'));
    await expect(priya).rejects.toMatchObject({ code: 'NOT_ALLOWED', whoCould: ['per_ana', 'per_wei'] });
    await house.admin.query(`INSERT INTO api_tokens (id, person_id, name, hash, scopes, expires_at, created_by)
      VALUES ('tok_sync', 'per_pay-1', 'sync', sha256('sync'), '{SCIM}', house_now() + interval '1 day', 'per_wei')`);
    const sync = await house.actor('pay-1', { tokenId: 'tok_sync', scopes: ['SCIM'] });
    await expect(people.create({ ...kim, roles: ['ADMIN'], handle: 'kim-5' }, sync)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await people.create({ ...kim, handle: 'kim-5' }, sync)).node.handle).toBe('kim-5');
    await house.admin.query(`UPDATE api_tokens SET revoked_at = house_now() WHERE id = 'tok_sync'`);
    await expect(people.create({ ...kim, handle: 'kim-6' }, sync)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('somebody who leaves by a directory', () => {
  it('is believed to have left: they are signed out at once, their cases are flagged and stay owned', async () => {
    const caseId = await house.caseOf('tom');
    await house.admin.query(`UPDATE api_tokens SET revoked_at = NULL WHERE id = 'tok_sync';
      INSERT INTO sessions (id_hash, person_id, expires_at) VALUES (sha256('tom'), 'per_tom', house_now() + interval '1 hour')`);
    const sync = await house.actor('pay-1', { tokenId: 'tok_sync', scopes: ['SCIM'] });
    const { node } = await people.update({ personId: 'per_tom', active: false }, sync);
    expect(node.active).toBe(false);
    const facts = await house.factsOf('per_tom');
    expect(facts.map(({ name }) => name)).toEqual(['person.changed', 'person.leftWithCases']);
    expect(Number(facts[1]?.body.openCases)).toBeGreaterThan(0);
    expect(await house.rows(`SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE person_id = 'per_tom'`)).toEqual([{ ended: true }]);
    expect(await house.rows('SELECT person_id FROM ownership WHERE case_id = $1 AND until_at IS NULL', [caseId])).toEqual([
      { person_id: 'per_tom' },
    ]);
  });
});

describe('finding people', () => {
  it('goes through them by name, page after page, machines left out', async () => {
    const names: string[] = [];
    for (let from: { key: string; id: string } | undefined; ;) {
      const { rows, hasNextPage } = await people.search({}, { ...page, from });
      names.push(...rows.map(({ name }) => name));
      const last = rows.at(-1);
      if (!hasNextPage || !last) break;
      from = { key: last.pageKey, id: last.id };
    }
    expect(names.filter((name) => name !== 'Kim Ito')).toEqual([
      'Ana',
      'Ivy',
      'Jack',
      'Lach2',
      'Lachlan',
      'Mia',
      'Noor',
      'Omar',
      'Priya',
      'Renee',
      'Sam',
      'Tom',
      'Wei',
    ]);
    expect(await people.count({})).toBe(names.length);
  });

  it('finds by a part of name or address, and takes wildcards by their word', async () => {
    expect((await people.search({ text: 'LACH' }, page)).rows.map(({ id }) => id)).toEqual(['per_lach2', 'per_lachlan']);
    expect((await people.search({ text: '%' }, page)).rows).toEqual([]);
    expect((await people.search({ text: 'a_a' }, page)).rows).toEqual([]);
  });

  it('names who could co-sign: not the proposer, editors, signers, the absent, nor the back office', async () => {
    const id = await house.proposal({ proposer: 'lachlan', editor: 'mia', signers: ['tom'] });
    await house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle = 'ivy'`);
    const { rows } = await people.search({ canCoSign: id }, { take: 100, backwards: false });
    expect(rows.map(({ handle }) => handle)).toEqual(['jack', 'noor', 'priya', 'renee', 'sam']);
    expect(await people.count({ canCoSign: id })).toBe(5);
    expect(await people.count({ canCoSign: 'exc_none' })).toBe(0);
  });
});

describe('guardrails', () => {
  it('are installed once, also by several at once, and answer the quorum', async () => {
    await Promise.all(['AUD', 'AUD', 'EUR'].map((currency) => ensureGuardrails(house.superuser, currency)));
    await ensureGuardrails(house.superuser, 'JPY');
    expect(await house.rows('SELECT count(*)::int FROM guardrails')).toEqual([{ count: 1 }]);
    const guardrails = new GuardrailsService(house.api);
    const active = await guardrails.active();
    expect(active).toMatchObject({ version: 1, active: true, proposedBy: 'per_house' });
    expect(active.bands).toHaveLength(3);
    expect(await guardrails.byIds([active.id, 'grd_none'])).toEqual([active]);
    expect(await guardrails.quorumFor({ kind: 'DEED' })).toBe(1);
  });

  it('mean the same to the rules and to the database', async () => {
    const kinds = ['REFUND', 'CREDIT', 'DEED'];
    const pick = <T>(...from: T[]): T => from[Math.floor(Math.random() * from.length)] as T;
    for (let round = 0; round < 40; round++) {
      const bands = Array.from({ length: pick(1, 2, 4, 6) }, (_, position): BandRule => {
        const upTo = pick(null, 100, 200, 300, Number.MAX_SAFE_INTEGER);
        return {
          position,
          kinds: pick(null, null, [pick(...kinds)], kinds, []),
          upTo,
          currency: upTo === null ? null : pick('AUD', 'EUR'),
          quorum: pick(1, 2, 3, 9),
        };
      });
      const id = newId('grd');
      // No admins and no wall would let such tables through: here it is about the two readings alone.
      await house.admin
        .query(`SET session_replication_role = replica; UPDATE guardrails SET active = false, superseded_at = activated_at WHERE active;
        INSERT INTO guardrails (id, version, replaces, active, proposed_by, proposed_human, activated_by, activated_human, activated_at, made_in)
        SELECT '${id}', max(version) + 1, max(id), true, 'per_wei', 'hum_wei', 'per_ana', 'hum_ana', house_now(), 0 FROM guardrails`);
      await house.admin.query(
        `INSERT INTO bands SELECT '${id}', b.position, b.kinds, b."upTo", b.currency, b.quorum
           FROM json_to_recordset($1) AS b (position smallint, kinds text[], "upTo" bigint, currency text, quorum smallint)`,
        [JSON.stringify(bands)],
      );
      await house.admin.query('RESET session_replication_role');
      for (const [kind, amountMinor, currency] of kinds.flatMap((kind) =>
        [1, 100, 101, 250, null].map((amount) => [kind, amount, pick('AUD', 'EUR', 'JPY')] as const),
      )) {
        const amount = amountMinor === null ? null : { amountMinor, currency };
        const [row] = await house.rows<{ quorum: number }>('SELECT quorum_for($1, $2, $3) AS quorum', [
          kind,
          amountMinor,
          amount && currency,
        ]);
        expect({ bands, kind, amount, quorum: quorumFor(bands, { kind, amount }) }).toEqual({ bands, kind, amount, quorum: row?.quorum });
      }
    }
  });
});

it('roles are read as they are written', async () => {
  const roles: Role[] = ['AGENT', 'AUDITOR'];
  expect(await update('wei', 'jack', { roles })).toEqual(roles);
});
