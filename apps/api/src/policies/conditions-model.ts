import { type Conditions, conditionsInWords, type ConditionKind } from '#policies';
import type { PolicyConditionsModel } from './policy.model.js';

/** Conditions as clients read them, with what they mean in words. */
export function conditionsModel(conditions: Conditions, nameOf?: (cause: string) => string): PolicyConditionsModel {
  const { kinds, causes, amountUpTo, currency } = conditions;
  return {
    kinds: kinds as ConditionKind[],
    causes: [...causes],
    amountUpTo: amountUpTo !== null && currency !== null ? { amountMinor: amountUpTo, currency } : null,
    inWords: conditionsInWords(conditions, nameOf),
  };
}
