import { InvalidError, type RuleError, say, type Sentence } from '#errors';
import { isCauseKey } from '../causes/cause.words.js';
import { CONDITION_KINDS, type ConditionKind } from './policy.words.js';

/** Conditions as somebody writes them. */
export interface ConditionsInput {
  readonly kinds?: readonly string[] | null;
  readonly causes?: readonly string[] | null;
  readonly amountUpTo?: { readonly amountMinor: number; readonly currency: string } | null;
}

/** Conditions as they are kept: sorted by nothing, doubled by nothing. */
export interface KeptConditions {
  readonly kinds: ConditionKind[];
  readonly causes: string[];
  readonly amountUpTo: number | null;
  readonly currency: string | null;
}

const CAUSES_MAX = 100;
/** Kinds that hand over money: without a limit, a policy would allow none of it. */
const MONEY_KINDS: readonly string[] = ['REFUND', 'FEE_WAIVER', 'CREDIT'];

type Guard = (conditions: ConditionsInput) => RuleError | undefined;

const namesKnownKinds: Guard = ({ kinds }) => {
  const unknown = kinds?.find((kind) => !(CONDITION_KINDS as readonly string[]).includes(kind));
  return unknown === undefined
    ? undefined
    : at(['kinds'], say`There is no such kind of remedy. Use some of ${{ kinds: CONDITION_KINDS }}.`);
};

const namesCausesThatCanBeMet: Guard = ({ causes }) => {
  if ((causes?.length ?? 0) > CAUSES_MAX)
    return at(['causes'], say`Name at most ${{ most: CAUSES_MAX }} causes; more are better a policy of their own.`);
  return causes?.every(isCauseKey) === false
    ? at(['causes'], say`A cause is written in small letters, digits and hyphens, such as branch-flooded.`)
    : undefined;
};

const hasASoundLimit: Guard = ({ amountUpTo }) => {
  if (!amountUpTo) return undefined;
  if (!Number.isSafeInteger(amountUpTo.amountMinor) || amountUpTo.amountMinor < 1) {
    return at(['amountUpTo', 'amountMinor'], say`A limit is more than 0, in the smallest unit of the currency.`);
  }
  return Intl.supportedValuesOf('currency').includes(amountUpTo.currency)
    ? undefined
    : at(['amountUpTo', 'currency'], say`There is no such currency. Use a code of ISO 4217, such as AUD.`);
};

const speaksOfSomething: Guard = ({ kinds, causes }) =>
  kinds?.length || causes?.length
    ? undefined
    : at([], say`Name at least one kind of remedy or one cause. A policy about nothing in particular would allow nothing.`);

const allowsWhatItSpeaksOf: Guard = ({ kinds, amountUpTo }) => {
  if (!kinds?.length) return undefined;
  if (amountUpTo && kinds.every((kind) => kind === 'DEED'))
    return at(['amountUpTo'], say`A deed costs no money, so a limit contradicts it. Leave the limit out.`);
  return !amountUpTo && kinds.every((kind) => MONEY_KINDS.includes(kind))
    ? at(['amountUpTo'], say`These remedies are money, and without a limit the policy would allow none of it. Name the greatest amount.`)
    : undefined;
};

const GUARDS: readonly Guard[] = [namesKnownKinds, namesCausesThatCanBeMet, hasASoundLimit, speaksOfSomething, allowsWhatItSpeaksOf];

/** Why conditions cannot stand, with the field at fault below `conditions`; undefined when they can. */
export function conditionsRefusal(conditions: ConditionsInput): RuleError | undefined {
  return GUARDS.map((guard) => guard(conditions)).find((error) => error);
}

/** Everything for which conditions cannot stand. */
export function conditionsFaults(conditions: ConditionsInput): RuleError[] {
  return GUARDS.flatMap((guard) => guard(conditions) ?? []);
}

/** Sound conditions as they are kept. */
export function keptConditions({ kinds, causes, amountUpTo }: ConditionsInput): KeptConditions {
  return {
    kinds: CONDITION_KINDS.filter((kind) => kinds?.includes(kind)),
    causes: [...new Set(causes ?? [])],
    amountUpTo: amountUpTo?.amountMinor ?? null,
    currency: amountUpTo?.currency ?? null,
  };
}

function at(path: readonly string[], sentence: Sentence): InvalidError {
  return new InvalidError(['conditions', ...path], sentence);
}
