import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { ActButton } from '../parts/act-button';
import { Unready } from '../parts/unready';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { ASK_TO_MERGE, MERGE, RENAME, type CauseAct } from './cause-acts';
import { CauseActDialog } from './cause-act-dialog';

const OneCause = gql(`
  query OneCause($id: ID!) {
    node(id: $id) {
      ... on Cause {
        id key name description uses createdAt createdBy { id name } mergedInto { id key name }
        mergeAskedInto { id key name } mergeAskedBy { id name } mergeWhy
      }
    }
  }
`);

type CauseData = Extract<ResultOf<typeof OneCause>['node'], { mergeWhy: string | null }>;

/** One cause: when it fits, how often it was the reason, and what reviewers do with it. */
export function CauseDetail({ id }: { id: string }) {
  const [{ data, error }, again] = useQuery({ query: OneCause, variables: { id } });
  if (!data) return <Unready error={error} again={again} rows={2} height={120} />;
  const cause = data.node;
  if (!cause || !('mergeWhy' in cause))
    return (
      <p className="empty">
        <FormattedMessage id="causes.gone" />
      </p>
    );
  return <Detail cause={cause} />;
}

function Detail({ cause }: { cause: CauseData }) {
  const { key, name, description, uses, createdAt, createdBy, mergedInto, mergeAskedInto } = cause;
  const self = useSelf();
  const [opened, setOpened] = useState<CauseAct>();
  const isCurated = self.roles.includes('REVIEWER') && mergedInto === null;
  return (
    <article className="page narrow">
      <header>
        <h2>{name}</h2>
      </header>
      {mergedInto ? (
        <p className="banner" data-tone="withdrawn">
          <FormattedMessage
            id="causes.isMerged"
            values={{
              into: (
                <Link to="/causes" search={{ id: mergedInto.id }}>
                  {mergedInto.name}
                </Link>
              ),
            }}
          />
        </p>
      ) : null}
      <Asked cause={cause} isCurated={isCurated} onMerge={() => setOpened(MERGE)} />
      <p className="reading">{description ?? <FormattedMessage id="causes.noDescription" />}</p>
      <dl className="facts">
        <dt>
          <FormattedMessage id="causes.key" />
        </dt>
        <dd>
          <code>{key}</code>
        </dd>
        {uses === null ? null : (
          <>
            <dt>
              <FormattedMessage id="causes.uses" />
            </dt>
            <dd>
              <FormattedMessage id="causes.usesCount" values={{ count: uses }} />
            </dd>
          </>
        )}
        <dt>
          <FormattedMessage id="causes.since" />
        </dt>
        <dd>
          <When at={createdAt} />
          {createdBy ? `, ${createdBy.name}` : null}
        </dd>
      </dl>
      {isCurated ? (
        <Group mt="md" gap="xs">
          <ActButton variant="default" onClick={() => setOpened(RENAME)}>
            <FormattedMessage id={RENAME.words} />
          </ActButton>
          {key === 'other' || mergeAskedInto ? null : (
            <ActButton variant="default" onClick={() => setOpened(ASK_TO_MERGE)}>
              <FormattedMessage id={ASK_TO_MERGE.words} />
            </ActButton>
          )}
        </Group>
      ) : null}
      {opened ? (
        <CauseActDialog
          act={opened}
          cause={cause}
          into={mergeAskedInto}
          start={opened === RENAME ? { name, description: description ?? '' } : undefined}
          onClose={() => setOpened(undefined)}
        />
      ) : null}
    </article>
  );
}

/** That a reviewer asks to merge it: who asked waits for a second one. */
function Asked({ cause, isCurated, onMerge }: { cause: CauseData; isCurated: boolean; onMerge: () => void }) {
  const { mergeAskedInto, mergeAskedBy, mergeWhy } = cause;
  const self = useSelf();
  if (!mergeAskedInto) return null;
  const isMine = mergeAskedBy?.id === self.id;
  return (
    <section className="banner" data-tone="waiting">
      <p>
        <FormattedMessage id="causes.asked" values={{ name: mergeAskedBy?.name ?? '', into: mergeAskedInto.name, why: mergeWhy ?? '' }} />
      </p>
      {isMine ? (
        <p>
          <FormattedMessage id="causes.waits" />
        </p>
      ) : null}
      {isCurated && !isMine ? (
        <Button size="xs" onClick={onMerge}>
          <FormattedMessage id={MERGE.words} />
        </Button>
      ) : null}
    </section>
  );
}
