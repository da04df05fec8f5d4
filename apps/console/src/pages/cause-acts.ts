import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import type { AskField } from '../parts/ask-fields';
import type { Refused } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import type { MessageId } from '../words/messages';

const ANSWER = gql(
  `
  fragment CauseAnswer on CausePayload {
    cause {
      id key name description mergedInto { id key name } mergeAskedInto { id key name } mergeAskedBy { id name } mergeWhy
    }
    userErrors { ...Refusal } replayed
  }
`,
  [Refusal],
);
const Create = gql(`mutation MakeCause($input: CreateCauseInput!) { createCause(input: $input) { ...CauseAnswer } }`, [ANSWER]);
const Rename = gql(`mutation NameCause($input: RenameCauseInput!) { renameCause(input: $input) { ...CauseAnswer } }`, [ANSWER]);
const Merge = gql(`mutation MergeThem($input: MergeCausesInput!) { mergeCauses(input: $input) { ...CauseAnswer } }`, [ANSWER]);

type CauseMutation = TypedDocumentNode<Readonly<Record<string, { readonly userErrors: readonly Refused[] }>>, AnyVariables>;

/** Something that a reviewer does with the list of causes. */
export interface CauseAct {
  readonly name: string;
  readonly words: MessageId;
  readonly done: MessageId;
  readonly title: MessageId;
  readonly says?: MessageId;
  readonly fields: readonly AskField[];
  readonly mutation: CauseMutation;
  readonly input: (typed: Typed, key: string, into: string) => object;
}

const mutation = (document: unknown): CauseMutation => document as CauseMutation;
const WORDS: readonly AskField[] = [
  { name: 'name', kind: 'line', label: 'causes.name', help: 'causes.nameHelp' },
  { name: 'description', kind: 'lines', label: 'causes.description', isOptional: true },
];
const WHY: AskField = { name: 'why', kind: 'lines', label: 'causes.why' };
const described = (description = ''): object => (description === '' ? {} : { description });

/** Puts a cause on the list. */
export const ADD: CauseAct = {
  name: 'add',
  words: 'causes.add',
  done: 'causes.added',
  title: 'causes.addTitle',
  fields: [{ name: 'key', kind: 'line', label: 'causes.key', help: 'causes.keyHelp' }, ...WORDS],
  mutation: mutation(Create),
  input: ({ key, name, description }) => ({ key, name, ...described(description) }),
};

/** Puts the name of a cause better. */
export const RENAME: CauseAct = {
  name: 'rename',
  words: 'causes.rename',
  done: 'causes.renamed',
  title: 'causes.renameTitle',
  says: 'causes.renameSays',
  fields: WORDS,
  mutation: mutation(Rename),
  input: ({ name, description }, key) => ({ key, name, ...described(description) }),
};

/** The first reviewer asks. */
export const ASK_TO_MERGE: CauseAct = {
  name: 'ask-to-merge',
  words: 'causes.askToMerge',
  done: 'causes.mergeAsked',
  title: 'causes.askToMergeTitle',
  says: 'causes.mergeSays',
  fields: [{ name: 'into', kind: 'cause', label: 'causes.into', help: 'causes.intoHelp' }, WHY],
  mutation: mutation(Merge),
  input: ({ into, why }, key) => ({ from: key, into, why }),
};

/** The second one merges. */
export const MERGE: CauseAct = {
  name: 'merge',
  words: 'causes.merge',
  done: 'causes.merged',
  title: 'causes.mergeTitle',
  says: 'causes.mergeSays',
  fields: [WHY],
  mutation: mutation(Merge),
  input: ({ why }, key, into) => ({ from: key, into, why }),
};
