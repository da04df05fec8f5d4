import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { gql } from '../graphql/gql';
import type { KeyActionId } from '../keys/registry';
import type { AskField } from '../parts/ask-fields';
import { dueAsked } from '../parts/due-by';
import type { Refused } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import type { MessageId } from '../words/messages';

/** Ids alone come back: the page asks anew for what it shows. */
const CASE = gql(
  `fragment CaseAnswer on CasePayload { case { id status } userErrors { code message path whoCould { id name } } replayed }`,
);
const PROMISE = gql(
  `fragment PromiseAnswer on GetBackPayload { getBack { id case { id } } userErrors { code message path whoCould { id name } } replayed }`,
);
const Acknowledge = gql(`mutation Acknowledge($input: AcknowledgeCaseInput!) { acknowledgeCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const Solve = gql(`mutation Solve($input: SolveCaseInput!) { solveCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const HonestNo = gql(`mutation HonestNo($input: HonestNoInput!) { answerHonestNo(input: $input) { ...CaseAnswer } }`, [CASE]);
const Reopen = gql(`mutation Reopen($input: ReopenCaseInput!) { reopenCase(input: $input) { ...CaseAnswer } }`, [CASE]);
const PromiseIt = gql(`mutation PromiseIt($input: PromiseGetBackInput!) { promiseGetBack(input: $input) { ...PromiseAnswer } }`, [PROMISE]);
const Keep = gql(`mutation Keep($input: KeepGetBackInput!) { keepGetBack(input: $input) { ...PromiseAnswer } }`, [PROMISE]);
const Renegotiate = gql(
  `mutation Renegotiate($input: RenegotiateGetBackInput!) { renegotiateGetBack(input: $input) { ...PromiseAnswer } }`,
  [PROMISE],
);
const FollowUp = gql(`
  mutation FollowUp($input: RecordFollowUpInput!) {
    recordFollowUp(input: $input) { followUp { id case { id } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const Ask = gql(`
  mutation Ask($input: AskColleagueInput!) {
    askColleague(input: $input) { question { id case { id } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const AnswerIt = gql(`
  mutation AnswerIt($input: AnswerQuestionInput!) {
    answerQuestion(input: $input) { question { id case { id } } userErrors { code message path whoCould { id name } } replayed }
  }
`);

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
  readonly input: (typed: Typed, about: About) => object;
}

const typed = (mutation: unknown): ActMutation => mutation as ActMutation;
const TOLD: AskField = { name: 'customerToldAt', kind: 'told', label: 'told.when' };

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
    input: ({ due = '', what }, { id, zone }) => ({ caseId: id, what, ...dueAsked(due, zone, Date.now()) }),
  },
  SOLVE: {
    name: 'solve',
    words: 'caseAct.solve',
    done: 'caseDone.solve',
    title: 'caseAct.solveTitle',
    says: 'caseAct.solveSays',
    key: 'done',
    fields: [{ name: 'solution', kind: 'lines', label: 'caseAct.solution' }, TOLD],
    mutation: typed(Solve),
    input: ({ solution, customerToldAt }, { id }) => ({ caseId: id, solution, customerToldAt }),
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
        options: [
          { value: 'telephone', words: 'channel.telephone' },
          { value: 'email', words: 'channel.email' },
          { value: 'letter', words: 'channel.letter' },
          { value: 'visit', words: 'channel.visit' },
        ],
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
