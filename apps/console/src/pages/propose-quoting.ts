import type { Draft } from './propose-draft';

/** A policy in force, as far as it says what it stands for. */
export interface InForce {
  /** The version's. */
  readonly id: string;
  readonly causes: readonly string[];
  readonly kinds: readonly string[];
}

/** As much of a policy as is quoted; the whole of it is a click away. */
const QUOTE_MOST = 800;

/**
 * What follows from what somebody said: the one policy that stands for the cause they named, or, while they named none, for what the customer needs;
 * and the cause and the kind of remedy of a policy that has only one. What they said themselves is not in it, so that nothing goes over it.
 */
export function quoting(said: Partial<Draft>, policies: readonly InForce[], need: string): Partial<Draft> {
  const chosen = said.policyVersionId;
  const policy = chosen === undefined ? theOne(policies, said.cause, need) : policies.find(({ id }) => id === chosen);
  if (!policy) return {};
  const cause = sole(policy.causes) ?? sole(named(policy.causes, need));
  const kind = sole(policy.kinds) as Draft['kind'] | undefined;
  const follows = { policyVersionId: policy.id, ...(cause ? { cause } : {}), ...(kind ? { kind } : {}) };
  return Object.fromEntries(Object.entries(follows).filter(([field]) => said[field as keyof Draft] === undefined));
}

/** What a policy says, as an answer: its text, up to the end of the last sentence that fits. */
export function quoteOf(text: string): string {
  if (text.length <= QUOTE_MOST) return text;
  const begin = text.slice(0, QUOTE_MOST);
  const end = Math.max(begin.lastIndexOf('. '), begin.lastIndexOf('.\n'));
  return `${begin.slice(0, end > 0 ? end + 1 : undefined)} …`;
}

/** Of several that stand for it none is chosen: which one it departs from is for a person to say. */
function theOne(policies: readonly InForce[], cause: string | undefined, need: string): InForce | undefined {
  return sole(policies.filter(({ causes }) => (cause === undefined ? named(causes, need).length > 0 : causes.includes(cause))));
}

/** The causes whose every word begins a word of the need: `branch-flood` in "My branch was flooded". */
function named(causes: readonly string[], need: string): string[] {
  const words = need.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return causes.filter((cause) => cause.split('-').every((part) => words.some((word) => word.startsWith(part))));
}

function sole<One>(some: readonly One[]): One | undefined {
  return some.length === 1 ? some[0] : undefined;
}
