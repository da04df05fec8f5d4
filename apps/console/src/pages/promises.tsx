import '../styles/work.css';
import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { Clocks } from '../parts/clocks';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { PromiseMark } from '../parts/promise-mark';
import { useTitle } from '../parts/use-title';
import { useNow } from '../parts/when';
import { HERE, localIn } from '../parts/zoned';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { KEEP, RENEGOTIATE, type CaseAct } from './case-acts';
import { isOpenPromise } from './case-data';
import { Reach } from './reach';

const MyPromises = gql(`
  query MyPromises($me: ID!) {
    customerCases(first: 50, orderBy: NEXT_PROMISE, filter: { ownerId: $me, status: [OWNED] }) {
      nodes { id ref customer { id name timeZone } getBacks { id what dueAt timeZone status deliveredAt } }
    }
  }
`);

type CaseOf = ResultOf<typeof MyPromises>['customerCases']['nodes'][number];
interface Due {
  readonly promise: CaseOf['getBacks'][number];
  readonly of: CaseOf;
}

const GROUPS = ['late', 'today', 'later'] as const;

/** Every word that this person has given, or taken over, and not kept yet: late, today, later. */
export function Promises() {
  const intl = useIntl();
  const now = useNow();
  const [{ data, error, fetching }, again] = useQuery({ query: MyPromises, variables: { me: useSelf().id } });
  const [chosenId, setChosenId] = useState<string>();
  const [act, setAct] = useState<CaseAct>();
  const due = dueOf(data?.customerCases.nodes ?? []);
  const chosen = due.find(({ promise }) => promise.id === chosenId) ?? due[0];
  const step = (by: 1 | -1) => () =>
    setChosenId(due[Math.min(due.length - 1, Math.max(0, due.indexOf(chosen ?? due[0]!) + by))]?.promise.id);
  const press = (one: CaseAct, id?: string) => {
    if (id) setChosenId(id);
    setAct(one);
  };
  useTitle(intl.formatMessage({ id: 'promises.title' }), due.length);
  useKey('next', step(1), due.length > 0);
  useKey('previous', step(-1), due.length > 0);
  useKey('done', () => press(KEEP, chosen?.promise.id), due.length > 0);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="promises.title" />
      </h1>
      {error && !data ? <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} /> : null}
      {!data && fetching ? <LateSkeleton rows={5} /> : null}
      {data && due.length === 0 ? (
        <p>
          <FormattedMessage id="promises.empty" />
        </p>
      ) : null}
      {GROUPS.map((group) => (
        <DueGroup
          key={group}
          group={group}
          due={due.filter(({ promise }) => groupOf(promise.dueAt, now) === group)}
          chosenId={chosen?.promise.id}
          onPress={press}
        />
      ))}
      {act && chosen ? (
        <CaseActDialog
          act={act}
          about={{ id: chosen.promise.id, zone: chosen.promise.timeZone }}
          values={{ what: chosen.promise.what, customer: chosen.of.customer.name ?? '' }}
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
        <Row key={one.promise.id} due={one} isChosen={one.promise.id === chosenId} onPress={(act) => onPress(act, one.promise.id)} />
      ))}
    </section>
  );
}

function Row({ due: { promise, of }, isChosen, onPress }: { due: Due; isChosen: boolean; onPress: (act: CaseAct) => void }) {
  return (
    <div className="item" data-chosen={isChosen || undefined}>
      <div className="line-of">
        <strong>{promise.what || <FormattedMessage id="case.erased" />}</strong>
        <span className="push">
          <PromiseMark promise={promise} />
        </span>
      </div>
      <p className="meta">
        <Link to="/cases/$id" params={{ id: of.id }}>
          {of.customer.name ?? <FormattedMessage id="case.erased" />} {of.ref}
        </Link>{' '}
        · <Clocks at={promise.dueAt} zone={promise.timeZone} />
      </p>
      <Group gap="xs">
        <Button size="xs" variant={isChosen ? 'filled' : 'default'} onClick={() => onPress(KEEP)}>
          <FormattedMessage id={KEEP.words} />
        </Button>
        {promise.status === 'MADE' ? (
          <Button size="xs" variant="default" onClick={() => onPress(RENEGOTIATE)}>
            <FormattedMessage id={RENEGOTIATE.words} />
          </Button>
        ) : null}
        <Reach caseId={of.id} words="promises.callNow" />
      </Group>
    </div>
  );
}

function dueOf(cases: readonly CaseOf[]): Due[] {
  return cases
    .flatMap((of) => of.getBacks.filter(isOpenPromise).map((promise) => ({ promise, of })))
    .sort((one, other) => one.promise.dueAt.localeCompare(other.promise.dueAt));
}

/** Today is the day of whoever reads it. */
function groupOf(dueAt: string, now: number): (typeof GROUPS)[number] {
  const at = Date.parse(dueAt);
  if (at <= now) return 'late';
  return localIn(HERE, at).slice(0, 10) === localIn(HERE, now).slice(0, 10) ? 'today' : 'later';
}
