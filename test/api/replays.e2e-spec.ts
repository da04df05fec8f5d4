import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { ACCESS } from '../../apps/api/src/graphql/access.js';
import { act, type Acted, codes, FLOOD, openCase, propose } from '../support/acts.js';
import { fingerprint } from '../support/fingerprint.js';
import { Grounds } from '../support/grounds.js';
import { House } from '../support/house.js';
import { refusal } from '../support/refusals.js';

jest.setTimeout(120_000);

const MUTATIONS = Object.keys(ACCESS).flatMap((operation) => /^Mutation\.(.+)$/.exec(operation)?.[1] ?? []);
/** What is compared of a payload: the thing that was changed. */
const THING: Readonly<Record<string, string>> = {
  answerBlindLook: 'blindLook { id answer answeredAt }',
  openCase: 'case { id status openedAt }',
  openReachBackCase: 'case { id status openedAt }',
  acknowledgeCase: 'case { id status acknowledgedAt }',
  solveCase: 'case { id status answeredAt followUps { id dueAt } }',
  answerHonestNo: 'case { id status answeredAt }',
  reopenCase: 'case { id status answeredAt }',
  recordFollowUp: 'followUp { id outcome }',
  promiseGetBack: 'getBack { id status dueAt }',
  keepGetBack: 'getBack { id status deliveredAt }',
  renegotiateGetBack: 'getBack { id status next { id dueAt } }',
  markComplaint: 'case { id status complaint { complainedAt finalBy } }',
  recordCustomerMessage: 'message { id text receivedAt }',
  revealContact: 'contact { contact callBacks { handOffId contact } }',
  createApiToken: 'token { id expiresAt }',
  revokeApiToken: 'token { id revokedAt }',
  createPerson: 'person { id roles }',
  createTeam: 'team { id name }',
  renameTeam: 'team { id name }',
  updatePerson: 'person { id roles }',
  proposeAccountLink: 'link { id }',
  confirmAccountLink: 'link { id }',
  endAccountLink: 'link { id }',
  rehomeCases: 'rehomed { left }',
  proposeGuardrails: 'guardrails { id version status }',
  activateGuardrails: 'guardrails { id version status }',
  eraseCustomer: 'customer { id }',
  disownSignature: 'dispute { id openedAt settledAt }',
  settleDispute: 'dispute { id outcome settledAt }',
  giveThanks: 'thanks { id deed at }',
  leaveThanksOffer: 'leftOfferId',
  updateMyPreferences: 'preferences { namedInThanks }',
  markNoticesRead: 'unread',
  askColleague: 'question { id answeredAt }',
  answerQuestion: 'question { id answeredAt }',
  retirePolicy: 'policy { id }',
  createCause: 'cause { id key name }',
  renameCause: 'cause { id name }',
  mergeCauses: 'cause { id mergedInto { key } }',
};

function thingOf(mutation: string): string {
  if (/Exception$|inviteHelper|recordCustomerTold/.test(mutation)) return 'exception { id status quorum revision { number } }';
  if (mutation.endsWith('HandOff')) return 'handOff { id status answeredAt }';
  return /Review$|^liftCaution$/.test(mutation) ? 'review { id status }' : (THING[mutation] ?? 'policyVersion { id status }');
}

let house: House;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
});
afterAll(() => house?.close());

