import '../styles/work.css';
import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { lineNow } from '../graphql/line';
import { useRowKeys } from '../keys/use-list-keys';
import { ActButton } from '../parts/act-button';
import { MoreButton } from '../parts/more-button';
import { noticeTitle } from '../parts/notice-title';
import { useNoticeWords } from '../parts/notice-words';
import { Mark } from '../parts/pill';
import { Unready } from '../parts/unready';
import { useAct } from '../parts/use-act';
import { usePages } from '../parts/use-pages';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { MARK_READ, type NoticeData, Notices, placeOf } from './notice-data';

const route = getRouteApi('/notices');

/** What this person is told, the newest first; each leads to where something can be done about it. */
export function NoticesPage() {
  const { open } = route.useSearch();
  return open ? <OneNotice key={open} id={open} /> : <NoticeList />;
}

function NoticeList() {
  const intl = useIntl();
  const list = usePages(Notices, {}, ({ notices }) => notices);
  const words = useNoticeWords();
  const { busy, act } = useAct();
  const unread = list.nodes.filter(({ readAt }) => !readAt).map(({ id }) => id);
  const read = (noticeIds: readonly string[]) => void act(MARK_READ, { noticeIds: noticeIds.slice(0, MOST_READ) });
  useTitle(intl.formatMessage({ id: 'notices.title' }), unread.length);
  useRowKeys();
  return (
    <div className="page narrow">
      <div className="title">
        <h1>
          <FormattedMessage id="notices.title" />
        </h1>
        {unread.length > 0 ? (
          <ActButton variant="default" size="xs" loading={busy} onClick={() => read(unread)}>
            <FormattedMessage id="notices.readAll" />
          </ActButton>
        ) : null}
      </div>
      {list.data && words ? null : <Unready error={list.error} again={list.again} />}
      {list.data && list.nodes.length === 0 ? (
        <p>
          <FormattedMessage id="notices.empty" />
        </p>
      ) : null}
      {words
        ? list.nodes.map((notice) => <Row key={notice.id} notice={notice} words={words(notice)} onRead={() => read([notice.id])} />)
        : null}
      <MoreButton list={list} />
    </div>
  );
}

/** As many are marked by one call. */
const MOST_READ = 100;

function Row({ notice, words, onRead }: { notice: NoticeData; words: string; onRead: () => void }) {
  const { id, at, readAt, mail } = notice;
  const opened = () => {
    if (!readAt && lineNow.now() !== 'offline') onRead();
  };
  return (
    <article className="item notice" data-unread={!readAt || undefined}>
      <p className="line-of">
        <Link {...placeOf(notice)} data-row={id} onClick={opened}>
          {noticeTitle(useIntl(), notice)}
        </Link>
        {readAt ? null : <Mark tone="review" glyph="●" id="notices.unread" />}
        <span className="meta push">
          <When at={at} />
        </span>
      </p>
      <p>{words}</p>
      {mail === 'FAILED' ? (
        <p className="meta">
          <FormattedMessage id="notices.noMail" />
        </p>
      ) : null}
    </article>
  );
}

/** What the link in a mail leads to: it is read then, and its thing is opened in its place. */
function OneNotice({ id }: { id: string }) {
  const navigate = useNavigate();
  const [{ data, error }, again] = useQuery({ query: Notices, variables: { id }, requestPolicy: 'network-only' });
  const { act } = useAct();
  const isOpened = useRef(false);
  const notice = data?.notices.nodes[0];
  useTitle(useIntl().formatMessage({ id: 'notices.title' }));
  useEffect(() => {
    if (!notice || isOpened.current) return;
    isOpened.current = true;
    if (!notice.readAt) void act(MARK_READ, { noticeIds: [notice.id] });
    void navigate({ ...placeOf(notice), replace: true });
  }, [notice, act, navigate]);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="notices.title" />
      </h1>
      {data ? null : <Unready error={error} again={again} rows={1} />}
      {data && !notice ? (
        <>
          <p role="status">
            <FormattedMessage id="notices.notYours" />
          </p>
          <Button variant="default" onClick={() => void navigate({ to: '/notices' })}>
            <FormattedMessage id="notices.all" />
          </Button>
        </>
      ) : null}
    </div>
  );
}
