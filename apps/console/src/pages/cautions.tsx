import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { ReasonDialog } from '../parts/reason-dialog';
import { Unready } from '../parts/unready';
import { useDeed } from '../parts/use-deed';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';

const Standing = gql(`
  query Standing {
    cautions { cause kind reason since stands liftReason liftAskedBy { id name } exception { id ref review { id } } }
  }
`);
const LIFT = gql(`
  mutation Lift($input: LiftCautionInput!) {
    liftCaution(input: $input) { review { id caution { stands liftReason liftAskedBy { id name } } } userErrors { code message path whoCould { id name } } replayed }
  }
`);

type CautionData = ResultOf<typeof Standing>['cautions'][number];

/** What stands of reviews that said not again: like proposals need one co-signer more, until two reviewers lift it. */
export function Cautions() {
  const [{ data, error }, again] = useQuery({ query: Standing });
  const [lifting, setLifting] = useState<CautionData>();
  const deed = useDeed();
  const self = useSelf();
  const intl = useIntl();
  if (!data) return <Unready error={error} again={again} />;
  async function lift(reason: string): Promise<void> {
    const reviewId = lifting?.exception?.review?.id;
    if (!reviewId || !(await deed.send(LIFT, { reviewId, reason }))) return;
    setLifting(undefined);
    again({ requestPolicy: 'network-only' });
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
            {caution.cause} · {intl.formatMessage({ id: `kind.${caution.kind}` })}
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
            <Button size="xs" variant="default" onClick={() => setLifting(caution)}>
              <FormattedMessage id={caution.liftAskedBy ? 'cautions.second' : 'cautions.lift'} />
            </Button>
          ) : null}
        </article>
      ))}
      {lifting ? (
        <ReasonDialog
          title="cautions.lift"
          says="cautions.says"
          label="review.reason"
          button={lifting.liftAskedBy ? 'cautions.second' : 'cautions.lift'}
          deed={deed}
          onClose={() => setLifting(undefined)}
          onSend={(reason) => void lift(reason)}
        />
      ) : null}
    </div>
  );
}
