import { UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { keyTip } from '../keys/registry';
import type { RailFold } from './frame-keys';
import { EXPLORER, placesOf, type Place } from './places';
import { useNow } from '../parts/when';
import { useSelf } from './session';

const Counts = gql(`
  query Counts($me: ID!) {
    inbox(first: 1) { totalCount }
    blindLooks { id }
    customerCases(first: 100, orderBy: NEXT_PROMISE, filter: { ownerId: $me, status: [OWNED] }) { nodes { id nextDueAt } }
  }
`);
const GROUPS = ['work', 'learn', 'house', 'self'] as const;

/** Where this person can go: only what their roles have a use for. */
export function Rail({ fold }: { fold: RailFold }) {
  const intl = useIntl();
  const { id: me, roles } = useSelf();
  const now = useNow();
  const places = placesOf(roles);
  const [{ data }] = useQuery({ query: Counts, variables: { me } });
  // Customers who were promised something: a case names the promise that comes next, which costs a twelfth of asking for all of them.
  const promised = (data?.customerCases.nodes ?? []).flatMap(({ nextDueAt }) => nextDueAt ?? []);
  const counts: Partial<Record<Place['to'], Count>> = {
    '/inbox': { all: data?.inbox.totalCount ?? 0, late: 0 },
    '/looks': { all: data?.blindLooks.length ?? 0, late: 0 },
    '/promises': { all: promised.length, late: promised.filter((dueAt) => Date.parse(dueAt) <= now).length },
  };
  return (
    <nav className="rail" aria-label={intl.formatMessage({ id: 'nav.label' })}>
      <div className="brand">
        <img src="/assets/mark.svg" alt="" width={24} height={24} />
        <span>
          <FormattedMessage id="app.name" />
        </span>
        <FoldButton fold={fold} />
      </div>
      {GROUPS.map((group) => (
        <Fragment key={group}>
          {group === 'self' ? <Explorer /> : null}
          {places
            .filter((place) => place.group === group && !place.isInTop && (!place.hidesAtZero || counts[place.to]?.all))
            .map((place, at) => (
              <RailLink key={place.to} place={place} count={counts[place.to]} begins={at === 0 ? group : undefined} />
            ))}
        </Fragment>
      ))}
    </nav>
  );
}

function FoldButton({ fold: { isFolded, turn } }: { fold: RailFold }) {
  const name = useIntl().formatMessage({ id: isFolded ? 'nav.unfold' : 'nav.fold' });
  const Icon = isFolded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <UnstyledButton className="fold" onClick={turn} aria-expanded={!isFolded} aria-label={name} title={keyTip(name, 'rail')}>
      <Icon size={20} stroke={1.6} aria-hidden />
    </UnstyledButton>
  );
}

/** How much waits at a place, and how much of it is late. */
interface Count {
  readonly all: number;
  readonly late: number;
}

function RailLink({ place, count, begins }: { place: Place; count: Count | undefined; begins: Place['group'] | undefined }) {
  const { to, icon: Icon, words, isInBar } = place;
  return (
    <Link to={to} activeProps={{ 'aria-current': 'page' }} title={useTip(place)} data-more={!isInBar || undefined} data-begins={begins}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>
        <FormattedMessage id={words} />
      </span>
      {count && count.late > 0 ? (
        <span className="count pill" data-tone="no">
          {count.all} <FormattedMessage id="nav.late" values={{ count: count.late }} />
        </span>
      ) : null}
      {count && count.late === 0 && count.all > 0 ? <span className="count">{count.all}</span> : null}
    </Link>
  );
}

function Explorer() {
  const { href, icon: Icon, words } = EXPLORER;
  return (
    <a className="end" href={href} data-more title={useTip(EXPLORER)}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>
        <FormattedMessage id={words} />
      </span>
    </a>
  );
}

/** The name of a place, with its key where it has one. */
function useTip({ words, key }: Pick<Place, 'words' | 'key'>): string {
  const name = useIntl().formatMessage({ id: words });
  return key ? keyTip(name, key) : name;
}
