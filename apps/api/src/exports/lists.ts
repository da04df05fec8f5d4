import { decimalOf } from '#errors';
import { type Column, field, money } from './columns.js';

/** A list of the API that can be had as a file: the query that pages through it, and its columns. */
export interface ExportedList {
  /** The name of the query, whose arguments besides the page are those of the file. */
  readonly query: string;
  readonly columns: readonly Column[];
}

/**
 * The lists, by the name of their file. A file asks what the query asks, so that it shows what the caller may see and nothing else. It leaves out
 * names and contacts of customers: what has left the house cannot be erased.
 */
export const LISTS: Readonly<Record<string, ExportedList>> = {
  exceptions: {
    query: 'exceptions',
    columns: [
      ...['id', 'ref', 'status'].map((path) => field(path)),
      field('case.ref', 'case'),
      field('proposer.id', 'proposerId'),
      field('proposer.name', 'proposer'),
      field('revision.number', 'revision'),
      field('revision.cause', 'cause'),
      field('revision.remedy.kind', 'kind'),
      ...money('revision.remedy.amount'),
      field('revision.remedy.deed', 'deed'),
      ...['quorum', 'createdAt', 'expiresAt', 'approvedAt', 'customerToldAt', 'fulfilledAt', 'fulfilmentReference', 'endedAt'].map((path) =>
        field(path),
      ),
      field('policyVersion.id', 'policyVersionId'),
      field('coveredBy.id', 'coveredById'),
    ],
  },
  reviews: {
    query: 'reviews',
    columns: [
      ...['id', 'status'].map((path) => field(path)),
      field('exception.ref', 'exception'),
      field('reviewer.id', 'reviewerId'),
      field('reviewer.name', 'reviewer'),
      ...['dueAt', 'overdue', 'claimedUntil', 'disposition', 'disposedAt', 'reason'].map((path) => field(path)),
    ],
  },
  cases: {
    query: 'customerCases',
    columns: [
      ...['id', 'ref', 'status'].map((path) => field(path)),
      field('customer.id', 'customerId'),
      field('owner.id', 'ownerId'),
      field('owner.name', 'owner'),
      ...['internal', 'externalRef', 'openedAt', 'acknowledgedAt', 'need'].map((path) => field(path)),
    ],
  },
  complaints: {
    query: 'complaintRegister',
    columns: [
      field('case.ref', 'case'),
      field('case.id', 'caseId'),
      field('case.customer.id', 'customerId'),
      field('case.internal', 'internal'),
      field('case.owner.id', 'ownerId'),
      field('case.owner.name', 'owner'),
      ...['profile', 'timeZone', 'complainedAt', 'markedAt', 'acknowledgeBy', 'acknowledgedAt', 'acknowledged'].map((path) => field(path)),
      ...['answerBy', 'answeredWithoutAdo', 'finalBy', 'answeredAt', 'finalAnswer', 'isLate'].map((path) => field(path)),
      field('case.status', 'status'),
      field('answer.kind', 'outcome'),
      field('answer.customerToldAt', 'customerToldAt'),
      field('answer.appealRoute', 'appealRoute'),
      field('case.need', 'need'),
    ],
  },
  promises: {
    query: 'getBacks',
    columns: [
      field('id'),
      field('case.ref', 'case'),
      field('case.id', 'caseId'),
      field('case.owner.id', 'ownerId'),
      field('case.owner.name', 'owner'),
      field('promisedBy.id', 'promisedById'),
      field('promisedBy.name', 'promisedBy'),
      ...['what', 'madeAt', 'dueAt', 'dueLocal', 'timeZone', 'status', 'deliveredAt', 'customerToldAt'].map((path) => field(path)),
      field('next.id', 'nextId'),
    ],
  },
  policies: {
    query: 'policies',
    columns: [
      ...['id', 'ref', 'title'].map((path) => field(path)),
      field('active.id', 'versionId'),
      field('active.number', 'version'),
      field('active.effectiveFrom', 'effectiveFrom'),
      field('active.reviewBy', 'reviewBy'),
      field('active.conditions.kinds', 'kinds'),
      field('active.conditions.causes', 'causes'),
      ...money('active.conditions.amountUpTo'),
      field('active.text', 'text'),
    ],
  },
  patterns: {
    query: 'patterns',
    columns: [
      ...['id', 'cause', 'kind', 'count', 'lately', 'isCandidate', 'objections', 'followedUp', 'helped'].map((path) => field(path)),
      { name: 'cost', paths: ['cost.amountMinor', 'cost.currency'], of: costOf },
    ],
  },
  people: {
    query: 'people',
    columns: [
      ...['id', 'name', 'handle', 'email', 'roles', 'facesCustomers', 'active', 'awayUntil'].map((path) => field(path)),
      field('team.name', 'team'),
    ],
  },
  thanks: {
    query: 'thanks',
    columns: [
      field('id'),
      field('at'),
      field('from.name', 'from'),
      { name: 'to', paths: ['to.name'], of: namesOf },
      field('deed'),
      field('case.ref', 'case'),
    ],
  },
  disputes: {
    query: 'disputes',
    columns: [
      field('id'),
      field('exception.ref', 'exception'),
      field('signer.name', 'signer'),
      ...['revision', 'openedAt', 'outcome', 'settledAt', 'receiptMayBeOut', 'reason'].map((path) => field(path)),
      field('settledBy.name', 'settledBy'),
    ],
  },
};

/** One sum for each currency. */
function costOf(row: object): string {
  const { cost } = row as { cost: readonly { amountMinor: number; currency: string }[] };
  return cost.map((sum) => `${decimalOf(sum)} ${sum.currency}`).join(', ');
}

function namesOf(row: object): string {
  const { to } = row as { to: readonly { name: string }[] };
  return to.map(({ name }) => name).join(', ');
}
