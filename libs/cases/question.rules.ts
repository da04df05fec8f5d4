import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import { AlreadyAnsweredError, NotAskedError, NotTheOwnerError } from './hand-off.errors.js';

/** Somebody who would like to ask a colleague about a case, with what decides whether they may. */
export interface AskAttempt {
  readonly case: { readonly ownerId: string; readonly isOpen: boolean } | null;
  /** Who would be asked; null when there is no such person. */
  readonly to: { readonly isHere: boolean; readonly isSender: boolean } | null;
  readonly actorId: string;
  /** Whether the caller is a human at the keyboard who is active. */
  readonly actsInPerson: boolean;
  readonly words: string;
}

/** Somebody who would like to answer a question. */
export interface AnswerAttempt {
  readonly question: { readonly toId: string; readonly isAnswered: boolean } | undefined;
  readonly actorId: string;
  readonly actsInPerson: boolean;
  readonly words: string;
}

/** Code points of a question or an answer. */
const WORDS_LENGTH_MAX = 10_000;

/** Why the caller may not ask so, or undefined when they may: the owner asks whom they like, if they are there to answer. */
export function askRefusal({ case: customerCase, to, actorId, actsInPerson, words }: AskAttempt): RuleError | undefined {
  if (!customerCase) return new NotFoundError('case', ['caseId']);
  if (!customerCase.isOpen || !actsInPerson || actorId !== customerCase.ownerId) return new NotTheOwnerError([customerCase.ownerId]);
  if (!to) return new NotFoundError('person', ['personId']);
  if (to.isSender) return new InvalidError(['personId'], say`This is you, if by another account. Ask a colleague.`);
  if (!to.isHere) return new InvalidError(['personId'], say`Ask somebody who is active and not away: the customer waits for the answer.`);
  return faultIn('question', words);
}

/** Why the caller may not answer so, or undefined when they may. */
export function answerRefusal({ question, actorId, actsInPerson, words }: AnswerAttempt): RuleError | undefined {
  if (!question) return new NotFoundError('question', ['questionId']);
  if (!actsInPerson || actorId !== question.toId) return new NotAskedError([question.toId]);
  return question.isAnswered ? new AlreadyAnsweredError() : faultIn('answer', words);
}

function faultIn(field: 'question' | 'answer', words: string): RuleError | undefined {
  const length = [...words].length;
  return words.trim() !== '' && length <= WORDS_LENGTH_MAX
    ? undefined
    : new InvalidError(
        [field],
        field === 'question'
          ? say`Say in 1 to ${{ most: WORDS_LENGTH_MAX }} characters what you would like to know.`
          : say`Say in 1 to ${{ most: WORDS_LENGTH_MAX }} characters what you know.`,
      );
}
