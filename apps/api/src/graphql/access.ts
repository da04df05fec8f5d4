import type { TokenScope } from '#people';

/** Who may call an operation. People are judged further by the rules of the room, which name the reason; a machine needs the scope. */
export interface Access {
  /** The scope with which a machine token may call it; null: never by a machine. */
  readonly machines: TokenScope | null;
}

const READ: Access = { machines: 'READ' };
const PROPOSE: Access = { machines: 'PROPOSE' };
const FULFIL: Access = { machines: 'FULFIL' };
const CASES: Access = { machines: 'CASES' };
/** Only people: what decides, and what changes rules, rights or policy. */
export const IN_PERSON: Access = { machines: null };

/**
 * Every operation of the schema with its access rule. An operation without a row, or a row without an operation, and the service does not
 * start (promise 10): see AccessTable.
 */
export const ACCESS: Readonly<Record<string, Access>> = {
  'Query.accountLinks': IN_PERSON,
  'Query.approvalsOfOneHuman': IN_PERSON,
  'Query.authorization': READ,
  'Query.blindAgreement': IN_PERSON,
  'Query.blindLooks': IN_PERSON,
  'Query.cautions': READ,
  'Query.customerCase': READ,
  'Query.customerCases': READ,
  'Query.disputes': READ,
  'Query.eligibilityForecast': READ,
  'Query.exception': READ,
  'Query.exceptions': READ,
  'Query.guardrails': READ,
  'Query.guardrailsVersions': IN_PERSON,
  'Query.handOffCandidates': IN_PERSON,
  'Query.handOffsForMe': IN_PERSON,
  'Query.inbox': IN_PERSON,
  'Query.insights': READ,
  'Query.mayI': READ,
  'Query.leavingPreview': IN_PERSON,
  'Query.me': READ,
  'Query.node': READ,
  'Query.notices': IN_PERSON,
  'Query.people': READ,
  'Query.policies': READ,
  'Query.policy': READ,
  'Query.policyAt': READ,
  'Query.promotionDraft': IN_PERSON,
  'Query.precedents': READ,
  'Query.questionsForMe': IN_PERSON,
  'Query.quorumFor': READ,
  'Query.reachBack': IN_PERSON,
  'Query.replay': IN_PERSON,
  'Query.reviews': READ,
  'Query.ringSignals': IN_PERSON,
  'Query.myPreferences': IN_PERSON,
  'Query.thanks': READ,
  'Query.thanksOffers': IN_PERSON,
  'Query.unreadNotices': IN_PERSON,
  'Mutation.acknowledgeCase': IN_PERSON,
  'Mutation.activateGuardrails': IN_PERSON,
  'Mutation.activatePolicyVersion': IN_PERSON,
  'Mutation.amendException': PROPOSE,
  'Mutation.answerHonestNo': IN_PERSON,
  'Mutation.answerBlindLook': IN_PERSON,
  'Mutation.acceptHandOff': IN_PERSON,
  'Mutation.answerQuestion': IN_PERSON,
  'Mutation.askColleague': IN_PERSON,
  'Mutation.cancelHandOff': IN_PERSON,
  'Mutation.claimReview': IN_PERSON,
  'Mutation.confirmAccountLink': IN_PERSON,
  'Mutation.coSignException': IN_PERSON,
  'Mutation.coverException': PROPOSE,
  'Mutation.createApiToken': IN_PERSON,
  'Mutation.createPerson': IN_PERSON,
  'Mutation.disownSignature': IN_PERSON,
  'Mutation.disposeReview': IN_PERSON,
  'Mutation.draftPolicy': IN_PERSON,
  'Mutation.endAccountLink': IN_PERSON,
  'Mutation.eraseCustomer': IN_PERSON,
  'Mutation.fulfilException': FULFIL,
  'Mutation.giveThanks': IN_PERSON,
  'Mutation.inviteHelper': PROPOSE,
  'Mutation.keepGetBack': CASES,
  'Mutation.leaveThanksOffer': IN_PERSON,
  'Mutation.liftCaution': IN_PERSON,
  'Mutation.markNoticesRead': IN_PERSON,
  'Mutation.objectToException': IN_PERSON,
  'Mutation.offerHandOff': IN_PERSON,
  'Mutation.openCase': CASES,
  'Mutation.openReachBackCase': IN_PERSON,
  'Mutation.passOnException': IN_PERSON,
  'Mutation.promiseGetBack': CASES,
  'Mutation.promoteToPolicy': IN_PERSON,
  'Mutation.proposeAccountLink': IN_PERSON,
  'Mutation.proposeException': PROPOSE,
  'Mutation.proposeGuardrails': IN_PERSON,
  'Mutation.proposePolicyVersion': IN_PERSON,
  'Mutation.recordCustomerTold': PROPOSE,
  'Mutation.recordFollowUp': CASES,
  'Mutation.refuseHandOff': IN_PERSON,
  'Mutation.rehomeCases': IN_PERSON,
  'Mutation.releaseReview': IN_PERSON,
  'Mutation.renegotiateGetBack': CASES,
  'Mutation.reopenCase': CASES,
  'Mutation.reopenReview': IN_PERSON,
  'Mutation.retirePolicy': IN_PERSON,
  'Mutation.retractFromException': IN_PERSON,
  'Mutation.revokeApiToken': IN_PERSON,
  'Mutation.settleDispute': IN_PERSON,
  'Mutation.solveCase': CASES,
  'Mutation.stopException': IN_PERSON,
  'Mutation.takeBackPolicyVersion': IN_PERSON,
  'Mutation.updateMyPreferences': IN_PERSON,
  'Mutation.updatePerson': IN_PERSON,
  'Mutation.withdrawException': PROPOSE,
  'Subscription.caseChanged': READ,
  'Subscription.exceptionChanged': READ,
  'Subscription.inboxChanged': IN_PERSON,
  'Subscription.noticesChanged': IN_PERSON,
};

/** The acts of deciding, which a machine is told it can never do. */
export const SIGNING: ReadonlySet<string> = new Set([
  'Mutation.coSignException',
  'Mutation.objectToException',
  'Mutation.passOnException',
  'Mutation.retractFromException',
]);
