import { expect } from '@jest/globals';
import { fingerprint } from './fingerprint.js';
import type { Answer, House, HousePerson } from './house.js';

/** How something was refused, wherever the answer says it. */
export interface No {
  code: string;
  path: readonly string[];
  message: string;
}

const INPUTS: Readonly<Record<string, string>> = {
  retractFromException: 'RetractInput',
  releaseReview: 'ClaimReviewInput',
  answerHonestNo: 'HonestNoInput',
  acceptHandOff: 'AnswerHandOffInput',
  refuseHandOff: 'AnswerHandOffInput',
  cancelHandOff: 'AnswerHandOffInput',
};

/** What somebody (a handle, or the secret of a machine) is told when they try a mutation; DONE when it was done. */
export function refusal(house: House, who: string, mutation: string, input: Record<string, unknown>): Promise<No> {
  return refusalOf(who.startsWith('cst_') ? house.holder(who) : house.person(who), mutation, input);
}

/** The same for somebody who is there already. */
export async function refusalOf(person: HousePerson, mutation: string, input: Record<string, unknown>): Promise<No> {
  const type = INPUTS[mutation] ?? `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message path } } }`;
  const { data, errors } = await person.send<Record<string, { userErrors: No[] }>>(query, { input });
  return noOf(errors) ?? data?.[mutation]?.userErrors[0] ?? { code: 'DONE', message: '', path: [] };
}

function noOf(errors: Answer<unknown>['errors'] = []): No | undefined {
  const [error] = errors;
  return error && { path: [], ...error.extensions, message: error.message };
}

/** Expects a refusal with this code at this path (`CODE` or `CODE path.of.field`), in a sentence, and that nothing at all was changed. */
export async function expectRefused(house: House, codeAndPath: string, asked: () => Promise<No>): Promise<void> {
  const before = await fingerprint(house.ground);
  const { code, path, message } = await asked();
  expect([code, path.join('.')].join(' ').trim()).toBe(codeAndPath);
  expect(message).toMatch(/^[A-Z"`].*[.!?]$/su);
  expect(await fingerprint(house.ground)).toEqual(before);
}
