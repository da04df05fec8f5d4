import type { CacheExchangeOpts, Cache } from '@urql/exchange-graphcache';

/** What has no id of its own is part of what it stands in. */
const EMBEDDED = [
  'ApiTokenPayload',
  'Band',
  'BlindAgreement',
  'BlindLookPayload',
  'Cap',
  'CapUse',
  'CaseAnswer',
  'CaseEvent',
  'CasePayload',
  'Caution',
  'CoSignature',
  'EligibilityForecast',
  'EligibleCoSigners',
  'ExceptionPayload',
  'ExceptionWarning',
  'ExceptionsAvoided',
  'Fact',
  'FollowUpPayload',
  'FollowUpTry',
  'GetBackPayload',
  'GuardrailsPayload',
  'HandOffCandidate',
  'HandOffPayload',
  'HelpedShare',
  'InsightShare',
  'Insights',
  'LeavingPreview',
  'MayIAnswer',
  'Money',
  'Objection',
  'PageInfo',
  'PersonPayload',
  'PolicyConditions',
  'PolicyConfidence',
  'PolicyPayload',
  'PolicyVersionChanges',
  'PolicyVersionPayload',
  'Preferences',
  'PreferencesPayload',
  'PromotionDraft',
  'QuestionPayload',
  'Remedy',
  'Replay',
  'ReviewPayload',
  'Revision',
  'RingSignal',
  'SecondAnswer',
  'Spread',
  'TextPart',
  'ThanksOfferPayload',
  'ThanksPayload',
  'TimeToApprove',
  'UserError',
  'WaitingOfHour',
  'WaitingOfTeam',
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

/** What changes a case: it is asked for anew, with the lists in which it stands. */
const CASE_CHANGES = [
  'acknowledgeCase',
  'solveCase',
  'answerHonestNo',
  'reopenCase',
  'promiseGetBack',
  'keepGetBack',
  'renegotiateGetBack',
  'recordFollowUp',
  'askColleague',
  'answerQuestion',
  'offerHandOff',
  'acceptHandOff',
  'refuseHandOff',
  'cancelHandOff',
];

/** What a mutation of a case answers holds the case, or a thing that names its case. */
interface Answered {
  readonly case?: { readonly id: string } | null;
}

function caseMovedOn(result: object, _: unknown, cache: Cache): void {
  const [payload] = Object.values(result) as (Answered | null)[];
  const things = Object.values(payload ?? {}) as (Answered | null)[];
  const moved = payload?.case ?? things.find((thing) => thing?.case)?.case;
  if (!moved) return;
  cache.invalidate({ __typename: 'CustomerCase', id: moved.id });
  ['customerCases', 'handOffsForMe', 'questionsForMe', 'thanksOffers'].forEach((field) => forget(cache, field));
}

/** Lists that a change makes out of date are asked for again. */
export const UPDATES: NonNullable<CacheExchangeOpts['updates']> = {
  Subscription: {
    inboxChanged: (_, __, cache) => forget(cache, 'inbox'),
    noticesChanged: (_, __, cache) =>
      ['notices', 'unreadNotices', 'handOffsForMe', 'questionsForMe', 'customerCases'].forEach((field) => forget(cache, field)),
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
    giveThanks: (_, __, cache) => ['thanks', 'thanksOffers'].forEach((field) => forget(cache, field)),
    leaveThanksOffer: (_, __, cache) => forget(cache, 'thanksOffers'),
    updateMyPreferences: (_, __, cache) => ['myPreferences', 'thanks', 'thanksOffers'].forEach((field) => forget(cache, field)),
    openCase: (_, __, cache) => forget(cache, 'customerCases'),
    ...Object.fromEntries(CASE_CHANGES.map((mutation) => [mutation, caseMovedOn])),
    disposeReview: (_, __, cache) => ['reviews', 'patterns', 'cautions'].forEach((field) => forget(cache, field)),
    reopenReview: (_, __, cache) => ['reviews', 'cautions'].forEach((field) => forget(cache, field)),
    liftCaution: (_, __, cache) => forget(cache, 'cautions'),
    ...Object.fromEntries(
      ['promoteToPolicy', 'draftPolicy', 'proposePolicyVersion', 'activatePolicyVersion', 'takeBackPolicyVersion', 'retirePolicy'].map(
        (mutation) => [
          mutation,
          (_: unknown, __: unknown, cache: Cache) => ['policies', 'policy'].forEach((field) => forget(cache, field)),
        ],
      ),
    ),
    createPerson: (_, __, cache) => forget(cache, 'people'),
    activateGuardrails: (_, __, cache) => ['guardrails', 'guardrailsVersions'].forEach((field) => forget(cache, field)),
    answerBlindLook: (_, __, cache) => forget(cache, 'blindLooks'),
  },
};

function forget(cache: Cache, field: string): void {
  cache
    .inspectFields('Query')
    .filter(({ fieldName }) => fieldName === field)
    .forEach(({ fieldName, arguments: given }) => cache.invalidate('Query', fieldName, given));
}
