import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';

const WhoCould = gql(`query WhoCould($id: ID!) { eligibilityForecast(exceptionId: $id) { now afterEdit } }`);

/** How many could still sign it once it is changed: whoever writes a revision signs none. */
export function Forecast({ exceptionId: id }: { exceptionId: string }) {
  const [{ data }] = useQuery({ query: WhoCould, variables: { id }, requestPolicy: 'network-only' });
  if (!data) return null;
  const { now, afterEdit: after } = data.eligibilityForecast;
  return (
    <p className="muted">
      <FormattedMessage id="amend.forecast" values={{ now, after }} />
    </p>
  );
}
