import { FormattedMessage, useIntl } from 'react-intl';
import { cityOf } from '../parts/clocks';
import { Timeline } from '../parts/timeline';
import { When, useNow } from '../parts/when';
import { CaseChain } from './case-chain';
import type { CaseData } from './case-data';
import { CaseErase } from './case-erase';
import { Reach } from './reach';

/** What goes with the story: who, since when, whose hands it went through, and everything that happened. */
export function CaseSide({ customerCase }: { customerCase: CaseData }) {
  const { timeline } = customerCase;
  return (
    <aside>
      <section>
        <h2>
          <FormattedMessage id="case.about" />
        </h2>
        <Details customerCase={customerCase} />
        <CaseErase customerCase={customerCase} />
      </section>
      <CaseChain customerCase={customerCase} />
      <section>
        <h2>
          <FormattedMessage id="proposal.timeline" />
        </h2>
        <Timeline facts={timeline.nodes} />
      </section>
    </aside>
  );
}

function Details({ customerCase: { owner, openedAt, customer, externalRef, internal, helpers } }: { customerCase: CaseData }) {
  const intl = useIntl();
  const now = useNow();
  return (
    <dl className="facts">
      <dt>
        <FormattedMessage id="case.owner" />
      </dt>
      <dd>{owner.name}</dd>
      <dt>
        <FormattedMessage id="case.contact" />
      </dt>
      <dd>{customer.erased ? <FormattedMessage id="case.erased" /> : <Reach masked={customer.contact} />}</dd>
      <dt>
        <FormattedMessage id="case.theirTime" />
      </dt>
      <dd>
        {intl.formatTime(now, { timeZone: customer.timeZone, weekday: 'short' })} <span className="meta">{cityOf(customer.timeZone)}</span>
      </dd>
      <dt>
        <FormattedMessage id="case.opened" />
      </dt>
      <dd>
        <When at={openedAt} />
      </dd>
      {externalRef ? (
        <>
          <dt>
            <FormattedMessage id="case.externalRef" />
          </dt>
          <dd>{externalRef}</dd>
        </>
      ) : null}
      {internal ? (
        <>
          <dt>
            <FormattedMessage id="case.customer" />
          </dt>
          <dd>
            <FormattedMessage id="case.internal" />
          </dd>
        </>
      ) : null}
      {helpers.length > 0 ? (
        <>
          <dt>
            <FormattedMessage id="case.helpers" />
          </dt>
          <dd>{helpers.map(({ name }) => name).join(', ')}</dd>
        </>
      ) : null}
    </dl>
  );
}
