import type { CacheExchangeOpts, Cache } from '@urql/exchange-graphcache';

/** What has no id of its own is part of what it stands in. */
const EMBEDDED = [
  'CapUse',
  'CoSignature',
  'EligibilityForecast',
  'EligibleCoSigners',
  'ExceptionPayload',
  'ExceptionWarning',
  'Fact',
  'MayIAnswer',
  'Money',
  'Objection',
  'PageInfo',
  'PolicyConditions',
  'Remedy',
  'Revision',
  'UserError',
];

/** How the cache tells things apart. */
export const KEYS: NonNullable<CacheExchangeOpts['keys']> = Object.fromEntries(EMBEDDED.map((type) => [type, () => null]));

interface CoSign {
  readonly input: { readonly exceptionId: string };
}

/** What is shown before the server has answered; taken back when it says no. Never for a promotion or a token. */
export const OPTIMISTIC: NonNullable<CacheExchangeOpts['optimistic']> = {
  coSignException: (args, cache) => {
    const { exceptionId } = (args as unknown as CoSign).input;
    const key = { __typename: 'PolicyException', id: exceptionId };
    return {
      __typename: 'ExceptionPayload',
      exception: { ...key, ...known(cache, key), openActions: [] },
      userErrors: [],
      replayed: false,
    };
  },
};

function known(cache: Cache, key: { __typename: string; id: string }): object {
  return Object.fromEntries(
    ['status', 'ref', 'coSignatures', 'quorum', 'endedAt', 'approvedAt'].map((field) => [field, cache.resolve(key, field)]),
  );
}

/** Lists that a change makes out of date are asked for again. */
export const UPDATES: NonNullable<CacheExchangeOpts['updates']> = {
  Subscription: {
    inboxChanged: (_, __, cache) => forget(cache, 'inbox'),
    noticesChanged: (_, __, cache) => ['notices', 'unreadNotices'].forEach((field) => forget(cache, field)),
    exceptionChanged: (result, _, cache) => {
      const { exceptionId } = (result as { exceptionChanged: { exceptionId: string } }).exceptionChanged;
      cache.invalidate({ __typename: 'PolicyException', id: exceptionId });
    },
    caseChanged: (result, _, cache) => {
      const { caseId } = (result as { caseChanged: { caseId: string } }).caseChanged;
      cache.invalidate({ __typename: 'CustomerCase', id: caseId });
    },
  },
  Mutation: {
    proposeException: (_, __, cache) => ['exceptions', 'customerCases'].forEach((field) => forget(cache, field)),
    openCase: (_, __, cache) => forget(cache, 'customerCases'),
  },
};

function forget(cache: Cache, field: string): void {
  cache
    .inspectFields('Query')
    .filter(({ fieldName }) => fieldName === field)
    .forEach(({ fieldName, arguments: given }) => cache.invalidate('Query', fieldName, given));
}
