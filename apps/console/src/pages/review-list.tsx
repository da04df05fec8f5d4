import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { isIdle, useListKeys } from '../keys/use-list-keys';
import { useCauseName } from '../parts/cause-name';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { Verdict } from '../parts/precedent';
import { Picked } from '../parts/selection-bar';
import { When } from '../parts/when';
import type { ReviewShow } from './review-search';

/** What the queue shows of a review. */
export const ReviewRow = gql(
  `fragment ReviewRow on Review {
    id status risk dueAt overdue disposition disposedAt reviewer { id name } secondReader { id name }
    exception { id ref proposer { id name } revision { cause whatWeDo whyFair remedy { ...RemedyParts } } }
  }`,
  [RemedyParts],
);

type Row = ResultOf<typeof ReviewRow>;

interface ReviewListProps {
  readonly reviews: readonly FragmentOf<typeof ReviewRow>[];
  readonly chosenId: string | undefined;
  readonly show: ReviewShow;
  readonly isPicked: (id: string) => boolean;
}

/** Reviews with one cause and one kind of remedy stand together, in the order of the first of them. */
export function ReviewList({ reviews, chosenId, show, isPicked }: ReviewListProps) {
  const intl = useIntl();
  const navigate = useNavigate();
  const groups = byPattern(readFragment(ReviewRow, reviews), useCauseName());
  const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
  useListKeys(ids, chosenId, (id) => void navigate({ to: '/reviews', search: { id, show }, replace: true }));
  const [longId, setLong] = useState<string>();
  const isOnRow = () => document.activeElement?.matches('a.row') === true;
  useKey('expand', () => setLong(longId === chosenId ? undefined : chosenId), chosenId ? () => isIdle() || isOnRow() : false);
  if (ids.length === 0)
    return (
      <p className="empty">
        <FormattedMessage id={show === 'done' ? 'reviews.noneDone' : 'reviews.empty'} />
      </p>
    );
  return groups.map(({ key, name, kind, rows }) => (
    <Fragment key={key}>
      <h2 className="group">
        {name} · {intl.formatMessage({ id: `kind.${kind}` })} <span className="meta">{rows.length}</span>
      </h2>
      {rows.map((row) => (
        <ReviewLine
          key={row.id}
          row={row}
          isChosen={row.id === chosenId}
          isPicked={isPicked(row.id)}
          isLong={row.id === longId}
          show={show}
        />
      ))}
    </Fragment>
  ));
}

/** What was merged stands with what it was merged into, under its name. */
function byPattern(rows: readonly Row[], nameOf: (cause: string) => string) {
  const groups = new Map<string, { key: string; name: string; kind: ReturnType<typeof kindOf>; rows: Row[] }>();
  for (const row of rows) {
    const { cause } = row.exception.revision;
    const [name, kind] = [nameOf(cause), kindOf(row)];
    const key = `${name || cause} ${kind}`;
    const group = groups.get(key) ?? { key, name, kind, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function kindOf({ exception }: Row) {
  return readFragment(RemedyParts, exception.revision.remedy).kind;
}

interface ReviewLineProps {
  readonly row: Row;
  readonly isChosen: boolean;
  readonly isPicked: boolean;
  /** Shows all that is done and why, so that most can be judged from the list. */
  readonly isLong: boolean;
  readonly show: ReviewShow;
}

function ReviewLine({ row, isChosen, isPicked, isLong, show }: ReviewLineProps) {
  const remedyWords = useRemedyWords();
  const { exception, status, overdue, dueAt, reviewer, secondReader, risk, disposition } = row;
  return (
    <Link className="row" to="/reviews" search={{ id: row.id, show }} aria-current={isChosen ? 'true' : undefined} activeProps={{}}>
      <span className="line">
        <strong>{exception.ref}</strong>
        {isPicked ? <Picked /> : null}
        <span className="push">{remedyWords(exception.revision.remedy)}</span>
      </span>
      <span className={isLong ? 'whole' : 'clamp'}>{exception.revision.whatWeDo}</span>
      {isLong ? <span className="whole fair">{exception.revision.whyFair}</span> : null}
      <span className="line meta">
        {disposition ? (
          <Verdict disposition={disposition} />
        ) : (
          <span className="pill" data-tone={overdue ? 'no' : 'review'}>
            <span>
              <FormattedMessage id={overdue ? 'reviews.late' : 'reviews.due'} values={{ when: <When at={dueAt} /> }} />
            </span>
          </span>
        )}
        {status === 'CLAIMED' && reviewer ? <FormattedMessage id="reviews.reads" values={{ name: reviewer.name }} /> : null}
        {status === 'QUEUED' && secondReader ? <FormattedMessage id="reviews.second" values={{ name: secondReader.name }} /> : null}
        <span className="push">
          <FormattedMessage id="reviews.risk" values={{ risk }} />
        </span>
      </span>
    </Link>
  );
}
