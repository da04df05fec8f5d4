import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { KEY_ACTIONS, keyOf, keyWords } from '../keys/registry';
import { EXPLORER, placesOf, type Place } from './places';
import { useSelf } from './session';

const Counts = gql(`query Counts { inbox(first: 1) { totalCount } unreadNotices blindLooks { id } }`);
const GROUPS = ['work', 'learn', 'house', 'self'] as const;

/** Where this person can go: only what their roles have a use for. */
export function Rail() {
  const intl = useIntl();
  const places = placesOf(useSelf().roles);
  const [{ data }] = useQuery({ query: Counts });
  const counts: Partial<Record<Place['to'], number | undefined>> = { '/inbox': data?.inbox.totalCount, '/looks': data?.blindLooks.length };
  return (
    <nav className="rail" aria-label={intl.formatMessage({ id: 'nav.label' })}>
      <div className="brand">
        <img src="/assets/mark.svg" alt="" width={24} height={24} />
        <span>
          <FormattedMessage id="app.name" />
        </span>
      </div>
      {GROUPS.map((group) => (
        <Fragment key={group}>
          {group === 'self' ? <Explorer /> : null}
          {places
            .filter((place) => place.group === group && (!place.hidesAtZero || counts[place.to]))
            .map((place, at) => (
              <RailLink key={place.to} place={place} count={counts[place.to]} begins={at === 0 ? group : undefined} />
            ))}
        </Fragment>
      ))}
    </nav>
  );
}

function RailLink({ place, count, begins }: { place: Place; count: number | undefined; begins: Place['group'] | undefined }) {
  const { to, icon: Icon, words, isInBar } = place;
  return (
    <Link to={to} activeProps={{ 'aria-current': 'page' }} title={useTip(place)} data-more={!isInBar || undefined} data-begins={begins}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>
        <FormattedMessage id={words} />
      </span>
      {count ? <span className="count">{count}</span> : null}
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
  const keys = key && KEY_ACTIONS[key] ? keyOf(key) : undefined;
  return keys ? `${name} (${keyWords(keys)})` : name;
}
