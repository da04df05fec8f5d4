import '../styles/lists.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';
import { useTitle } from './use-title';

const TITLES = {
  '/causes': 'causes.title',
  '/inbox': 'inbox.title',
  '/patterns': 'patterns.title',
  '/people': 'people.title',
  '/policies': 'policies.title',
  '/proposals': 'proposals.title',
  '/reviews': 'reviews.title',
} as const satisfies Record<string, MessageId>;

interface PanesProps {
  readonly at: keyof typeof TITLES;
  /** How many wait here, for the title of the window. */
  readonly count?: number;
  readonly list: ReactNode;
  /** Whether something of the list is chosen. On a narrow screen it then takes the place of the list. */
  readonly isOpen: boolean;
  /** What is said beside the list while nothing is chosen. */
  readonly choose: MessageId;
  /** What is chosen. */
  readonly children?: ReactNode;
}

/** The frame of every page that has a list, and beside it what is chosen of it. */
export function Panes({ at, count, list, isOpen, choose, children }: PanesProps) {
  const title = TITLES[at];
  useTitle(useIntl().formatMessage({ id: title }), count);
  return (
    <div className="panes" data-open={isOpen}>
      <section className="list" aria-labelledby="panes">
        <h1 id="panes">
          <FormattedMessage id={title} />
        </h1>
        {list}
      </section>
      <section className="detail">
        {isOpen ? (
          <Link className="back" to={at} search={{}}>
            ← <FormattedMessage id={title} />
          </Link>
        ) : null}
        {children ?? (
          <p className="empty muted">
            <FormattedMessage id={choose} />
          </p>
        )}
      </section>
    </div>
  );
}
