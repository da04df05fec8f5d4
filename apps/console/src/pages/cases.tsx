import '../styles/work.css';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { CaseMark } from '../parts/case-mark';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { Mark } from '../parts/pill';
import { PromiseMark } from '../parts/promise-mark';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { isOpenPromise } from './case-data';
import { OffersForMe } from './hand-off-card';
import { OpenCase } from './open-case';

/** Of 20, since each is asked for its promises and hand-offs too. */
const MyCases = gql(`
  query MyCases($me: ID!, $after: String) {
    customerCases(first: 20, after: $after, orderBy: NEXT_PROMISE, filter: { ownerId: $me, status: [NEW, OWNED] }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id ref status need openedAt acknowledgedAt nextDueAt customer { id name }
        getBacks { id status dueAt madeAt deliveredAt customerToldAt }
        handOffs { id status customerToldAt to { id } from { id name } }
      }
    }
  }
`);

type CaseRow = ResultOf<typeof MyCases>['customerCases']['nodes'][number];

/** What this person owns and is not at its end: what is promised next stands on top. */
export function Cases() {
  const intl = useIntl();
  const [opening, setOpening] = useState(false);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  useTitle(intl.formatMessage({ id: 'cases.title' }));
  return (
    <div className="page">
      <div className="title">
        <h1>
          <FormattedMessage id="cases.title" />
        </h1>
        <Button onClick={() => setOpening(true)}>
          <FormattedMessage id="cases.open" />
        </Button>
      </div>
      {opening ? <OpenCase onClose={() => setOpening(false)} /> : null}
      <OffersForMe />
      {pages.map((after, place) => (
        <Page key={after} after={after} onMore={place === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined} />
      ))}
    </div>
  );
}

function Page({ after, onMore }: { after: string | null; onMore: ((cursor: string) => void) | undefined }) {
  const me = useSelf().id;
  const [{ data, error, fetching }, again] = useQuery({ query: MyCases, variables: { me, after } });
  if (error && !data) return <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return fetching ? <LateSkeleton rows={6} /> : null;
  const { nodes, pageInfo } = data.customerCases;
  if (nodes.length === 0 && after === null)
    return (
      <p className="empty">
        <FormattedMessage id="cases.allWell" /> <FormattedMessage id="cases.emptyMore" />
      </p>
    );
  return (
    <>
      {nodes.map((one) => (
        <Row key={one.id} customerCase={one} me={me} />
      ))}
      {onMore && pageInfo.hasNextPage && pageInfo.endCursor ? (
        <Button variant="default" mt="md" onClick={() => onMore(pageInfo.endCursor ?? '')}>
          <FormattedMessage id="cases.more" />
        </Button>
      ) : null}
    </>
  );
}

function Row({ customerCase, me }: { customerCase: CaseRow; me: string }) {
  const { id, ref, status, need, openedAt, customer, getBacks, handOffs } = customerCase;
  const promise = getBacks.filter(isOpenPromise).sort((one, other) => one.dueAt.localeCompare(other.dueAt))[0];
  const came = handOffs.findLast((handOff) => handOff.status === 'ACCEPTED' && handOff.to.id === me);
  const told = lastTold(customerCase);
  return (
    <Link className="row" to="/cases/$id" params={{ id }}>
      <span className="line-of">
        <strong>{customer.name ?? <FormattedMessage id="case.erased" />}</strong>
        <span className="meta">{ref}</span>
        {status === 'NEW' ? <CaseMark status={status} /> : null}
        {came ? <Mark tone="policy" glyph="⇢" id="cases.handedToYou" values={{ name: came.from.name }} /> : null}
        <span className="push">
          {promise ? <PromiseMark promise={promise} /> : <Mark tone="withdrawn" glyph="–" id="cases.noPromise" />}
        </span>
      </span>
      <span className="clamp">{need}</span>
      <span className="meta line-of">
        <span>
          {told ? (
            <FormattedMessage id="cases.lastTold" values={{ when: <When at={told} /> }} />
          ) : (
            <FormattedMessage id="cases.neverTold" />
          )}
        </span>
        <span className="push">
          <When at={openedAt} />
        </span>
      </span>
    </Link>
  );
}

/** When the customer last heard from us: an acknowledgement, a promise, what it was kept with, or that a colleague takes over. */
function lastTold({ acknowledgedAt, getBacks, handOffs }: CaseRow): string | undefined {
  const told = [
    acknowledgedAt,
    ...getBacks.flatMap((one) => [one.madeAt, one.deliveredAt, one.customerToldAt]),
    ...handOffs.map((one) => one.customerToldAt),
  ];
  return told
    .filter((at) => at !== null)
    .sort()
    .at(-1);
}
