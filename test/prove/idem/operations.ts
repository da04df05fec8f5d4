import type { SetScene } from '../stage.js';

/** One kind of mutation that is called under a key. */
export interface Operation {
  readonly mutation: string;
  /** The name of its input type. */
  readonly input: string;
  readonly as: string;
  /** What is selected of the payload, besides userErrors and replayed. */
  readonly fields: string;
  /** What its exception must be like beforehand; none when it needs none. */
  readonly needs?: { readonly quorum: number; readonly approved?: true };
  readonly given: (scene: SetScene | undefined) => Record<string, unknown>;
  /** The fact that tells its effect, of the thing that the key names or, for a policy, that names it. */
  readonly fact: string;
}

const EXCEPTION = 'exception { id ref status quorum revision { number digest } }';

const ANSWERS = {
  cause: 'flood',
  whatHappened: 'The branch was flooded.',
  whatPolicySays: 'A late fee stands.',
  whatWeDo: 'We take it back.',
  whyFair: 'Nobody could have paid there.',
  remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20_240, currency: 'AUD' } },
};

const on = (scene: SetScene | undefined): { exceptionId: string } => ({ exceptionId: scene?.id ?? '' });
const signs = (scene: SetScene | undefined): { exceptionId: string; digest: string } => ({ ...on(scene), digest: scene?.digest ?? '' });

const ONE = { quorum: 1 };

/** The mutations that are tried in turn. */
export const OPERATIONS: readonly Operation[] = [
  {
    ...{ mutation: 'openCase', input: 'OpenCaseInput', as: 'priya', fields: 'case { id ref owner { id } }', fact: 'case.opened' },
    given: () => ({ customer: { name: 'Adele Novak', contact: '+61 2 5550 1234', timeZone: 'Australia/Sydney' }, need: 'A late fee.' }),
  },
  {
    ...{
      mutation: 'proposeException',
      input: 'ProposeExceptionInput',
      as: 'priya',
      fields: EXCEPTION,
      needs: ONE,
      fact: 'exception.proposed',
    },
    given: (scene) => ({ ...ANSWERS, caseId: scene?.id.replace('exc_', 'cas_'), noPolicyExists: true }),
  },
  {
    ...{ mutation: 'amendException', input: 'AmendExceptionInput', as: 'priya', fields: EXCEPTION, needs: ONE, fact: 'exception.amended' },
    given: (scene) => ({ ...on(scene), expectedRevision: 1, whyFair: 'We would want the same.' }),
  },
  {
    ...{ mutation: 'coSignException', input: 'CoSignExceptionInput', as: 'tom', fields: EXCEPTION, needs: ONE, fact: 'exception.approved' },
    given: (scene) => ({ ...signs(scene), words: 'I would want that too.' }),
  },
  {
    ...{
      mutation: 'coSignException',
      input: 'CoSignExceptionInput',
      as: 'noor',
      fields: EXCEPTION,
      needs: { quorum: 2 },
      fact: 'exception.coSigned',
    },
    given: signs,
  },
  {
    ...{
      mutation: 'objectToException',
      input: 'ObjectToExceptionInput',
      as: 'mia',
      fields: EXCEPTION,
      needs: ONE,
      fact: 'exception.objected',
    },
    given: (scene) => ({ ...signs(scene), reason: 'She was told twice.' }),
  },
  {
    ...{ mutation: 'passOnException', input: 'PassOnExceptionInput', as: 'jack', fields: EXCEPTION, needs: ONE, fact: 'exception.passed' },
    given: signs,
  },
  {
    ...{
      mutation: 'inviteHelper',
      input: 'InviteHelperInput',
      as: 'priya',
      fields: EXCEPTION,
      needs: ONE,
      fact: 'exception.helperInvited',
    },
    given: (scene) => ({ ...on(scene), personId: 'per_sam' }),
  },
  {
    ...{
      mutation: 'withdrawException',
      input: 'WithdrawExceptionInput',
      as: 'priya',
      fields: EXCEPTION,
      needs: ONE,
      fact: 'exception.withdrawn',
    },
    given: (scene) => ({ ...on(scene), reason: 'She paid meanwhile.' }),
  },
  {
    ...{ mutation: 'fulfilException', input: 'FulfilExceptionInput', as: 'priya', fields: EXCEPTION, fact: 'exception.fulfilled' },
    needs: { quorum: 1, approved: true },
    given: (scene) => ({ ...on(scene), reference: 'PAY-1' }),
  },
];

/** The call of an operation under a key. `replayed` comes last, so that everything before it is the same when the call is repeated. */
export function callOf({ mutation, input, fields, given }: Operation, key: string, scene: SetScene | undefined): object {
  const query = `mutation ($input: ${input}!) { ${mutation}(input: $input) { ${fields} userErrors { code } replayed } }`;
  return { query, variables: { input: { ...given(scene), idempotencyKey: key } } };
}
