import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { gql } from '../graphql/gql';
import { keyTip } from '../keys/registry';
import { useDesktopNotices } from './desktop-notices';

const NoticesChanged = gql(`subscription NoticesChanged { noticesChanged { unread } }`);
const Unread = gql(`
  query Unread { unreadNotices notices(first: 5, unreadOnly: true) { nodes { id name ref } } }
`);
const MOST = 99;

/** How many notices are unread, and the way to them. */
export function Bell() {
  const intl = useIntl();
  useSubscription({ query: NoticesChanged });
  const [{ data, stale }] = useQuery({ query: Unread });
  useDesktopNotices(stale ? undefined : data?.notices.nodes);
  const count = data?.unreadNotices ?? 0;
  const name = intl.formatMessage({ id: 'top.notices' }, { count });
  return (
    <Link to="/notices" className="bell" aria-label={name} title={keyTip(name, 'goNotices')}>
      <IconBell size={20} stroke={1.6} aria-hidden />
      {count > 0 ? (
        <span className="count" aria-hidden>
          {count > MOST ? `${MOST}+` : count}
        </span>
      ) : null}
    </Link>
  );
}
