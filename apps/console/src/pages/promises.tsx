import '../styles/work.css';
import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, type ResultOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import { Clocks } from '../parts/clocks';
import { ExportLink } from '../parts/export-link';
import { MoreButton } from '../parts/more-button';
import { PromiseMark } from '../parts/promise-mark';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useTitle } from '../parts/use-title';
import { useNow } from '../parts/when';
import { HERE } from '../parts/zone-now';
import { localIn } from '../parts/zoned';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { KEEP, RENEGOTIATE, type CaseAct } from './case-acts';
import { Reach, Reachable } from './reach';

const MyPromises = gql(`
  query MyPromises($filter: GetBackFilter!, $after: String) {
    getBacks(first: 50, after: $after, filter: $filter) {
      pageInfo { hasNextPage endCursor }
      nodes { id what dueAt timeZone status deliveredAt case { id ref customer { id name } } }
    }
  }
`);

type Due = ResultOf<typeof MyPromises>['getBacks']['nodes'][number];

const GROUPS = ['late', 'today', 'later'] as const;

/** Every word that this person has given, or taken over, and not kept yet: late, today, later. */
export function Promises() {
  const intl = useIntl();
  const now = useNow();
  const filter = { ownerId: useSelf().id, open: true };
  const list = usePages(MyPromises, { filter }, ({ getBacks }) => getBacks);
  const due = list.nodes;
  const [chosenId, setChosenId] = useState<string>();
  const [act, setAct] = useState<CaseAct>();
  const chosen = due.find(({ id }) => id === chosenId) ?? due[0];
  const step = (by: 1 | -1) => () => setChosenId(due[Math.min(due.length - 1, Math.max(0, due.indexOf(chosen ?? due[0]!) + by))]?.id);
  const press = (one: CaseAct, id?: string) => {
    if (id) setChosenId(id);
    setAct(one);
  };
  useTitle(intl.formatMessage({ id: 'promises.title' }), due.length);
  useKey('next', step(1), due.length > 0);
  useKey('previous', step(-1), due.length > 0);
  useKey('done', () => press(KEEP, chosen?.id), due.length > 0);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="promises.title" />
      </h1>
      {list.data ? null : <Unready error={list.error} again={list.again} rows={5} />}
      {list.data && due.length === 0 ? (
        <p>
          <FormattedMessage id="promises.empty" />
        </p>
      ) : null}
      {GROUPS.map((group) => (
        <DueGroup
          key={group}
          group={group}
          due={due.filter(({ dueAt }) => groupOf(dueAt, now) === group)}
          chosenId={chosen?.id}
          onPress={press}
        />
      ))}
      <MoreButton list={list} />
      {due.length > 0 ? <ExportLink list="promises" asked={{ filter }} mt="md" /> : null}
      {act && chosen ? (
        <CaseActDialog
          act={act}
          about={{ id: chosen.id, zone: chosen.timeZone }}
          values={{ what: chosen.what, customer: chosen.case.customer.name ?? '' }}
          onClose={() => setAct(undefined)}
        />
      ) : null}
    </div>
  );
}

interface GroupProps {
  readonly group: (typeof GROUPS)[number];
  readonly due: readonly Due[];
  readonly chosenId: string | undefined;
  onPress: (act: CaseAct, id: string) => void;
}

function DueGroup({ group, due, chosenId, onPress }: GroupProps) {
  if (due.length === 0) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id={`promises.${group}`} values={{ count: due.length }} />
      </h2>
      {due.map((one) => (
        <Row key={one.id} promise={one} isChosen={one.id === chosenId} onPress={(act) => onPress(act, one.id)} />
      ))}
    </section>
  );
}

function Row({ promise, isChosen, onPress }: { promise: Due; isChosen: boolean; onPress: (act: CaseAct) => void }) {
  const { ref, id: caseId, customer } = promise.case;
  return (
    <div className="item" data-chosen={isChosen || undefined}>
      <div className="line-of">
        <strong>{promise.what || <FormattedMessage id="case.erased" />}</strong>
        <span className="push">
          <PromiseMark promise={promise} />
        </span>
      </div>
      <p className="meta">
        <Link to="/cases/$id" params={{ id: caseId }}>
          {customer.name ?? <FormattedMessage id="case.erased" />} {ref}
        </Link>{' '}
        · <Clocks at={promise.dueAt} zone={promise.timeZone} />
      </p>
      <Group gap="xs">
        <ActButton size="xs" variant={isChosen ? 'filled' : 'default'} onClick={() => onPress(KEEP)}>
          <FormattedMessage id={KEEP.words} />
        </ActButton>
        {promise.status === 'MADE' ? (
          <ActButton size="xs" variant="default" onClick={() => onPress(RENEGOTIATE)}>
            <FormattedMessage id={RENEGOTIATE.words} />
          </ActButton>
        ) : null}
        <Reachable caseId={caseId} hasKey={isChosen}>
          <Reach words="promises.callNow" />
        </Reachable>
      </Group>
    </div>
  );
}

/** Today is the day of whoever reads it. */
function groupOf(dueAt: string, now: number): (typeof GROUPS)[number] {
  const at = Date.parse(dueAt);
  if (at <= now) return 'late';
  return localIn(HERE, at).slice(0, 10) === localIn(HERE, now).slice(0, 10) ? 'today' : 'later';
}
