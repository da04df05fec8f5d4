import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { AskDialog } from '../parts/ask-dialog';
import type { AskField } from '../parts/ask-fields';
import { CauseName } from '../parts/cause-name';
import { Unready } from '../parts/unready';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';

const Standing = gql(`
  query Standing {
    cautions { cause kind reason since stands liftReason liftAskedBy { id name } exception { id ref review { id } } }
  }
`);
const LIFT = gql(
  `
  mutation Lift($input: LiftCautionInput!) {
    liftCaution(input: $input) { review { id caution { stands liftReason liftAskedBy { id name } } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

const REASON: readonly AskField[] = [{ name: 'reason', kind: 'lines', label: 'review.reason' }];

type CautionData = ResultOf<typeof Standing>['cautions'][number];

/** What stands of reviews that said not again: like proposals need one co-signer more, until two reviewers lift it. */
export function Cautions() {
  const [{ data, error }, again] = useQuery({ query: Standing });
  const [lifting, setLifting] = useState<CautionData>();
  const { busy, act } = useAct();
  const self = useSelf();
  const intl = useIntl();
  if (!data) return <Unready error={error} again={again} />;
  async function lift({ reason }: Typed) {
    const done = await act(LIFT, { reviewId: lifting?.exception?.review?.id, reason });
    if (done?.data) {
      setLifting(undefined);
      again({ requestPolicy: 'network-only' });
    }
    return done?.refused;
  }
  return (
    <div className="inset">
      {data.cautions.length === 0 ? (
        <p className="empty">
          <FormattedMessage id="cautions.empty" />
        </p>
      ) : null}
      {data.cautions.map((caution) => (
        <article key={`${caution.cause} ${caution.kind} ${caution.exception?.id}`} className="precedent">
          <h2>
            <CauseName of={caution.cause} /> · {intl.formatMessage({ id: `kind.${caution.kind}` })}
          </h2>
          <p>{caution.reason}</p>
          <p className="meta">
            {caution.exception ? (
              <Link to="/exceptions/$id" params={{ id: caution.exception.id }}>
                {caution.exception.ref}
              </Link>
            ) : null}
            , <When at={caution.since} /> · <FormattedMessage id={caution.stands ? 'cautions.stands' : 'cautions.rests'} />
          </p>
          {caution.liftAskedBy ? (
            <p className="muted">
              <FormattedMessage id="cautions.asked" values={{ name: caution.liftAskedBy.name, reason: caution.liftReason ?? '' }} />
            </p>
          ) : null}
          {self.roles.includes('REVIEWER') && caution.exception?.review ? (
            <ActButton size="xs" variant="default" onClick={() => setLifting(caution)}>
              <FormattedMessage id={caution.liftAskedBy ? 'cautions.second' : 'cautions.lift'} />
            </ActButton>
          ) : null}
        </article>
      ))}
      {lifting ? (
        <AskDialog
          title="cautions.lift"
          says="cautions.says"
          fields={REASON}
          send={lifting.liftAskedBy ? 'cautions.second' : 'cautions.lift'}
          keptAs={`lift.${lifting.exception?.id}`}
          busy={busy}
          onClose={() => setLifting(undefined)}
          onSend={lift}
        />
      ) : null}
    </div>
  );
}
