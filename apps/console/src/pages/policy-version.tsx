import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, readFragment } from '../graphql/gql';
import { ConditionParts, ConditionWords, useConditionWords } from '../parts/conditions';
import { Precedent, PrecedentParts } from '../parts/precedent';
import { WordDiff } from '../parts/word-diff';
import type { VersionData } from './policy-data';

const Against = gql(
  `query Against($id: ID!) {
    node(id: $id) {
      ... on PolicyVersion {
        id
        exceptions(first: 10) { totalCount nodes { id ...PrecedentParts } }
        precedents { id ...PrecedentParts }
      }
    }
  }`,
  [PrecedentParts],
);

const DAY_MS = 86_400_000;

interface AvoidedProps {
  readonly avoided: NonNullable<VersionData['exceptionsAvoided']>;
}

/** What one version allows, its whole text, what it says otherwise than the one before, and how it has done since. */
export function PolicyVersionText({ version }: { version: VersionData }) {
  const intl = useIntl();
  const { text, conditions, reviewBy, confidence, exceptionsAvoided, changes } = version;
  return (
    <>
      <Ending version={version} />
      <p className="reading fair">
        <ConditionWords conditions={conditions} />
      </p>
      <p className="reading">{text}</p>
      {changes ? <Changed changes={changes} conditions={conditions} /> : null}
      <dl className="facts">
        <dt>
          <FormattedMessage id="policy.proven" />
        </dt>
        <dd>
          <FormattedMessage
            id={`policy.confidence.${confidence.state}`}
            values={{ ...confidence, share: confidence.helped / confidence.asked }}
          />
        </dd>
        {exceptionsAvoided ? (
          <>
            <dt>
              <FormattedMessage id="policy.avoided" />
            </dt>
            <dd>
              <Avoided avoided={exceptionsAvoided} />
            </dd>
          </>
        ) : null}
        {reviewBy ? (
          <>
            <dt>
              <FormattedMessage id="promote.reviewBy" />
            </dt>
            <dd>{intl.formatDate(reviewBy, { dateStyle: 'long' })}</dd>
          </>
        ) : null}
      </dl>
      <Behind versionId={version.id} />
    </>
  );
}

/** How many customers got a yes by it, beside how many had to wait for one before. */
function Avoided({ avoided: { count, before, beforeDays, expected, since, until } }: AvoidedProps) {
  const intl = useIntl();
  const days = (Date.parse(until) - Date.parse(since)) / DAY_MS;
  return (
    <>
      <FormattedMessage id="policy.avoidedCount" values={{ count, days, since: intl.formatDate(since, { dateStyle: 'medium' }) }} />
      <br />
      <span className="meta">
        {beforeDays > 0 ? (
          <FormattedMessage id="policy.avoidedBefore" values={{ days: beforeDays, before, expected }} />
        ) : (
          <FormattedMessage id="policy.avoidedNothing" />
        )}
      </span>
    </>
  );
}

/** Why a reviewer asks, or asked, to end it: a second one decides by that. */
function Ending({ version: { status, retireReason } }: { version: VersionData }) {
  if (!retireReason) return null;
  return (
    <div className="banner" data-tone={status === 'RETIRED' ? 'withdrawn' : 'waiting'}>
      <p>
        <FormattedMessage id={status === 'RETIRED' ? 'policy.wasRetired' : 'policy.retireAsked'} />
      </p>
      <p className="reading">{retireReason}</p>
    </div>
  );
}

interface ChangedProps {
  readonly changes: NonNullable<VersionData['changes']>;
  /** Those of the later one. */
  readonly conditions: VersionData['conditions'];
}

function Changed({ changes, conditions }: ChangedProps) {
  const wordsOf = useConditionWords();
  const [before, now] = [changes.from.conditions, conditions].map((masked) => wordsOf(readFragment(ConditionParts, masked)));
  const [shown, setShown] = useState(false);
  return (
    <section className="banner" data-tone="waiting">
      <h3>
        <FormattedMessage id="policy.changed" values={{ number: changes.from.number }} />
      </h3>
      {before !== now ? <WordDiff before={before ?? ''} now={now ?? ''} /> : null}
      {shown ? (
        <p className="reading">
          {changes.text.map(({ change, text }, place) =>
            change === 'ADDED' ? (
              <ins key={place}>{text}</ins>
            ) : change === 'REMOVED' ? (
              <del key={place}>{text}</del>
            ) : (
              <span key={place}>{text}</span>
            ),
          )}
        </p>
      ) : (
        <Button size="xs" variant="default" onClick={() => setShown(true)}>
          <FormattedMessage id="proposal.showChanges" />
        </Button>
      )}
    </section>
  );
}

/** The exceptions that it was made from, and those that depart from it. */
function Behind({ versionId }: { versionId: string }) {
  const [{ data }] = useQuery({ query: Against, variables: { id: versionId } });
  const version = data?.node;
  if (!version || !('precedents' in version)) return null;
  const { precedents, exceptions } = version;
  return (
    <>
      {precedents.length > 0 ? (
        <section className="precedents">
          <h3>
            <FormattedMessage id="policy.madeFrom" />
          </h3>
          {precedents.map((one) => (
            <Precedent key={one.id} exception={one} as="h4" />
          ))}
        </section>
      ) : null}
      <section className="precedents">
        <h3>
          <FormattedMessage id="policy.against" values={{ count: exceptions.totalCount }} />
        </h3>
        {exceptions.nodes.map((one) => (
          <Precedent key={one.id} exception={one} as="h4" />
        ))}
      </section>
    </>
  );
}