describe('promise 7: the same call with the same key', () => {
  it.each(MUTATIONS)('%s is done once: again, at another api, answers the first result and changes nothing', async (mutation) => {
    const { who, input } = (await new Grounds(house).of[mutation]?.()) ?? { who: '', input: {} };
    const keyed = { ...input, idempotencyKey: `once-${mutation}` };
    const send = (api: number) => house.person(who).run<object>(mutation, keyed, thingOf(mutation), api);
    const first = await send(0);
    expect(first).toMatchObject({ userErrors: [], replayed: false });
    if (mutation === 'disownSignature') await new Grounds(house).signInAgain(); // it ended the session that it came with
    const before = await fingerprint(house.ground);
    expect(await send(1)).toEqual({ ...first, replayed: true });
    expect(await send(0)).toEqual({ ...first, replayed: true });
    expect(await fingerprint(house.ground)).toEqual(before);

    const other = await refusal(house, who, 'openCase', {
      need: 'Something else.',
      customerId: 'cus_1',
      idempotencyKey: keyed.idempotencyKey,
    });
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] });
  });

  it('leaves facts and keys, after every mutation there is, that name only what is there', async () => {
    const about = ['every_fact_is_of_something_that_is_there', 'every_idempotency_key_names_something_that_is_there'];
    expect((await brokenInvariants(house.ground.urls.apiUrl)).filter(({ name }) => about.includes(name))).toEqual([]);
  });

  it('shows the secret of a token once only', async () => {
    const input = { name: 'once', scopes: ['READ'], expiresAt: new Date(Date.now() + 86_400_000).toISOString(), idempotencyKey: 'secret' };
    const make = (api: number) => house.person('wei').run<{ secret: string | null }>('createApiToken', input, 'secret', api);
    expect(await make(0)).toMatchObject({ secret: expect.stringMatching(/^cst_/), replayed: false });
    expect(await make(1)).toMatchObject({ secret: null, replayed: true });
  });

  it('is of one person: a colleague may use the same key', async () => {
    const [priya, tom] = ['priya', 'tom'].map((handle) => openCase(house.person(handle), { idempotencyKey: 'same-words' }));
    expect(await priya).not.toBe(await tom);
  });
});

describe('promise 7: 50 at once through two apis', () => {
  const fifty = <T>(send: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_, index) => send(index)));
  const countOf = async (query: string, id: string) => (await house.ground.rows<{ count: number }>(query, [id]))[0]?.count;

  it('with one key make one proposal', async () => {
    const priya = house.person('priya');
    const caseId = await openCase(priya);
    const input = { caseId, ...FLOOD, idempotencyKey: 'fifty-proposals' };
    const answers: Acted[] = await fifty((index) => act(priya, 'proposeException', input, index % 2));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(new Set(answers.map(({ exception }) => exception?.id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await countOf('SELECT count(*)::int AS count FROM policy_exceptions WHERE case_id = $1', caseId)).toBe(1);
    expect(await countOf(`SELECT count(*)::int AS count FROM facts WHERE subject_id = $1`, answers[0]?.exception?.id ?? '')).toBe(1);
  });

  it('with one key give one signature, and one approval with its review', async () => {
    const { id, revision } = await propose(house.person('priya'));
    const input = { exceptionId: id, digest: revision.digest, idempotencyKey: 'fifty-signatures' };
    const answers: Acted[] = await fifty((index) => act(house.person('tom'), 'coSignException', input, index % 2));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ exception }) => exception?.status))).toEqual(new Set(['APPROVED']));
    for (const table of ['co_signatures', 'approvals', 'reviews'])
      expect(await countOf(`SELECT count(*)::int AS count FROM ${table} WHERE exception_id = $1`, id)).toBe(1);
  });

  it('with a key each let one signature decide; the others hear that it is done', async () => {
    const { id, revision } = await propose(house.person('priya'));
    const answers: Acted[] = await fifty((index) => {
      const input = { exceptionId: id, digest: revision.digest, idempotencyKey: `one-of-fifty-${index}` };
      return act(house.person('tom'), 'coSignException', input, index % 2);
    });
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    const told = new Set(answers.flatMap(({ userErrors }) => codes(userErrors)));
    expect([...told].filter((code) => !['ALREADY_SIGNED', 'ALREADY_DECIDED', 'BUSY'].includes(code))).toEqual([]);
    expect(await countOf('SELECT count(*)::int AS count FROM co_signatures WHERE exception_id = $1', id)).toBe(1);
  });

  it('with two inputs under one key do one of them, and refuse the other', async () => {
    const priya = house.person('priya');
    const caseId = await openCase(priya);
    const answers: Acted[] = await fifty((index) =>
      act(priya, 'proposeException', { caseId, ...FLOOD, whyFair: `Reason ${index % 2}.`, idempotencyKey: 'two-inputs' }, index % 2),
    );
    const done = answers.filter(({ exception }) => exception);
    expect(done).toHaveLength(25);
    expect(new Set(answers.flatMap(({ userErrors }) => codes(userErrors)))).toEqual(new Set(['IDEMPOTENCY_KEY_REUSED']));
    expect(await countOf('SELECT count(*)::int AS count FROM policy_exceptions WHERE case_id = $1', caseId)).toBe(1);
  });
});
