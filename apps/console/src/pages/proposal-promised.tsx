import { FormattedMessage } from 'react-intl';
import { nextPromise, PromiseMark, type PromiseTime } from '../parts/promise-mark';

/** By when the customer was promised to hear from us: the soonest that is still open. Nothing where nothing is. */
export function Promised({ getBacks }: { getBacks: readonly PromiseTime[] }) {
  const next = nextPromise(getBacks);
  if (!next) return null;
  return (
    <>
      <dt className="not-on-paper">
        <FormattedMessage id="proposal.promised" />
      </dt>
      <dd className="not-on-paper">
        <PromiseMark promise={next} />
      </dd>
    </>
  );
}
