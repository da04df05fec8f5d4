import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, FLOOD, openCase, propose, type Seen } from '../support/acts.js';
import { expectRefused } from '../support/expect-refused.js';
import { House } from '../support/house.js';
import { type No, refusal } from '../support/refusals.js';

jest.setTimeout(120_000);

let house: House;
let caseId: string;
let open: Seen;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  caseId = await openCase(house.person('priya'), { idempotencyKey: 'the-case' });
  open = await propose(house.person('priya'));
});
afterAll(() => house?.close());

const aud = (amountMinor: unknown) => ({ remedy: { kind: 'REFUND', amount: { amountMinor, currency: 'AUD' } } });
const one = (currency: unknown) => ({ remedy: { kind: 'REFUND', amount: { amountMinor: 1, currency } } });
const proposal = (more: object): Promise<No> => refusal(house, 'priya', 'proposeException', { caseId, ...FLOOD, ...more });

const ANSWERS = ['whatHappened', 'whatPolicySays', 'whatWeDo', 'whyFair'];
const AMOUNT = 'remedy.amount.amountMinor';
const CURRENCY = 'remedy.amount.currency';

describe('a proposal is refused, with a code, a sentence and a path, and nothing is changed', () => {
  it.each<[story: string, differs: () => object, codeAndPath: string]>([
    ...ANSWERS.map((field): [string, () => object, string] => [
      `without ${field}`,
      () => ({ [field]: undefined }),
      `BAD_USER_INPUT ${field}`,
    ]),
    ...ANSWERS.map((field): [string, () => object, string] => [`with an empty ${field}`, () => ({ [field]: '' }), `INVALID ${field}`]),
    ['with nothing but blanks', () => ({ whyFair: ' \n\t ' }), 'INVALID whyFair'],
    ['without a remedy', () => ({ remedy: undefined }), 'BAD_USER_INPUT remedy'],
    ['with neither amount nor deed', () => ({ remedy: { kind: 'REFUND' } }), 'INVALID remedy'],
    ['with a deed without words', () => ({ remedy: { ...aud(1).remedy, kind: 'DEED' } }), 'INVALID remedy.deed'],
    ['with an unknown kind of remedy', () => ({ remedy: { kind: 'FAVOUR', deed: 'A card.' } }), 'BAD_USER_INPUT remedy.kind'],
    ['of nothing', () => aud(0), `INVALID ${AMOUNT}`],
    ['of less than nothing', () => aud(-20_240), `INVALID ${AMOUNT}`],
    ['of 2^53', () => aud(2 ** 53), `BAD_USER_INPUT ${AMOUNT}`],
    ['of dollars with a point, where cents are counted', () => aud(202.4), `BAD_USER_INPUT ${AMOUNT}`],
    ['of an amount as text', () => aud('20240'), `BAD_USER_INPUT ${AMOUNT}`],
    ['in a currency that does not exist', () => one('QQQ'), `INVALID ${CURRENCY}`],
    ['in the code for no currency', () => one('XXX'), `INVALID ${CURRENCY}`],
    ['in a currency in small letters', () => one('aud'), `BAD_USER_INPUT ${CURRENCY}`],
    ['without a currency', () => one(undefined), `BAD_USER_INPUT ${CURRENCY}`],
    ['with a bell in it', () => ({ whyFair: 'Ring\u0007.' }), 'INVALID whyFair'],
    ['with a zero byte', () => ({ whyFair: 'A\u0000B' }), 'INVALID whyFair'],
    ['with text that is turned around', () => ({ whatWeDo: 'Pay 10\u202E 000' }), 'INVALID whatWeDo'],
    ['with text in an isolate', () => ({ whatWeDo: 'Pay \u2066 10' }), 'INVALID whatWeDo'],
    ['with a letter that nobody sees', () => ({ whatWeDo: 'Pay\u200B 10' }), 'INVALID whatWeDo'],
    ['with half a character', () => ({ whatWeDo: 'Pay \ud800' }), 'INVALID whatWeDo'],
    ['with an answer of 10,001 characters', () => ({ whyFair: 'x'.repeat(10_001) }), 'INVALID whyFair'],
    ['with an answer of 100,000 characters', () => ({ whyFair: 'x'.repeat(100_000) }), 'BAD_USER_INPUT'],
    ['with a cause that is a sentence', () => ({ cause: 'The branch was flooded' }), 'INVALID cause'],
    ['with a field that does not exist', () => ({ approved: true }), 'BAD_USER_INPUT approved'],
    ['without a word about policy', () => ({ noPolicyExists: undefined }), 'INVALID policyVersionId'],
    ['with a policy and without one', () => ({ policyVersionId: 'pve_1' }), 'INVALID policyVersionId'],
    ['departing from an unknown policy', () => ({ noPolicyExists: false, policyVersionId: 'pve_1' }), 'NOT_FOUND policyVersionId'],
    ['departing from a case', () => ({ noPolicyExists: false, policyVersionId: caseId }), 'NOT_FOUND policyVersionId'],
    ['for an unknown case', () => ({ caseId: 'cas_1' }), 'NOT_FOUND caseId'],
    ['for an exception instead of a case', () => ({ caseId: open.id }), 'NOT_FOUND caseId'],
    ['for what is no id at all', () => ({ caseId: "cas_' OR true --" }), 'INVALID caseId'],
    ['with an unknown precedent', () => ({ shownPrecedentIds: ['exc_1'] }), 'NOT_FOUND shownPrecedentIds'],
    ['with one precedent twice', () => ({ shownPrecedentIds: [open.id, open.id] }), 'INVALID shownPrecedentIds'],
    ['taking up one that has not expired', () => ({ clonedFromId: open.id }), 'INVALID clonedFromId'],
    ['with blanks in its key', () => ({ idempotencyKey: 'a b' }), 'INVALID idempotencyKey'],
    ['with a key of 101 characters', () => ({ idempotencyKey: 'k'.repeat(101) }), 'INVALID idempotencyKey'],
    ['under a key of something else', () => ({ idempotencyKey: 'the-case' }), 'IDEMPOTENCY_KEY_REUSED idempotencyKey'],
  ])('%s', async (_story, differs, codeAndPath) => {
    await expectRefused(house, codeAndPath, () => proposal(differs()));
  });

  it('for a colleague’s case', async () => {
    await expectRefused(house, 'NOT_OWNER', () => refusal(house, 'tom', 'proposeException', { caseId, ...FLOOD }));
  });

  it('that nobody is left to sign', async () => {
    const others = `kind = 'PERSON' AND handle NOT IN ('priya', 'wei')`;
    await house.ground.admin.query(`UPDATE people SET active = false WHERE ${others}`);
    await expectRefused(house, 'QUORUM_UNREACHABLE', () => proposal({}));
    await house.ground.admin.query(`UPDATE people SET active = true WHERE ${others}`);
  });

  it('saying every field at fault at once', async () => {
    const query = 'mutation ($input: ProposeExceptionInput!) { proposeException(input: $input) { userErrors { path } } }';
    const remedy = { kind: 'REFUND', amount: { amountMinor: 0, currency: 'QQQ' } };
    const input = { ...FLOOD, caseId: 'no id', cause: '', whyFair: '', remedy };
    type Told = { proposeException: { userErrors: { path: string[] }[] } };
    const { proposeException } = await house.person('priya').ask<Told>(query, { input });
    expect(proposeException.userErrors.map(({ path }) => path.join('.')).sort()).toEqual(['caseId', 'cause', AMOUNT, CURRENCY, 'whyFair']);
  });
});

it('takes what is just within its limits, and keeps it to the letter', async () => {
  const whyFair = `${'x'.repeat(9_998)}🌊!`;
  const remedy = { kind: 'REFUND', amount: { amountMinor: Number.MAX_SAFE_INTEGER, currency: 'JPY' } };
  const { exception } = await act(house.person('priya'), 'proposeException', { caseId, ...FLOOD, whyFair, remedy });
  expect(exception).toMatchObject({ quorum: 3 });
  const query = 'query ($id: ID!) { exception(id: $id) { revision { whyFair remedy { amount { amountMinor currency } } } } }';
  const seen = await house.person('mia').ask<{ exception: object }>(query, { id: exception?.id });
  expect(seen.exception).toEqual({ revision: { whyFair, remedy: { amount: remedy.amount } } });
});
