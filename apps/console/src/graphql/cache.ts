import type { CacheExchangeOpts, Cache } from '@urql/exchange-graphcache';
import { outdate } from './under-way';

/** What has no id of its own is part of what it stands in. */
const EMBEDDED = [
  'AccountLinkPayload',
  'ApiTokenPayload',
  'Band',
  'BlindAgreement',
  'BlindLookPayload',
  'CallBack',
  'Cap',
  'CapUse',
  'CaseAnswer',
  'CaseEvent',
  'CasePayload',
  'Caution',
  'CausePayload',
  'CoSignature',
  'Complaint',
  'CustomerMessagePayload',
  'CustomerPayload',
  'DisputePayload',
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
  'House',
  'InsightShare',
  'Insights',
  'LeavingPreview',
  'MayIAnswer',
  'Money',
  'Objection',
  'NoticesReadPayload',
  'PageInfo',
  'PersonPayload',
  'PolicyConditions',
  'PolicyConfidence',
  'PolicyPayload',
  'PolicyVersionChanges',
  'PolicyVersionPayload',
  'Preferences',
  'PreferencesPayload',
  'Presence',
  'PresenceEvent',
  'PromotionDraft',
  'QuestionPayload',
  'QueueDepth',
  'Rehomed',
  'RehomedPayload',
  'Rehoming',
  'Remedy',
  'Replay',
  'RevealContactPayload',
  'RevealedContact',
  'ReviewPayload',
  'Revision',
  'RingSignal',
  'SealPlace',
  'SecondAnswer',
  'Spread',
  'TeamPayload',
  'TextPart',
  'ThanksOfferPayload',
  'ThanksPayload',
  'TimeToApprove',
  'UserError',
  'UserErrorValue',
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
  coSignException: (args) => ({
    __typename: 'ExceptionPayload',
    // What is not named here stays as it is.
    exception: { __typename: 'PolicyException', id: (args as unknown as CoSign).input.exceptionId, openActions: [] },
    userErrors: [],
    replayed: false,
  }),
};

/** What changes a case: it is asked for anew, with the lists in which it stands. */
const CASE_CHANGES = [
  'acknowledgeCase',
  'solveCase',
  'answerHonestNo',
  'markComplaint',
  'reopenCase',
  'promiseGetBack',
  'keepGetBack',
  'renegotiateGetBack',
  'recordFollowUp',
  'askColleague',
  'answerQuestion',
  'recordCustomerMessage',
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
  forgetThing(cache, 'CustomerCase', moved.id);
  ['customerCases', 'getBacks', 'complaintRegister', 'handOffsForMe', 'questionsForMe', 'thanksOffers'].forEach((field) =>
    forget(cache, field),
  );
}

/** Lists that a change makes out of date are asked for again. */
export const UPDATES: NonNullable<CacheExchangeOpts['updates']> = {
  Subscription: {
    inboxChanged: (_, __, cache) => forget(cache, 'inbox'),
    noticesChanged: (_, __, cache) =>
      ['notices', 'unreadNotices', 'handOffsForMe', 'questionsForMe', 'customerCases', 'getBacks'].forEach((field) => forget(cache, field)),
    exceptionChanged: (result, _, cache) => {
      const { exceptionId } = (result as { exceptionChanged: { exceptionId: string } }).exceptionChanged;
      forgetThing(cache, 'PolicyException', exceptionId);
    },
    caseChanged: (result, _, cache) => {
      const { caseId } = (result as { caseChanged: { caseId: string } }).caseChanged;
      forgetThing(cache, 'CustomerCase', caseId);
    },
  },
  Mutation: {
    proposeException: (_, __, cache) => ['exceptions', 'customerCases'].forEach((field) => forget(cache, field)),
    giveThanks: (_, __, cache) => ['thanks', 'thanksOffers'].forEach((field) => forget(cache, field)),
    leaveThanksOffer: (_, __, cache) => forget(cache, 'thanksOffers'),
    updateMyPreferences: (_, __, cache) => ['myPreferences', 'thanks', 'thanksOffers'].forEach((field) => forget(cache, field)),
    markNoticesRead: (_, __, cache) => ['notices', 'unreadNotices'].forEach((field) => forget(cache, field)),
    openCase: (_, __, cache) => ['customerCases', 'complaintRegister'].forEach((field) => forget(cache, field)),
    ...Object.fromEntries(CASE_CHANGES.map((mutation) => [mutation, caseMovedOn])),
    disposeReview: (_, __, cache) => ['reviews', 'patterns', 'cautions'].forEach((field) => forget(cache, field)),
    reopenReview: (_, __, cache) => ['reviews', 'cautions'].forEach((field) => forget(cache, field)),
    ...Object.fromEntries(
      ['createCause', 'renameCause', 'mergeCauses'].map((mutation) => [
        mutation,
        (_: unknown, __: unknown, cache: Cache) => forget(cache, 'causes'),
      ]),
    ),
    liftCaution: (_, __, cache) => forget(cache, 'cautions'),
    ...Object.fromEntries(
      ['promoteToPolicy', 'draftPolicy', 'proposePolicyVersion', 'activatePolicyVersion', 'takeBackPolicyVersion', 'retirePolicy'].map(
        (mutation) => [
          mutation,
          (_: unknown, __: unknown, cache: Cache) => ['policies', 'policy'].forEach((field) => forget(cache, field)),
        ],
      ),
    ),
    eraseCustomer: (_, __, cache) => everything(cache),
    rehomeCases: (_, __, cache) => everything(cache),
    settleDispute: (_, __, cache) => forget(cache, 'exception'),
    createPerson: (_, __, cache) => forget(cache, 'people'),
    activateGuardrails: (_, __, cache) => ['guardrails', 'guardrailsVersions'].forEach((field) => forget(cache, field)),
    answerBlindLook: (_, __, cache) => forget(cache, 'blindLooks'),
  },
};

/** Words of a customer stand in many things, and so does who owns a case. */
function everything(cache: Cache): void {
  outdate();
  cache.inspectFields('Query').forEach(({ fieldName, arguments: given }) => cache.invalidate('Query', fieldName, given));
}

function forget(cache: Cache, field: string): void {
  outdate(field);
  cache
    .inspectFields('Query')
    .filter(({ fieldName }) => fieldName === field)
    .forEach(({ fieldName, arguments: given }) => cache.invalidate('Query', fieldName, given));
}

/** Any question may hold it. */
function forgetThing(cache: Cache, __typename: 'CustomerCase' | 'PolicyException', id: string): void {
  outdate();
  cache.invalidate({ __typename, id });
}
