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
