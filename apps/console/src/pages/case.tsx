import '../styles/work.css';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { gql } from '../graphql/gql';
import { CaseMark } from '../parts/case-mark';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { Mark } from '../parts/pill';
import { Presence } from '../parts/presence';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { CaseActions } from './case-actions';
import { CaseComplaint } from './case-complaint';
import { OneCase, type CaseData } from './case-data';
import { CaseOfAnother } from './case-of-another';
import { CaseHandOffs } from './case-hand-offs';
import { CaseMessagesPart } from './case-messages';
import { CasePromises } from './case-promises';
import { CaseSections } from './case-sections';
import { CaseSide } from './case-side';
import { WhyNot } from './case-why-not';
import { Reachable } from './reach';

const CaseChanged = gql(`subscription CaseChanged($id: ID!) { caseChanged(id: $id) { caseId fact } }`);
const HandOffDrawer = lazy(() => import('./hand-off-drawer'));

const route = getRouteApi('/cases/$id');

/** The whole story of one problem: what is needed, who owns it, what was promised and proposed, and what can be done now. */
export function CasePage() {
  const { id } = route.useParams();
  const [{ data, error, fetching }, again] = useQuery({ query: OneCase, variables: named(id) });
  const known = data?.customerCase?.id;
  useSubscription({ query: CaseChanged, variables: { id: known ?? id }, pause: known === undefined });
  if (error && !data) return <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return fetching ? <LateSkeleton rows={4} height={120} /> : null;
  if (!data.customerCase) return <NoCase name={id} />;
  return (
    <Reachable key={id} caseId={id} hasKey={!data.customerCase.customer.erased}>
      <Story customerCase={data.customerCase} />
    </Reachable>
  );
}

/** What a wrong link leads to. */
function NoCase({ name }: { name: string }) {
  useTitle(useIntl().formatMessage({ id: 'case.page' }));
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="case.page" />
      </h1>
      <p>
        <FormattedMessage id="case.gone" values={{ name }} />
      </p>
      <p>
        <FormattedMessage id="case.goneDo" />
      </p>
    </div>
  );
}

function Story({ customerCase }: { customerCase: CaseData }) {
  const { ref, status, need, owner, customer } = customerCase;
  const self = useSelf();
  const [handingOff, setHandingOff] = useState(false);
  useTitle(`${ref} ${customer.name ?? ''}`.trim());
  return (
    <article>
      <div className="page">
        <div className="title">
          <h1>{customer.name ?? <FormattedMessage id="case.erased" />}</h1>
          <span className="meta">{ref}</span>
          <CaseMark status={status} />
          <Mark
            tone={owner.id === self.id ? 'review' : 'withdrawn'}
            glyph="☻"
            id={owner.id === self.id ? 'case.ownedByYou' : 'case.ownedBy'}
            values={{ name: owner.name }}
          />
          <Presence id={customerCase.id} />
        </div>
        <div className="story">
          <div>
            <section>
              <h2>
                <FormattedMessage id="proposal.need" />
              </h2>
              <p className="reading fair">{need || <FormattedMessage id="case.erased" />}</p>
            </section>
            <CaseOfAnother owner={owner} />
            <CaseComplaint customerCase={customerCase} />
            <CaseHandOffs customerCase={customerCase} />
            <CasePromises customerCase={customerCase} />
            <CaseMessagesPart customerCase={customerCase} />
            <CaseSections customerCase={customerCase} />
            <WhyNot customerCase={customerCase} />
          </div>
          <CaseSide customerCase={customerCase} />
        </div>
      </div>
      <CaseActions customerCase={customerCase} onHandOff={() => setHandingOff(true)} />
      {handingOff ? (
        <Suspense>
          <HandOffDrawer caseId={customerCase.id} onClose={() => setHandingOff(false)} />
        </Suspense>
      ) : null}
    </article>
  );
}

/** A link may name a case as people do, such as CASE-88. */
function named(name: string): { id: string | null; ref: string | null } {
  return /^case-[0-9]+$/i.test(name) ? { id: null, ref: name.toUpperCase() } : { id: name, ref: null };
}
