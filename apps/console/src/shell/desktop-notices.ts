import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { desktopNow } from '../parts/desktop';
import { type About, noticeTitle } from '../parts/notice-title';

/** More at once are told as one. */
const MOST = 3;
const LOOKED_AT = 'countersign.lookedAt';

interface Told extends About {
  readonly id: string;
}

/**
 * Tells of what is new beside the window, where this person asked for it and looks at no page of ours. A screen may be seen by others, so that it says
 * what it is about and nobody's name or words.
 * @param unread the newest unread notices; undefined while they are being fetched
 */
export function useDesktopNotices(unread: readonly Told[] | undefined): void {
  const intl = useIntl();
  const navigate = useNavigate();
  const known = useRef<Set<string>>(undefined);
  useEffect(() => holdWhileVisible(), []);
  useEffect(() => {
    if (!unread) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...unread.map(({ id }) => id)]);
    const fresh = before ? unread.filter(({ id }) => !before.has(id)) : []; // what was there when the page came is no news
    if (fresh.length === 0 || desktopNow() !== 'on') return;
    const show = (body: string, tag: string, open?: string) => {
      const shown = new Notification(intl.formatMessage({ id: 'app.name' }), { body, tag, icon: '/assets/mark.svg' });
      shown.onclick = () => {
        window.focus();
        shown.close();
        void navigate({ to: '/notices', search: open ? { open } : {} });
      };
    };
    void isLookedAt().then((isSeen) => {
      if (isSeen) return;
      if (fresh.length > MOST) show(intl.formatMessage({ id: 'desktop.many' }, { count: fresh.length }), fresh[0]?.id ?? '');
      else fresh.forEach((notice) => show(noticeTitle(intl, notice), notice.id, notice.id)); // windows that tell the same share the tag, so it is shown once
    });
  }, [unread, intl, navigate]);
}

/** Whether this or any other window of ours is being looked at: each holds a lock for as long as it is. */
async function isLookedAt(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return document.visibilityState === 'visible' || held.some(({ name }) => name === LOOKED_AT);
}

function holdWhileVisible(): () => void {
  let letGo: (() => void) | undefined;
  const change = () => {
    letGo?.();
    letGo = undefined;
    if (document.visibilityState !== 'visible') return;
    const hidden = new Promise<void>((resolve) => (letGo = resolve));
    void navigator.locks?.request(LOOKED_AT, { mode: 'shared' }, () => hidden);
  };
  change();
  document.addEventListener('visibilitychange', change);
  return () => {
    document.removeEventListener('visibilitychange', change);
    letGo?.();
  };
}
