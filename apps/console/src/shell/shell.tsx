import { UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconBriefcase, IconFileText, IconInbox, IconTerminal2, IconUser } from '@tabler/icons-react';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { liveLine } from '../graphql/client';
import { gql } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { LinkButton } from '../parts/link-button';
import type { MessageId } from '../words/messages';
import { KeySheet } from './key-sheet';
import { Palette } from './palette';

const Counts = gql(`query Counts { inbox(first: 1) { totalCount } unreadNotices }`);
const InboxChanged = gql(`subscription InboxChanged { inboxChanged { exceptionId waitsForYou } }`);

const PLACES = [
  { to: '/inbox', icon: IconInbox, words: 'nav.inbox' },
  { to: '/proposals', icon: IconFileText, words: 'nav.proposals' },
  { to: '/cases', icon: IconBriefcase, words: 'nav.cases' },
] as const;

/** The frame of every page: where one can go, what one can do from anywhere, and whether the line is live. */
export function Shell() {
  const navigate = useNavigate();
  const [sheet, setSheet] = useState(false);
  const toggleTheme = useThemeToggle();
  useSubscription({ query: InboxChanged });
  useKey('palette', spotlight.open);
  useKey('propose', () => void navigate({ to: '/propose' }));
  useKey('sheet', () => setSheet((open) => !open));
  useKey('theme', toggleTheme);
  useKey('goInbox', () => void navigate({ to: '/inbox' }));
  useKey('goCases', () => void navigate({ to: '/cases' }));
  useKey('goProposals', () => void navigate({ to: '/proposals' }));
  useKey('goExplorer', () => location.assign('/explorer'));
  return (
    <div className="shell">
      <a className="skip" href="#main">
        <FormattedMessage id="app.skip" />
      </a>
      <Rail />
      <Top />
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Palette onSheet={() => setSheet(true)} onTheme={toggleTheme} />
      <KeySheet opened={sheet} onClose={() => setSheet(false)} />
    </div>
  );
}

function useThemeToggle(): () => void {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return () => setColorScheme(scheme === 'light' ? 'dark' : 'light');
}

function Rail() {
  const intl = useIntl();
  const [{ data }] = useQuery({ query: Counts });
  return (
    <nav className="rail" aria-label={intl.formatMessage({ id: 'nav.label' })}>
      <div className="brand">
        <img src="/assets/mark.svg" alt="" width={24} height={24} />
        <span>
          <FormattedMessage id="app.name" />
        </span>
      </div>
      {PLACES.map(({ to, icon: Icon, words }) => (
        <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }} title={intl.formatMessage({ id: words })}>
          <Icon size={20} stroke={1.6} aria-hidden />
          <span>
            <FormattedMessage id={words} />
          </span>
          {to === '/inbox' && data && data.inbox.totalCount > 0 ? <span className="count">{data.inbox.totalCount}</span> : null}
        </Link>
      ))}
      <a className="end" href="/explorer" data-more title={intl.formatMessage({ id: 'nav.explorer' })}>
        <IconTerminal2 size={20} stroke={1.6} aria-hidden />
        <span>
          <FormattedMessage id="nav.explorer" />
        </span>
      </a>
      <Link to="/me" activeProps={{ 'aria-current': 'page' }} title={intl.formatMessage({ id: 'nav.me' })}>
        <IconUser size={20} stroke={1.6} aria-hidden />
        <span>
          <FormattedMessage id="nav.me" />
        </span>
      </Link>
    </nav>
  );
}

function Top() {
  const intl = useIntl();
  return (
    <header className="top">
      <UnstyledButton onClick={spotlight.open} className="muted" aria-label={intl.formatMessage({ id: 'top.palette' })}>
        <FormattedMessage id="top.palette" />
      </UnstyledButton>
      <span className="push" />
      <LiveDot />
      <LinkButton to="/propose" size="xs">
        <FormattedMessage id="top.propose" />
      </LinkButton>
    </header>
  );
}

function LiveDot() {
  const state = useSyncExternalStore(liveLine.subscribe, liveLine.now);
  return (
    <span
      className="pill wide-only"
      data-tone={state === 'offline' ? 'no' : state === 'connected' ? 'approved' : 'withdrawn'}
      role="status"
    >
      <span aria-hidden>●</span>
      <FormattedMessage id={`line.${state}` as MessageId} />
    </span>
  );
}
