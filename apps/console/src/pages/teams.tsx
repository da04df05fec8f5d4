import '../styles/work.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import { Unready } from '../parts/unready';
import { useAct } from '../parts/use-act';
import { useSaid } from '../parts/use-said';

const AllTeams = gql(`query AllTeams { teams { id name size } }`);
const MAKE = gql(
  `
  mutation MakeTeam($input: CreateTeamInput!) {
    createTeam(input: $input) { team { id name } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const RENAME = gql(
  `
  mutation NameTeam($input: RenameTeamInput!) {
    renameTeam(input: $input) { team { id name } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

/** A team that is being named; without an id it is a new one. */
interface Naming {
  readonly id?: string;
  readonly name: string;
}

/** The teams of the house, how many are in each, and, for admins, a way to make and name one. */
export function Teams({ isAdmin }: { isAdmin: boolean }) {
  const intl = useIntl();
  const [{ data, error }, again] = useQuery({ query: AllTeams, requestPolicy: 'cache-and-network' });
  const [naming, setNaming] = useState<Naming>();
  return (
    <section className="page narrow" aria-labelledby="teams">
      <div className="title">
        <h2 id="teams">
          <FormattedMessage id="teams.title" />
        </h2>
        {isAdmin ? (
          <Button ml="auto" variant="default" onClick={() => setNaming({ name: '' })}>
            <FormattedMessage id="teams.new" />
          </Button>
        ) : null}
      </div>
      <p className="muted">
        <FormattedMessage id="teams.says" />
      </p>
      {data ? null : <Unready error={error} again={again} rows={3} height={48} />}
      {data?.teams.length === 0 ? (
        <p>
          <FormattedMessage id="teams.none" />
        </p>
      ) : null}
      {data?.teams.map(({ id, name, size }) => (
        <div key={id} className="item line-of">
          <strong>{name}</strong>
          <span className="meta">
            <FormattedMessage id="teams.size" values={{ count: size }} />
          </span>
          {isAdmin ? (
            <Button
              className="push"
              size="xs"
              variant="default"
              aria-label={`${intl.formatMessage({ id: 'teams.rename' })}: ${name}`}
              onClick={() => setNaming({ id, name })}
            >
              <FormattedMessage id="teams.rename" />
            </Button>
          ) : null}
        </div>
      ))}
      {naming ? (
        <NameTeam naming={naming} onClose={() => setNaming(undefined)} onDone={() => again({ requestPolicy: 'network-only' })} />
      ) : null}
    </section>
  );
}

function NameTeam({ naming: { id, name }, onClose, onDone }: { naming: Naming; onClose: () => void; onDone: () => void }) {
  const { busy, act } = useAct();
  const said = useSaid();
  const intl = useIntl();
  async function send(typed: Readonly<Record<string, string>>) {
    const wanted = typed.name?.trim() ?? '';
    const done = await (id ? act(RENAME, { teamId: id, name: wanted }) : act(MAKE, { name: wanted }));
    if (done?.refused.length === 0) {
      said(id ? 'teams.renamed' : 'teams.made', { name: wanted });
      onDone();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title={id ? 'teams.renameOne' : 'teams.new'}
      values={{ name }}
      fields={[{ name: 'name', kind: 'line', label: 'teams.name' }]}
      ground={{ zone: intl.timeZone ?? 'UTC' }}
      send={id ? 'teams.rename' : 'teams.make'}
      keptAs={`team.${id ?? 'new'}`}
      start={{ name }}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
