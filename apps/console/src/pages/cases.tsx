import '../styles/lists.css';
import '../styles/work.css';
import { Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, type ResultOf } from '../graphql/gql';
import { focusedRow, useRowKeys } from '../keys/use-list-keys';
import { ActButton } from '../parts/act-button';
import { CaseMark } from '../parts/case-mark';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { Mark } from '../parts/pill';
import { nextPromise, PromiseMark } from '../parts/promise-mark';
import { SavedViews } from '../parts/saved-views';
import { Picked, SelectionBar } from '../parts/selection-bar';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useSelection } from '../parts/use-selection';
import { STILL_MS } from '../parts/use-still';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { OffersForMe } from './hand-off-card';
import { OpenCase } from './open-case';

/** Of 20, since each is asked for its promises and hand-offs too. */
const MyCases = gql(`
  query MyCases($filter: CaseFilter!, $after: String) {
    customerCases(first: 20, after: $after, orderBy: NEXT_PROMISE, filter: $filter) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id ref status need openedAt acknowledgedAt nextDueAt customer { id name } complaint { isLate }
        getBacks { id status dueAt madeAt deliveredAt customerToldAt }
        handOffs { id status customerToldAt to { id } from { id name } }
      }
    }
  }
`);

type CaseRow = ResultOf<typeof MyCases>['customerCases']['nodes'][number];

const route = getRouteApi('/cases');

/** What this person owns and is not at its end: what is promised next stands on top. */
export function Cases() {
  const intl = useIntl();
  const me = useSelf().id;
  const { text = '' } = route.useSearch();
  const [opening, setOpening] = useState(false);
  const filter = { ownerId: me, status: ['NEW', 'OWNED'], ...(text ? { text } : {}) };
  const list = usePages(MyCases, { filter }, ({ customerCases }) => customerCases);
  const selection = useSelection(focusedRow);
  useTitle(intl.formatMessage({ id: 'cases.title' }));
  useRowKeys();
  return (
    <div className="page">
      <div className="title">
        <h1>
          <FormattedMessage id="cases.title" />
        </h1>
        <ActButton onClick={() => setOpening(true)}>
          <FormattedMessage id="cases.open" />
        </ActButton>
      </div>
      {opening ? <OpenCase onClose={() => setOpening(false)} /> : null}
      <OffersForMe />
      <Group gap="xs" mb="sm">
        <Find text={text} />
        <ExportLink list="cases" asked={{ filter, orderBy: 'NEXT_PROMISE' }} />
        <SavedViews />
      </Group>
      <SelectionBar selection={selection} linkTo={(id) => `/cases/${id}`} />
      {list.data ? null : <Unready error={list.error} again={list.again} />}
      {list.data && list.nodes.length === 0 ? (
        <p className="empty">
          {text ? <FormattedMessage id="cases.none" /> : null}
          {text ? null : (
            <>
              <FormattedMessage id="cases.allWell" /> <FormattedMessage id="cases.emptyMore" />
            </>
          )}
        </p>
      ) : null}
      {list.nodes.map((one) => (
        <Row key={one.id} customerCase={one} me={me} isPicked={selection.has(one.id)} />
      ))}
      <MoreButton list={list} />
    </div>
  );
}

/** Part of what is needed, or a ref: it stands in the address once typing has stopped, and follows it when a kept view is chosen. */
function Find({ text }: { text: string }) {
  const words = useIntl().formatMessage({ id: 'cases.search' });
  const navigate = route.useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const find = useDebouncedCallback((typed: string) => void navigate({ search: typed ? { text: typed } : {}, replace: true }), STILL_MS);
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = text;
  }, [text]);
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={words}
      placeholder={words}
      defaultValue={text}
      onChange={({ currentTarget }) => find(currentTarget.value.trim())}
    />
  );
}

function Row({ customerCase, me, isPicked }: { customerCase: CaseRow; me: string; isPicked: boolean }) {
  const { id, ref, status, need, openedAt, customer, complaint, getBacks, handOffs } = customerCase;
  const promise = nextPromise(getBacks);
  const came = handOffs.findLast((handOff) => handOff.status === 'ACCEPTED' && handOff.to.id === me);
  const told = lastTold(customerCase);
  return (
    <Link className="row" to="/cases/$id" params={{ id }} data-row={id}>
      <span className="line-of">
        <strong>{customer.name ?? <FormattedMessage id="case.erased" />}</strong>
        <span className="meta">{ref}</span>
        {isPicked ? <Picked /> : null}
        {status === 'NEW' ? <CaseMark status={status} /> : null}
        {complaint ? (
          <Mark tone={complaint.isLate ? 'no' : 'waiting'} glyph="!" id={complaint.isLate ? 'complaint.isLate' : 'complaint.is'} />
        ) : null}
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
