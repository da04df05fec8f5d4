import { Kbd, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { FormattedMessage, FormattedTime } from 'react-intl';
import { useSubscription } from 'urql';
import { gql } from '../graphql/gql';
import { keyOf, keyWords, type KeyActionId } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { LinkButton } from '../parts/link-button';
import { useLine } from '../parts/use-line';
import { Bell } from './bell';
import { DesktopAsk } from './desktop-ask';
import { palette, paletteStore } from './palette-store';
import { EXPLORER, placesOf } from './places';
import { Rail } from './rail';
import { useBackKey, useRailFold } from './frame-keys';
import { useSelf } from './session';

const Palette = lazy(() => import('./palette').then(({ Palette }) => ({ default: Palette })));
const KeySheet = lazy(() => import('./key-sheet').then(({ KeySheet }) => ({ default: KeySheet })));

const InboxChanged = gql(`subscription InboxChanged { inboxChanged { exceptionId waitsForYou } }`);

/** The frame of every page: where one can go, what one can do from anywhere, and whether the line is live. */
export function Shell() {
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<boolean>(); // undefined until it was asked for
  const toggleTheme = useThemeToggle();
  const rail = useRailFold();
  const isPaletteAsked = useOnceOpened();
  useSubscription({ query: InboxChanged });
  useKey('palette', palette.open);
  useKey('propose', () => void navigate({ to: '/propose' }));
  useKey('sheet', () => setSheet((open) => !open));
  useKey('theme', toggleTheme);
  useKey('rail', rail.turn);
  useBackKey();
  return (
    <div className="shell" data-rail={rail.isFolded ? 'folded' : undefined}>
      <a className="skip" href="#main">
        <FormattedMessage id="app.skip" />
      </a>
      <Rail fold={rail} />
      <Top />
      <main className="main" id="main" tabIndex={-1}>
        <LineBar />
        <DesktopAsk />
        <Outlet />
      </main>
      <Suspense fallback={null}>
        {isPaletteAsked ? <Palette /> : null}
        {sheet === undefined ? null : <KeySheet opened={sheet} onClose={() => setSheet(false)} />}
      </Suspense>
      <PlaceKeys />
    </div>
  );
}

/** Whether the palette was opened since the page began: before that it is not loaded. */
function useOnceOpened(): boolean {
  const { opened } = useSpotlight(paletteStore);
  const [was, setWas] = useState(opened);
  if (opened && !was) setWas(true);
  return was;
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
  const keys = keyOf('palette');
  return (
    <header className="top">
      <UnstyledButton onClick={palette.open} className="search">
        <IconSearch size={16} stroke={1.6} aria-hidden />
        <span className="wide-only">
          <FormattedMessage id="top.palette" />
        </span>
        <span className="narrow-only">
          <FormattedMessage id="top.search" />
        </span>
        {keys ? (
          <Kbd className="push wide-only" size="xs" aria-hidden>
            {keyWords(keys)}
          </Kbd>
        ) : null}
      </UnstyledButton>
      <span className="push" />
      <LiveDot />
      <Bell />
      <LinkButton to="/propose" size="xs">
        <FormattedMessage id="top.propose" />
      </LinkButton>
    </header>
  );
}

const TONES = { connected: 'approved', connecting: 'withdrawn', silent: 'waiting', offline: 'no' } as const;

function LiveDot() {
  const line = useLine();
  return (
    <span className="pill live" data-tone={TONES[line]} role="status">
      <span aria-hidden>●</span>
      <span>
        <FormattedMessage id={`line.${line}`} />
      </span>
    </span>
  );
}

/** Why nothing can be changed now, and what is safe. */
function LineBar() {
  const line = useLine();
  const since = useRef(Date.now());
  useEffect(() => {
    if (line === 'connected') return () => void (since.current = Date.now());
    return undefined;
  }, [line]);
  if (line !== 'offline') return null;
  return (
    <p className="banner line" data-tone="no" role="alert" id="line">
      <FormattedMessage id="line.words" values={{ at: <FormattedTime value={since.current} /> }} />
    </p>
  );
}
