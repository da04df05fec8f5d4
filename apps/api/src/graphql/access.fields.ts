import {
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/**
 * Who may read a field of a thing that an operation answers. ALONG: whoever was let do what answers it. READ: people, and machines with the
 * scope READ; a machine that may only propose, pay or open cases is told the state of what it changed, and cannot walk on from there to
 * customers, colleagues and words.
 */
export type FieldAccess = 'ALONG' | 'READ';

/** The rule of a type, and the fields for which another one holds. */
export interface TypeAccess {
  readonly rule: FieldAccess;
  readonly but?: { readonly rule: FieldAccess; readonly fields: readonly string[] };
}

const ALONG: TypeAccess = { rule: 'ALONG' };
const READ: TypeAccess = { rule: 'READ' };
const readBut = (...fields: string[]): TypeAccess => ({ rule: 'READ', but: { rule: 'ALONG', fields } });

/** What only wraps other things: pages, answers of mutations, events. The rules of what is in them hold. */
const WRAPPERS = /(?:Connection|Edge|Payload|Event)$/;

/**
 * Every type of the schema with the rule for its fields; a new type without a row, or a row without its type or field, and the service does
 * not start (promise 10). What people may see they see by the rules of the rooms; here nobody gets more than a room gives.
 */
export const FIELDS: Readonly<Record<string, TypeAccess>> = {
  AccountLink: READ,
  ApiToken: READ,
  Authorization: READ,
  Band: READ,
  BlindAgreement: READ,
  BlindLook: READ,
  CallBack: READ,
  Cap: READ,
  CaseAnswer: READ,
  Cause: READ,
  Caution: READ,
  CoSignature: READ,
  Complaint: READ,
  Customer: readBut('id'),
  CustomerCase: readBut('id', 'ref', 'status', 'openedAt', 'acknowledgedAt', 'answeredAt'),
  CustomerMessage: readBut('id', 'channel', 'receivedAt', 'recordedAt'),
  Dispute: READ,
  EligibilityForecast: READ,
  EligibleCoSigners: READ,
  ExceptionWarning: READ,
  ExceptionsAvoided: READ,
  Fact: READ,
  FollowUp: readBut('id', 'dueAt', 'outcome'),
  FollowUpTry: READ,
  GetBack: readBut('id', 'dueAt', 'status', 'deliveredAt'),
  Guardrails: READ,
  HandOff: READ,
  HandOffCandidate: READ,
  HelpedShare: READ,
  House: READ,
  InsightShare: READ,
  Insights: READ,
  LeavingPreview: READ,
  MayIAnswer: READ,
  Money: ALONG,
  Node: readBut('id'),
  Notice: READ,
  Objection: READ,
  PageInfo: ALONG,
  Pattern: READ,
  Person: readBut('id', 'name'),
  Policy: readBut('id', 'ref'),
  PolicyConditions: READ,
  PolicyConfidence: READ,
  PolicyException: readBut(
    ...['id', 'ref', 'status', 'quorum', 'revision', 'createdAt', 'expiresAt', 'approvedAt', 'useBy', 'customerToldAt'],
    ...['fulfilledAt', 'fulfilmentReference', 'endedAt'],
  ),
  PolicyVersion: READ,
  PolicyVersionChanges: READ,
  Preferences: READ,
  Presence: READ,
  PromotionDraft: READ,
  Question: READ,
  QueueDepth: READ,
  Rehomed: READ,
  Rehoming: READ,
  Remedy: READ,
  Replay: READ,
  RevealedContact: READ,
  Review: READ,
  Revision: readBut('number', 'digest'),
  RingSignal: READ,
  SealPlace: READ,
  SecondAnswer: READ,
  Spread: READ,
  Team: READ,
  TextPart: READ,
  Thanks: READ,
  ThanksOffer: READ,
  TimeToApprove: READ,
  UserError: ALONG,
  UserErrorValue: ALONG,
  WaitingOfHour: READ,
  WaitingOfTeam: READ,
};

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** The rule of a field; undefined when its type has none. */
export function fieldAccess(type: string, field: string): FieldAccess | undefined {
  if (field.startsWith('__') || WRAPPERS.test(type)) return 'ALONG';
  const access = FIELDS[type];
  return access?.but?.fields.includes(field) ? access.but.rule : access?.rule;
}

/** What is wrong with the table, in words. */
export function fieldFaults(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap())
    .filter(hasFields)
    .filter((type) => !isIntrospectionType(type) && !ROOTS.has(type.name));
  const missing = types.filter(({ name }) => !WRAPPERS.test(name) && !FIELDS[name]).map(({ name }) => `${name} has no rule for its fields`);
  const unknown = Object.entries(FIELDS).flatMap(([name, { but }]) => {
    const type = types.find((known) => known.name === name);
    if (!type) return [`${name} is no type`];
    return (but?.fields ?? []).filter((field) => !Object.hasOwn(type.getFields(), field)).map((field) => `${name}.${field} is no field`);
  });
  return [...missing, ...unknown];
}

/** The first field below a root field that needs the scope READ, as `Type.field`; looked for before anything runs. */
export function firstReadField(info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'returnType' | 'schema'>): string | undefined {
  const below = (set: SelectionSetNode | undefined, type: string): string | undefined => {
    for (const selection of set?.selections ?? []) {
      const found =
        selection.kind === Kind.FIELD ? ofField(selection.name.value, selection.selectionSet, type) : ofFragment(selection, type);
      if (found) return found;
    }
    return undefined;
  };
  const ofField = (field: string, set: SelectionSetNode | undefined, type: string): string | undefined => {
    if (fieldAccess(type, field) !== 'ALONG') return `${type}.${field}`;
    const parent = info.schema.getType(type);
    const inner = hasFields(parent) ? parent.getFields()[field]?.type : undefined;
    return inner && below(set, getNamedType(inner).name);
  };
  const ofFragment = (
    selection: Exclude<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>,
    type: string,
  ): string | undefined => {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return below(fragment?.selectionSet, fragment?.typeCondition?.name.value ?? type);
  };
  const type = getNamedType(info.returnType);
  return isCompositeType(type) ? info.fieldNodes.map(({ selectionSet }) => below(selectionSet, type.name)).find(Boolean) : undefined;
}

function hasFields(type: unknown): type is GraphQLObjectType | GraphQLInterfaceType {
  return isObjectType(type) || isInterfaceType(type);
}
