import { type Conditions, moneyText } from './coverage.rules.js';
import type { ConditionKind } from './policy.words.js';

const KIND_WORDS: Readonly<Record<ConditionKind, string>> = {
  REFUND: 'refunds',
  FEE_WAIVER: 'fee waivers',
  CREDIT: 'credits',
  REPLACEMENT: 'replacements',
  EXTENSION: 'extensions',
  GOODWILL: 'goodwill',
  DEED: 'deeds',
};

/** How a cause is called for people. */
export type CauseName = (cause: string) => string;

const itsKey: CauseName = (cause) => cause;

/** What conditions allow, as one sentence for a person: the same as covers() means, with nothing left out. */
export function conditionsInWords(conditions: Conditions, nameOf: CauseName = itsKey): string {
  const { kinds, causes } = conditions;
  if (kinds.length + causes.length === 0) return 'Nothing: it names neither a kind of remedy nor a cause.';
  const what =
    kinds.length === 0
      ? 'any remedy'
      : listed(
          kinds.map((kind) => KIND_WORDS[kind as ConditionKind]),
          'and',
        );
  const why = causes.length === 0 ? 'whatever the cause' : `because of ${listed(named(causes, nameOf), 'or')}`;
  const sentence = `${what}, ${why}, ${limitInWords(conditions)}.`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** What changed from the conditions of one version to those of another, a sentence each; empty when they allow the same. */
export function conditionChanges(before: Conditions, after: Conditions, nameOf: CauseName = itsKey): string[] {
  return [
    ...changesOf('kind of remedy', before.kinds.map(kindWord), after.kinds.map(kindWord)),
    ...changesOf('cause', named(before.causes, nameOf), named(after.causes, nameOf)),
    ...(limitInWords(before) === limitInWords(after) ? [] : [`The limit was “${limitInWords(before)}” and is “${limitInWords(after)}”.`]),
  ];
}

/** An empty list is any, so going from some to none is no removal but an opening. */
function changesOf(thing: string, before: readonly string[], after: readonly string[]): string[] {
  if (before.length > 0 && after.length === 0) return [`Any ${thing} is allowed now; before, only ${listed(before, 'and')}.`];
  if (before.length === 0 && after.length > 0) return [`Only ${listed(after, 'and')} now; before, any ${thing} was.`];
  const [added, removed] = [after.filter((one) => !before.includes(one)), before.filter((one) => !after.includes(one))];
  return [
    ...(added.length > 0 ? [`Now also: ${listed(added, 'and')}.`] : []),
    ...(removed.length > 0 ? [`No longer: ${listed(removed, 'and')}.`] : []),
  ];
}

function limitInWords({ amountUpTo, currency }: Conditions): string {
  return amountUpTo === null || currency === null ? 'where it costs no money' : `up to ${moneyText(amountUpTo, currency)} each time`;
}

/** Two causes that became one have one name. */
function named(causes: readonly string[], nameOf: CauseName): string[] {
  return [...new Set(causes.map(nameOf))];
}

function kindWord(kind: string): string {
  return KIND_WORDS[kind as ConditionKind];
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
