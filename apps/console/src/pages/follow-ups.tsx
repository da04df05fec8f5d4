import '../styles/work.css';
import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { ActButton } from '../parts/act-button';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { usePages } from '../parts/use-pages';
import { useTitle } from '../parts/use-title';
import { useNow, When } from '../parts/when';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { CASE_ACTS } from './case-acts';
import { openFollowUp } from './case-data';
import { FollowUpTries } from './follow-up-tries';
import { Reach, Reachable } from './reach';

const MyFollowUps = gql(`
  query MyFollowUps($me: ID!, $after: String) {
    customerCases(first: 50, after: $after, orderBy: NEXT_PROMISE, filter: { ownerId: $me, status: [SOLVED] }) {
      pageInfo { hasNextPage endCursor }
      nodes { id ref need customer { id name timeZone } followUps { id dueAt endedAt } }
    }
  }
`);
const Tries = gql(`
  query FollowUpTries($id: ID!) {
    customerCase(id: $id) { id followUps { id endedAt tries { number at channel outcome note by { id name } } } }
  }
`);

type Solved = ResultOf<typeof MyFollowUps>['customerCases']['nodes'][number];

/** Did it really help? Whose day to be asked has come stands on top; the others say when it comes. */
export function FollowUps() {
  const intl = useIntl();
  const now = useNow();
  const list = usePages(MyFollowUps, { me: useSelf().id }, ({ customerCases }) => customerCases);
  const open = list.nodes.flatMap((solved) => {
    const followUp = openFollowUp(solved.followUps);
    return followUp ? [{ solved, ...followUp }] : [];
  });
  const due = open.filter(({ dueAt }) => Date.parse(dueAt) <= now);
  const later = open.filter((one) => !due.includes(one));
  useTitle(intl.formatMessage({ id: 'followUps.title' }), due.length);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="followUps.title" />
      </h1>
      <p className="muted">
        <FormattedMessage id="followUps.says" />
      </p>
      {list.data ? null : <Unready error={list.error} again={list.again} rows={4} />}
      {list.data && due.length === 0 ? (
        <p>
          <FormattedMessage id="followUps.empty" />
        </p>
      ) : null}
      {due.map(({ id, solved, dueAt }) => (
        <ToAsk key={id} followUpId={id} solved={solved} dueAt={dueAt} />
      ))}
      {later.length > 0 ? (
        <section>
          <h2>
            <FormattedMessage id="followUps.later" />
          </h2>
          {later.map(({ id, solved, dueAt }) => (
            <div key={id} className="item line-of">
              <Link to="/cases/$id" params={{ id: solved.id }}>
                {solved.customer.name ?? <FormattedMessage id="case.erased" />} {solved.ref}
              </Link>
              <span className="push meta">
                <When at={dueAt} />
              </span>
            </div>
          ))}
        </section>
      ) : null}
      <MoreButton list={list} />
    </div>
  );
}

/** One customer who is to be asked, how often that was tried, and what they said. */
function ToAsk({ followUpId, solved, dueAt }: { followUpId: string; solved: Solved; dueAt: string }) {
  const [recording, setRecording] = useState(false);
  const [{ data }] = useQuery({ query: Tries, variables: { id: solved.id } });
  const tries = data?.customerCase?.followUps.find(({ id }) => id === followUpId)?.tries ?? [];
  return (
    <section className="card">
      <div className="line-of">
        <strong>
          <Link to="/cases/$id" params={{ id: solved.id }}>
            {solved.customer.name ?? <FormattedMessage id="case.erased" />} {solved.ref}
          </Link>
        </strong>
        <span className="push meta">
          <FormattedMessage id="followUps.due" values={{ when: <When at={dueAt} /> }} />
        </span>
      </div>
      <p className="clamp">{solved.need}</p>
      <FollowUpTries tries={tries} />
      {tries.length > 0 ? (
        <p className="meta">
          <FormattedMessage id="followUps.rule" values={{ count: tries.length }} />
        </p>
      ) : null}
      <Group gap="xs">
        <ActButton size="sm" onClick={() => setRecording(true)}>
          <FormattedMessage id="followUps.record" />
        </ActButton>
        <Reachable caseId={solved.id}>
          <Reach words="promises.callNow" />
        </Reachable>
      </Group>
      {recording ? (
        <CaseActDialog
          act={CASE_ACTS.FOLLOW_UP}
          about={{ id: followUpId, zone: solved.customer.timeZone }}
          values={{ ref: solved.ref, customer: solved.customer.name ?? '' }}
          onClose={() => setRecording(false)}
        />
      ) : null}
    </section>
  );
}
