import { UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type FragmentOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import type { CalmRow } from '../parts/use-calm-rows';
import { HERE } from '../parts/zone-now';
import { localIn } from '../parts/zoned';
import { ExceptionLine, ExceptionRow } from './exception-list';

/** What the inbox knows of a proposal besides its row. */
export interface Waiting {
  readonly id: string;
  readonly case: { readonly nextDueAt: string | null };
  readonly row: FragmentOf<typeof ExceptionRow>;
}

/** A row, and to which group it belongs. */
export type InboxRow = CalmRow<Waiting>;

/** How long what somebody else decided is still to be seen. */
const GONE_MS = 10_000;

/** A customer who was promised an answer by the end of today, or before, is served first. Today is the day of whoever reads. */
export function inGroups(rows: readonly InboxRow[], now: number): Record<'promisedToday' | 'waiting', readonly InboxRow[]> {
  const today = localIn(HERE, now).slice(0, 10);
  const isPromised = ({ node: { case: its } }: InboxRow) =>
    its.nextDueAt !== null && localIn(HERE, Date.parse(its.nextDueAt)).slice(0, 10) <= today;
  return { promisedToday: rows.filter(isPromised), waiting: rows.filter((row) => !isPromised(row)) };
}

interface InboxRowsProps {
  readonly groups: ReturnType<typeof inGroups>;
  readonly shownId: string | undefined;
  /** How many came that are not shown yet. */
  readonly held: number;
  onLetIn: () => void;
  onLeave: (id: string) => void;
}

/** What waits for a signature, in its groups, with what came meanwhile counted on top. */
export function InboxRows({ groups, shownId, held, onLetIn, onLeave }: InboxRowsProps) {
  const navigate = useNavigate();
  const rows = [...groups.promisedToday, ...groups.waiting];
  useListKeys(
    rows.map(({ node }) => node.id),
    shownId,
    (id) => void navigate({ to: '/inbox', search: { id }, replace: true }),
  );
  return (
    <>
      <div className="held" role="status">
        {held > 0 ? (
          <UnstyledButton className="pill" data-tone="review" onClick={onLetIn}>
            <span aria-hidden>↑</span> <FormattedMessage id="inbox.new" values={{ count: held }} />
          </UnstyledButton>
        ) : null}
      </div>
      {(['promisedToday', 'waiting'] as const).map((group) =>
        groups[group].length === 0 ? null : (
          <section key={group} aria-labelledby={`inbox-${group}`}>
            <h2 className="group" id={`inbox-${group}`}>
              <FormattedMessage id={`inbox.${group}`} />{' '}
              <span className="meta">{groups[group].filter(({ isGone }) => !isGone).length}</span>
            </h2>
            {groups[group].map(({ node, isNew, isGone }) =>
              isGone ? (
                <GoneLine key={node.id} waited={node} isChosen={node.id === shownId} onOver={onLeave} />
              ) : (
                <ExceptionLine
                  key={node.id}
                  exception={node.row}
                  isChosen={node.id === shownId}
                  to="/inbox"
                  isForAnyPeer
                  change={isNew ? 'new' : undefined}
                />
              ),
            )}
          </section>
        ),
      )}
    </>
  );
}

const WhatBecame = gql(`query WhatBecame($id: ID!) { exception(id: $id) { id ...ExceptionRow } }`, [ExceptionRow]);

/** Decided elsewhere: what became of it can be read here for a while. */
function GoneLine({ waited, isChosen, onOver }: { waited: Waiting; isChosen: boolean; onOver: (id: string) => void }) {
  const { id } = waited;
  const [{ data }] = useQuery({ query: WhatBecame, variables: { id }, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    const timer = setTimeout(() => onOver(id), GONE_MS);
    return () => clearTimeout(timer);
  }, [id]); // the time runs from when it went, whoever is told of its end
  return <ExceptionLine exception={data?.exception ?? waited.row} isChosen={isChosen} to="/inbox" change="gone" />;
}
