import type { House, HousePerson, UserError } from './house.js';

/** What the stories look at of an exception. */
export interface Seen {
  id: string;
  ref: string;
  status: string;
  quorum: number;
  revision: { number: number; digest: string };
  openActions: string[];
  coSignatures: { signer: { name: string }; state: string; words: string | null }[];
  objections: { by: { name: string }; reason: string; stale: boolean }[];
}

/** The answer of a mutation of an exception. */
export interface Acted {
  exception: Seen | null;
  userErrors: UserError[];
  replayed: boolean;
}

/** The selection behind `Seen`. */
const SEEN = `id ref status quorum revision { number digest } openActions
  coSignatures { signer { name } state words } objections { by { name } reason stale }`;

/** A customer whose branch was flooded. */
export const ADELE = { name: 'Adele Novak', contact: '+61 2 5550 1234', timeZone: 'Australia/Sydney' };

/** What she is given back, and why: a proposal without its case. */
export const FLOOD = {
  noPolicyExists: true,
  cause: 'branch-flood',
  whatHappened: 'Her branch was under water on the due date.',
  whatPolicySays: 'Late payments are charged; nothing is said of floods.',
  whatWeDo: 'We give back the late fee and the interest.',
  whyFair: 'She could not pay; we would want the same.',
  remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20_240, currency: 'AUD' } },
};

/** The flood for another amount of Australian cents, or another cause. */
export function floodOf(amountMinor: number, cause = FLOOD.cause): typeof FLOOD {
  return { ...FLOOD, cause, remedy: { ...FLOOD.remedy, amount: { amountMinor, currency: 'AUD' } } };
}

/** Opens a case of one's own; answers its id. @throws Error when it was refused */
export async function openCase(person: HousePerson, more: Record<string, unknown> = {}): Promise<string> {
  const input = { customer: ADELE, need: 'My branch was under water and you charged me a late fee.', ...more };
  const opened = await person.run<{ case: { id: string } | null }>('openCase', input, 'case { id }');
  if (!opened.case) throw new Error(JSON.stringify(opened.userErrors));
  return opened.case.id;
}

/** Runs one mutation of an exception. */
export function act(person: HousePerson, mutation: string, input: Record<string, unknown>, api = 0): Promise<Acted> {
  return person.run<Acted>(mutation, input, `exception { ${SEEN} }`, api);
}

/** Opens a case and proposes for it. @throws Error when it was refused */
export async function propose(person: HousePerson, remedy: Record<string, unknown> = FLOOD): Promise<Seen> {
  const { exception, userErrors } = await act(person, 'proposeException', { caseId: await openCase(person), ...remedy });
  if (!exception) throw new Error(JSON.stringify(userErrors));
  return exception;
}

/** The exception as somebody sees it now. @throws Error when they do not */
export async function seenBy(person: HousePerson, id: string): Promise<Seen> {
  const { exception } = await person.ask<{ exception: Seen | null }>(`query ($id: ID!) { exception(id: $id) { ${SEEN} } }`, { id });
  if (!exception) throw new Error(`There is no exception ${id}.`);
  return exception;
}

/** Reads an exception and co-signs what was read. */
export async function readAndCoSign(person: HousePerson, id: string, words?: string): Promise<Acted> {
  const { revision } = await seenBy(person, id);
  return act(person, 'coSignException', { exceptionId: id, digest: revision.digest, ...(words ? { words } : {}) });
}

/** Why somebody may not do something, as the service says it. */
export async function whyNot(person: HousePerson, id: string, action: string): Promise<Required<UserError>[]> {
  const { exception } = await person.ask<{ exception: { whyNot: Required<UserError>[] } }>(
    `query ($id: ID!, $action: ExceptionAction!) { exception(id: $id) { whyNot(action: $action) { code message path whoCould { name } } } }`,
    { id, action },
  );
  return exception.whyNot;
}

/** The codes of some refusals. */
export function codes(refusals: readonly UserError[]): string[] {
  return refusals.map(({ code }) => code);
}

/** A version of a policy that holds. */
export interface PolicyInForce {
  readonly id: string;
  readonly policy: { readonly id: string; readonly ref: string };
}

/** A policy for one cause, drafted and proposed by Renee and put in force by Omar. */
export async function policyInForce(house: House, title: string, cause: string): Promise<PolicyInForce> {
  const conditions = { causes: [cause], amountUpTo: { amountMinor: 1_000, currency: 'AUD' } };
  const draft = { title, conditions, text: `Of ${cause} hardly anything is given back.` };
  const { policyVersion } = await house
    .person('renee')
    .run<{ policyVersion: PolicyInForce }>('draftPolicy', draft, 'policyVersion { id policy { id ref } }');
  for (const [who, step] of [
    ['renee', 'propose'],
    ['omar', 'activate'],
  ] as const)
    await house.person(who).run(`${step}PolicyVersion`, { policyVersionId: policyVersion.id }, 'policyVersion { id }');
  return policyVersion;
}
