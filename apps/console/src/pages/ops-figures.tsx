import { Table } from '@mantine/core';
import { useEffect } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Unready } from '../parts/unready';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';

const Figures = gql(`
  query Figures {
    house {
      at version nodeVersion postgresVersion migrationsRun migrationsMissing outboxCount outboxAgeSeconds canaryAt queueEngine
      queues { kind waiting active delayed parked } checkpointNumber checkpointAt sealPlaces { place sentUpTo failingSince }
      mailsDue mailsTriedAgain mailsFailed
    }
  }
`);

type House = ResultOf<typeof Figures>['house'];

const EVERY_MS = 5_000;
/** From here on somebody should know: a fact that waits, in seconds. */
const OUTBOX_LATE_S = 10;

/** What the machinery says of itself, in figures: asked anew every five seconds while somebody looks. */
export function OpsFigures() {
  const [{ data, error }, again] = useQuery({ query: Figures });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  if (!data) return <Unready error={error} again={again} rows={4} height={40} />;
  return (
    <>
      <Machinery house={data.house} />
      <Queues house={data.house} />
    </>
  );
}

function Machinery({ house }: { house: House }) {
  const intl = useIntl();
  const { migrationsMissing, outboxCount, outboxAgeSeconds, canaryAt, checkpointNumber, checkpointAt, mailsFailed, mailsDue } = house;
  const failing = house.sealPlaces.filter(({ failingSince }) => failingSince !== null);
  return (
    <dl className="facts figures">
      <dt>
        <FormattedMessage id="ops.versions" />
      </dt>
      <dd>
        Countersign {house.version} · Node {house.nodeVersion} · PostgreSQL {house.postgresVersion}
      </dd>
      <dt>
        <FormattedMessage id="ops.schema" />
      </dt>
      <dd data-bad={migrationsMissing > 0 || undefined}>
        <FormattedMessage
          id={migrationsMissing === 0 ? 'ops.atHead' : 'ops.behind'}
          values={{ count: migrationsMissing, ran: house.migrationsRun }}
        />
      </dd>
      <dt>
        <FormattedMessage id="ops.outbox" />
      </dt>
      <dd data-bad={(outboxAgeSeconds ?? 0) > OUTBOX_LATE_S || undefined}>
        <FormattedMessage id="ops.outboxSays" values={{ count: outboxCount, seconds: intl.formatNumber(outboxAgeSeconds ?? 0) }} />
      </dd>
      <dt>
        <FormattedMessage id="ops.canary" />
      </dt>
      <dd data-bad={canaryAt === null || undefined}>
        {canaryAt ? (
          <FormattedMessage id="ops.canarySays" values={{ when: <When at={canaryAt} /> }} />
        ) : (
          <FormattedMessage id="ops.noCanary" />
        )}
      </dd>
      <dt>
        <FormattedMessage id="ops.sealed" />
      </dt>
      <dd data-bad={checkpointNumber === null || failing.length > 0 || undefined}>
        {checkpointNumber !== null && checkpointAt !== null ? (
          <FormattedMessage id="ops.sealedSays" values={{ number: checkpointNumber, when: <When at={checkpointAt} /> }} />
        ) : (
          <FormattedMessage id="ops.notSealed" />
        )}
        {failing.map(({ place, failingSince }) => (
          <p key={place}>
            <FormattedMessage id="ops.placeFails" values={{ place, when: failingSince ? <When at={failingSince} /> : '' }} />
          </p>
        ))}
      </dd>
      <dt>
        <FormattedMessage id="ops.mails" />
      </dt>
      <dd data-bad={mailsFailed > 0 || house.mailsTriedAgain > 0 || undefined}>
        <FormattedMessage id="ops.mailsSay" values={{ due: mailsDue, again: house.mailsTriedAgain, failed: mailsFailed }} />
      </dd>
    </dl>
  );
}

function Queues({ house: { queues, queueEngine } }: { house: House }) {
  const { roles } = useSelf();
  const isSilent = queues.every(({ waiting }) => waiting === null);
  const busy = queues.filter(({ waiting, active, delayed, parked }) => waiting || active || delayed || parked);
  return (
    <section>
      <h2>
        <FormattedMessage id="ops.queues" />
      </h2>
      <p className="muted">
        <FormattedMessage id="ops.queuesSay" values={{ engine: queueEngine }} />
        {roles.includes('ADMIN') ? (
          <>
            {' '}
            <a href="/ops/queues">
              <FormattedMessage id="ops.board" />
            </a>
          </>
        ) : null}
      </p>
      {isSilent ? (
        <p className="banner" data-tone="no">
          <FormattedMessage id="ops.queuesSilent" values={{ engine: queueEngine }} />
        </p>
      ) : null}
      {busy.length === 0 && !isSilent ? (
        <p>
          <FormattedMessage id="ops.queuesEmpty" values={{ count: queues.length }} />
        </p>
      ) : null}
      {busy.length > 0 ? <Depths queues={busy} /> : null}
    </section>
  );
}

function Depths({ queues }: Pick<House, 'queues'>) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {(['kind', 'waiting', 'active', 'delayed', 'parked'] as const).map((name) => (
            <Table.Th key={name} ta={name === 'kind' ? 'start' : 'end'}>
              <FormattedMessage id={`ops.queue.${name}`} />
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {queues.map(({ kind, waiting, active, delayed, parked }) => (
          <Table.Tr key={kind}>
            <Table.Td>{kind}</Table.Td>
            <Count of={waiting} />
            <Count of={active} />
            <Count of={delayed} />
            <Count of={parked} isBad={parked > 0} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A number; grey when there is nothing, so that what there is stands out. */
function Count({ of, isBad }: { of: number | null; isBad?: boolean }) {
  const intl = useIntl();
  return (
    <Table.Td ta="end" className={of ? undefined : 'muted'} data-bad={isBad || undefined}>
      {of === null ? '–' : intl.formatNumber(of)}
    </Table.Td>
  );
}
