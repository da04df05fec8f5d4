import { Button, NativeSelect, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { FaultSummary } from '../parts/fault-summary';
import { majorOf, minorOf } from '../parts/money';
import { KeptNote } from '../parts/kept-note';
import { useAct, type Refused } from '../parts/use-act';
import { useKept } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { Limits } from './guardrails-data';

const PROPOSE = gql(
  `
  mutation ProposeLimits($input: ProposeGuardrailsInput!) {
    proposeGuardrails(input: $input) { guardrails { id status } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

const SCOPES = ['PERSON_DAY', 'TEAM_DAY', 'PAIR_30_DAYS', 'CUSTOMER_30_DAYS'] as const;

interface Row {
  /** Kinds or the scope of a cap; kinds stay as they are. */
  readonly of: readonly string[] | null;
  readonly amount: string;
  readonly currency: string;
  readonly quorum: string;
}

/** The limits that should hold in place of those in force, all of them, from top to bottom. Another admin puts them in force. */
export function GuardrailsForm({ from, onDone }: { from: FragmentOf<typeof Limits>; onDone: () => void }) {
  const now = readFragment(Limits, from);
  const { busy, refused, act } = useAct();
  const say = useSaid();
  const { typed, type, ...kept } = useKept('limits', rowsOf(now));
  const { bands, caps } = typed;
  async function send(): Promise<void> {
    const input = {
      bands: bands.map(({ of, amount, currency, quorum }) => ({
        ...(of ? { kinds: of } : {}),
        ...(amount ? { upTo: moneyOf(amount, currency) } : {}),
        quorum: Number.parseInt(quorum, 10) || 0,
      })),
      caps: caps.map(({ of, amount, currency }) => ({ scope: of?.[0], limit: moneyOf(amount, currency) })),
    };
    if (!(await act(PROPOSE, input))?.data) return;
    kept.forget();
    say('limits.proposed');
    onDone();
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>
        <FormattedMessage id="limits.change" />
      </h2>
      <KeptNote {...kept} />
      <FaultSummary faults={refused} words="limits.faults" form="limits" />
      <Rows rows={bands} set={(rows) => type({ bands: rows })} what="bands" faults={refused} />
      <h3>
        <FormattedMessage id="limits.caps" />
      </h3>
      <Rows rows={caps} set={(rows) => type({ caps: rows })} what="caps" faults={refused} />
      <div>
        <ActButton type="submit" loading={busy}>
          <FormattedMessage id="limits.propose" />
        </ActButton>
      </div>
    </form>
  );
}

interface RowsProps {
  readonly rows: readonly Row[];
  readonly what: 'bands' | 'caps';
  readonly faults: readonly Refused[];
  set: (rows: readonly Row[]) => void;
}

function Rows({ rows, what, faults, set }: RowsProps) {
  const intl = useIntl();
  const change = (place: number, part: Partial<Row>) => set(rows.map((row, at) => (at === place ? { ...row, ...part } : row)));
  const begun: Row = { of: what === 'caps' ? ['PERSON_DAY'] : null, amount: '', currency: rows[0]?.currency ?? 'AUD', quorum: '1' };
  const id = (place: number, ...field: string[]) => ['limits', what, place, ...field].join('-');
  const money = what === 'bands' ? 'upTo' : 'limit';
  const label = (words: 'limits.upTo' | 'limits.quorum' | 'propose.currency' | 'limits.scope', place: number) =>
    `${intl.formatMessage({ id: words })} ${place + 1}`;
  return (
    <>
      {rows.map((row, place) => (
        <div key={place} className="limits">
          {what === 'caps' ? (
            <NativeSelect
              id={id(place, 'scope')}
              error={faultOf(faults, what, place, 'scope')}
              aria-label={label('limits.scope', place)}
              value={row.of?.[0]}
              onChange={(event) => change(place, { of: [event.currentTarget.value] })}
              data={SCOPES.map((value) => ({ value, label: intl.formatMessage({ id: `capScope.${value}` }) }))}
            />
          ) : (
            <span className="muted">
              {row.of ? (
                row.of.map((kind) => intl.formatMessage({ id: `kind.${kind as 'DEED'}` })).join(', ')
              ) : (
                <FormattedMessage id="limits.all" />
              )}
            </span>
          )}
          <TextInput
            id={id(place)}
            error={faultOf(faults, what, place, 'amount')}
            aria-label={label('limits.upTo', place)}
            placeholder={intl.formatMessage({ id: 'limits.above' })}
            inputMode="decimal"
            value={row.amount}
            onChange={(event) => change(place, { amount: event.currentTarget.value })}
          />
          <TextInput
            id={id(place, money, 'currency')}
            error={faultOf(faults, what, place, 'currency')}
            aria-label={label('propose.currency', place)}
            maxLength={3}
            value={row.currency}
            onChange={(event) => change(place, { currency: event.currentTarget.value.toUpperCase() })}
          />
          {what === 'bands' ? (
            <TextInput
              id={id(place, 'quorum')}
              error={faultOf(faults, what, place, 'quorum')}
              aria-label={label('limits.quorum', place)}
              inputMode="numeric"
              value={row.quorum}
              onChange={(event) => change(place, { quorum: event.currentTarget.value })}
            />
          ) : null}
          <Button variant="default" onClick={() => set(rows.filter((_, at) => at !== place))}>
            <FormattedMessage id="limits.remove" />
          </Button>
        </div>
      ))}
      <Button variant="default" mb="md" onClick={() => set(what === 'bands' ? [begun, ...rows] : [...rows, begun])}>
        <FormattedMessage id={`limits.add.${what}`} />
      </Button>
    </>
  );
}

/** What holds now, as it would be typed. */
function rowsOf({ bands, caps }: ResultOf<typeof Limits>): { readonly bands: readonly Row[]; readonly caps: readonly Row[] } {
  return {
    bands: bands.map(({ kinds, upTo, quorum }) => ({ of: kinds, ...typedOf(upTo), quorum: String(quorum) })),
    caps: caps.map(({ scope, limit }) => ({ of: [scope], ...typedOf(limit), quorum: '' })),
  };
}

const NAMED = ['quorum', 'currency', 'scope'] as const;

/** What is wrong with one field of a row: what names no other field is about its amount. */
function faultOf(faults: readonly Refused[], what: string, place: number, field: (typeof NAMED)[number] | 'amount'): string | undefined {
  return faults.find(({ path: [list, at, ...rest] }) => {
    const isOfRow = list === what && at === String(place);
    return isOfRow && (NAMED.find((one) => rest.includes(one)) ?? 'amount') === field;
  })?.message;
}

function typedOf(money: { amountMinor: number; currency: string } | null): { amount: string; currency: string } {
  return money ? { amount: majorOf(money.amountMinor, money.currency), currency: money.currency } : { amount: '', currency: 'AUD' };
}

function moneyOf(amount: string, currency: string): object {
  return { amountMinor: /^[A-Z]{3}$/.test(currency) ? (minorOf(amount, currency) ?? -1) : -1, currency };
}
