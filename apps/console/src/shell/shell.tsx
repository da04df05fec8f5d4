import { UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useSubscription } from 'urql';
import { liveLine } from '../graphql/client';
import { gql } from '../graphql/gql';
import type { KeyActionId } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { LinkButton } from '../parts/link-button';
import type { MessageId } from '../words/messages';
import { KeySheet } from './key-sheet';
import { Palette } from './palette';
import { EXPLORER, placesOf } from './places';
import { Rail } from './rail';
import { useSelf } from './session';

const InboxChanged = gql(`subscription InboxChanged { inboxChanged { exceptionId waitsForYou } }`);
const NoticesChanged = gql(`subscription NoticesChanged { noticesChanged { unread } }`);

/** The frame of every page: where one can go, what one can do from anywhere, and whether the line is live. */
export function Shell() {
  const navigate = useNavigate();
  const [sheet, setSheet] = useState(false);
  const toggleTheme = useThemeToggle();
  useSubscription({ query: InboxChanged });
  useSubscription({ query: NoticesChanged });
  useKey('palette', spotlight.open);
  useKey('propose', () => void navigate({ to: '/propose' }));
  useKey('sheet', () => setSheet((open) => !open));
  useKey('theme', toggleTheme);
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
      <PlaceKeys />
    </div>
  );
}

function useThemeToggle(): () => void {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return () => setColorScheme(scheme === 'light' ? 'dark' : 'light');
}

/** The keys that lead to places; each is a component, since how many there are depends on the roles. */
function PlaceKeys() {
  const navigate = useNavigate();
  return (
    <>
      {placesOf(useSelf().roles).map(({ to, key }) => (key ? <PlaceKey key={to} id={key} go={() => void navigate({ to })} /> : null))}
      <PlaceKey id={EXPLORER.key} go={() => location.assign(EXPLORER.href)} />
    </>
  );
}

function PlaceKey({ id, go }: { id: KeyActionId; go: () => void }) {
  useKey(id, go);
  return null;
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
