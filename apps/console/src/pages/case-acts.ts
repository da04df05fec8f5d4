import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import type { KeyActionId } from '../keys/registry';
import type { AskField } from '../parts/ask-fields';
import { CHANNELS } from '../parts/channel';
import { promisedHere } from '../parts/desktop';
import { dueAsked } from '../parts/due-by';
import type { Refused } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { instantOf } from '../parts/zoned';
import type { MessageId } from '../words/messages';

/** Ids alone come back: the page asks anew for what it shows. */
const CASE = gql(`fragment CaseAnswer on CasePayload { case { id status } userErrors { ...Refusal } replayed }`, [Refusal]);
const PROMISE = gql(`fragment PromiseAnswer on GetBackPayload { getBack { id case { id } } userErrors { ...Refusal } replayed }`, [
  Refusal,
]);
const Acknowledge = gql(`mutation Acknowledge($input: AcknowledgeCaseInput!) { acknowledgeCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const Solve = gql(`mutation Solve($input: SolveCaseInput!) { solveCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const HonestNo = gql(`mutation HonestNo($input: HonestNoInput!) { answerHonestNo(input: $input) { ...CaseAnswer } }`, [CASE]);
const Complain = gql(`mutation Complain($input: MarkComplaintInput!) { markComplaint(input: $input) { ...CaseAnswer } }`, [CASE]);
const Reopen = gql(`mutation Reopen($input: ReopenCaseInput!) { reopenCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const PromiseIt = gql(`mutation PromiseIt($input: PromiseGetBackInput!) { promiseGetBack(input: $input) { ...PromiseAnswer } }`, [PROMISE]);
const Keep = gql(`mutation Keep($input: KeepGetBackInput!) { keepGetBack(input: $input) { ...PromiseAnswer } }`, [PROMISE]);
const Renegotiate = gql(
  `mutation Renegotiate($input: RenegotiateGetBackInput!) { renegotiateGetBack(input: $input) { ...PromiseAnswer } }`,
  [PROMISE],
);
const FollowUp = gql(
  `
  mutation FollowUp($input: RecordFollowUpInput!) {
    recordFollowUp(input: $input) { followUp { id case { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const Ask = gql(
  `
  mutation Ask($input: AskColleagueInput!) {
    askColleague(input: $input) { question { id case { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const RecordMessage = gql(
  `
  mutation RecordMessage($input: RecordCustomerMessageInput!) {
    recordCustomerMessage(input: $input) { message { id case { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const AnswerIt = gql(
  `
  mutation AnswerIt($input: AnswerQuestionInput!) {
    answerQuestion(input: $input) { question { id case { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

/** What an answer to any of these holds. */
type ActAnswer = Readonly<Record<string, { readonly userErrors: readonly Refused[] }>>;
type ActMutation = TypedDocumentNode<ActAnswer, AnyVariables>;

/** About what an action is: a case, or one promise, follow-up or question of it. */
export interface About {
  readonly id: string;
  readonly zone: string;
}

/** Something that a person does for a case, with the words that belong to it. */
export interface CaseAct {
  readonly name: string;
  readonly words: MessageId;
  readonly done: MessageId;
  readonly title?: MessageId;
  readonly says?: MessageId;
  readonly key?: KeyActionId;
  readonly isMain?: true;
  /** None: it is done at once. */
  readonly fields?: readonly AskField[];
  readonly mutation: ActMutation;
  /** What else follows in this browser, once it is done. */
  readonly afterwards?: () => void;
  readonly input: (typed: Typed, about: About) => object;
}

const typed = (mutation: unknown): ActMutation => mutation as ActMutation;
const ONE_TALK_MS = 300_000;
const TOLD: AskField = { name: 'customerToldAt', kind: 'told', label: 'told.when' };

/** One talk in which both were said is one instant, though the clicks for "just now" were seconds apart: the service takes the one that is there. */
function complainedThen(complainedAt = '', toldAt = ''): { complainedAt?: string } {
  const after = Date.parse(complainedAt) - Date.parse(toldAt);
  return after > 0 && after < ONE_TALK_MS ? {} : { complainedAt };
}

/** Every button of a case whose place is the bar, by the action that the service names. */
export const CASE_ACTS = {
  ACKNOWLEDGE: {
    name: 'acknowledge',
    words: 'caseAct.acknowledge',
    done: 'caseDone.acknowledge',
    isMain: true,
    mutation: typed(Acknowledge),
    input: (_, { id }) => ({ caseId: id }),
  },
  PROMISE_GET_BACK: {
    name: 'promise',
    words: 'caseAct.promise',
    done: 'caseDone.promise',
    title: 'caseAct.promiseTitle',
    key: 'promise',
    fields: [
      { name: 'due', kind: 'due', label: 'due.by' },
      { name: 'what', kind: 'line', label: 'caseAct.promiseWhat' },
    ],
    mutation: typed(PromiseIt),
    afterwards: promisedHere,
    input: ({ due = '', what }, { id, zone }) => ({ caseId: id, what, ...dueAsked(due, zone, Date.now()) }),
  },
  SOLVE: {
    name: 'solve',
    words: 'caseAct.solve',
    done: 'caseDone.solve',
    title: 'caseAct.solveTitle',
    says: 'caseAct.solveSays',
    key: 'done',
    fields: [
      { name: 'solution', kind: 'lines', label: 'caseAct.solution' },
      TOLD,
      { name: 'followUpAt', kind: 'day', label: 'caseAct.followUpOn', help: 'caseAct.followUpOnHelp', isOptional: true },
    ],
    mutation: typed(Solve),
    input: ({ solution, customerToldAt, followUpAt }, { id, zone }) => ({
      caseId: id,
      solution,
      customerToldAt,
      ...(followUpAt ? { followUpAt: new Date(instantOf(`${followUpAt}T10:00`, zone)).toISOString() } : {}),
    }),
  },
  FOLLOW_UP: {
    name: 'follow-up',
    words: 'caseAct.followUp',
    done: 'caseDone.followUp',
    title: 'caseAct.followUpTitle',
    key: 'outcome',
    isMain: true,
    fields: [
      {
        name: 'outcome',
        kind: 'choice',
        label: 'followUp.outcome',
        options: [
          { value: 'HELPED', words: 'followUp.HELPED' },
          { value: 'DID_NOT_HELP', words: 'followUp.DID_NOT_HELP' },
          { value: 'UNREACHABLE', words: 'followUp.UNREACHABLE' },
        ],
      },
      {
        name: 'channel',
        kind: 'choice',
        label: 'followUp.channel',
        options: CHANNELS,
      },
      { name: 'note', kind: 'lines', label: 'followUp.note', isOptional: true },
    ],
    mutation: typed(FollowUp),
    input: ({ outcome, channel, note }, { id }) => ({ followUpId: id, outcome, channel, ...(note ? { note } : {}) }),
  },
  ANSWER_HONEST_NO: {
    name: 'honest-no',
    words: 'caseAct.honestNo',
    done: 'caseDone.honestNo',
    title: 'caseAct.honestNoTitle',
    says: 'caseAct.honestNoSays',
    fields: [
      { name: 'reason', kind: 'lines', label: 'caseAct.noReason' },
      { name: 'toldBy', kind: 'line', label: 'caseAct.toldBy', help: 'caseAct.toldByHelp' },
      { name: 'appealRoute', kind: 'line', label: 'caseAct.appeal', help: 'caseAct.appealHelp' },
    ],
    mutation: typed(HonestNo),
    input: ({ reason, toldBy, appealRoute }, { id }) => ({ caseId: id, reason, toldBy, appealRoute }),
  },
  MARK_COMPLAINT: {
    name: 'complaint',
    words: 'caseAct.complaint',
    done: 'caseDone.complaint',
    title: 'caseAct.complaintTitle',
    says: 'caseAct.complaintSays',
    fields: [
      { name: 'complainedAt', kind: 'told', label: 'caseAct.complainedAt' },
      { name: 'customerToldAt', kind: 'told', label: 'caseAct.complaintTold' },
    ],
    mutation: typed(Complain),
    input: ({ complainedAt, customerToldAt }, { id }) => ({ caseId: id, customerToldAt, ...complainedThen(complainedAt, customerToldAt) }),
  },
  REOPEN: {
    name: 'reopen',
    words: 'caseAct.reopen',
    done: 'caseDone.reopen',
    title: 'caseAct.reopenTitle',
    isMain: true,
    fields: [{ name: 'reason', kind: 'lines', label: 'caseAct.reopenReason' }],
    mutation: typed(Reopen),
    input: ({ reason }, { id }) => ({ caseId: id, reason }),
  },
} as const satisfies Record<string, CaseAct>;

/** What is done with one promise. */
export const KEEP: CaseAct = {
  name: 'keep',
  words: 'caseAct.keep',
  done: 'caseDone.keep',
  title: 'caseAct.keepTitle',
  fields: [{ name: 'whatWasSaid', kind: 'lines', label: 'caseAct.whatWasSaid' }],
  mutation: typed(Keep),
  input: ({ whatWasSaid }, { id }) => ({ getBackId: id, whatWasSaid }),
};

/** Another time for a promise, agreed before the first has come. */
export const RENEGOTIATE: CaseAct = {
  name: 'renegotiate',
  words: 'caseAct.renegotiate',
  done: 'caseDone.renegotiate',
  title: 'caseAct.renegotiateTitle',
  says: 'caseAct.renegotiateSays',
  fields: [{ name: 'due', kind: 'due', label: 'due.by' }, TOLD],
  mutation: typed(Renegotiate),
  input: ({ due = '', customerToldAt }, { id, zone }) => ({ getBackId: id, customerToldAt, ...dueAsked(due, zone, Date.now()) }),
};

/** A question to a colleague; the case stays where it is. */
export const ASK: CaseAct = {
  name: 'ask',
  words: 'caseAct.ask',
  done: 'caseDone.ask',
  title: 'caseAct.askTitle',
  says: 'caseAct.askSays',
  fields: [
    { name: 'personId', kind: 'person', label: 'caseAct.askWhom' },
    { name: 'question', kind: 'lines', label: 'caseAct.question' },
  ],
  mutation: typed(Ask),
  input: ({ personId, question }, { id }) => ({ caseId: id, personId, question }),
};

/** What the customer said of their own accord, whomever they reached. */
export const RECORD_MESSAGE: CaseAct = {
  name: 'message',
  words: 'caseAct.message',
  done: 'caseDone.message',
  title: 'caseAct.messageTitle',
  says: 'caseAct.messageSays',
  fields: [
    { name: 'text', kind: 'lines', label: 'caseAct.messageText' },
    { name: 'channel', kind: 'choice', label: 'caseAct.messageChannel', options: CHANNELS },
  ],
  mutation: typed(RecordMessage),
  input: ({ text, channel }, { id }) => ({ caseId: id, channel, text }),
};

/** The answer to a question that one was asked. */
export const ANSWER: CaseAct = {
  name: 'answer',
  words: 'caseAct.answer',
  done: 'caseDone.answer',
  title: 'caseAct.answerTitle',
  fields: [{ name: 'answer', kind: 'lines', label: 'caseAct.answerWords' }],
  mutation: typed(AnswerIt),
  input: ({ answer }, { id }) => ({ questionId: id, answer }),
};
