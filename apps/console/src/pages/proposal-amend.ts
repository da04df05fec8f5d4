import type { AskField } from '../parts/ask-fields';
import { KINDS, majorOf, minorOf } from '../parts/money';
import type { Typed } from '../parts/use-kept';
import type { RevisionText } from './proposal-text';

const ANSWERS = ['whatHappened', 'whatPolicySays', 'whatWeDo', 'whyFair'] as const;
const REMEDY = ['kind', 'amountMinor', 'currency', 'deed'] as const;

/** Everything that an amendment may change, by the names that the API has for it. */
export const AMEND_FIELDS: readonly AskField[] = [
  { name: 'whyFair', kind: 'lines', label: 'propose.fair' },
  { name: 'whatPolicySays', kind: 'lines', label: 'propose.policy' },
  { name: 'whatWeDo', kind: 'lines', label: 'propose.do' },
  { name: 'whatHappened', kind: 'lines', label: 'propose.happened' },
  { name: 'kind', kind: 'choice', label: 'propose.kind', options: KINDS.map((value) => ({ value, words: `kind.${value}` })) },
  { name: 'amountMinor', kind: 'line', label: 'propose.amount', isOptional: true },
  { name: 'currency', kind: 'line', label: 'propose.currency', isOptional: true },
  { name: 'deed', kind: 'line', label: 'propose.deed', isOptional: true },
  { name: 'cause', kind: 'cause', label: 'propose.cause', help: 'propose.causeHelp' },
  {
    name: 'oneMoreCoSigner',
    kind: 'choice',
    label: 'amend.coSigners',
    options: [
      { value: 'false', words: 'amend.asBanded' },
      { value: 'true', words: 'amend.oneMore' },
    ],
  },
];

/** What an amendment begins with. */
export interface Stands {
  readonly revision: RevisionText;
  readonly oneMoreCoSigner: boolean;
}

/** What stands now, as somebody would have typed it. */
export function asTyped({ revision, oneMoreCoSigner }: Stands): Typed {
  const { kind, amount, deed } = revision.remedy;
  return {
    ...Object.fromEntries(ANSWERS.map((name) => [name, revision[name]])),
    kind,
    amountMinor: amount ? majorOf(amount.amountMinor, amount.currency) : '',
    currency: amount?.currency ?? '',
    deed: deed ?? '',
    cause: revision.cause,
    oneMoreCoSigner: String(oneMoreCoSigner),
  };
}

/** Only what is different from what stands: the rest stays, also where a helper changed it while this was typed. */
export function amendment(typed: Typed, stands: Stands): object {
  const before = asTyped(stands);
  const isNew = (name: string) => typed[name] !== before[name]?.trim();
  const changed = [...ANSWERS, 'cause'].filter(isNew).map((name) => [name, typed[name]] as const);
  return {
    expectedRevision: stands.revision.number,
    ...Object.fromEntries(changed),
    ...(REMEDY.some(isNew) ? { remedy: remedyOf(typed) } : {}),
    ...(isNew('oneMoreCoSigner') ? { oneMoreCoSigner: typed['oneMoreCoSigner'] === 'true' } : {}),
  };
}

/** An amount that is none of its currency is sent as less than nothing, which the service refuses at its field. */
function remedyOf({ kind, amountMinor = '', currency = '', deed }: Typed): object {
  const code = currency.toUpperCase();
  const minor = /^[A-Z]{3}$/.test(code) ? minorOf(amountMinor, code) : undefined;
  return { kind, ...(amountMinor ? { amount: { amountMinor: minor ?? -1, currency: code } } : {}), ...(deed ? { deed } : {}) };
}
