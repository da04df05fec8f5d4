import '../styles/desk.css';
import '../styles/work.css';
import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { FormattedList, FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import { Mark } from '../parts/pill';
import { Unready } from '../parts/unready';
import { useAct } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { relative, useNow, When } from '../parts/when';

const Keys = gql(`
  query Keys($ended: Boolean, $after: String) {
    apiTokens(first: 25, ended: $ended, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id name scopes createdAt expiresAt lastUsedAt revokedAt createdBy { id name } machine { id name handle active } }
    }
  }
`);
const REVOKE = gql(
  `
  mutation EndToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) { token { id revokedAt } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

type Key = ResultOf<typeof Keys>['apiTokens']['nodes'][number];

/** Which tokens there are, the newest first; those that ended only when asked for. `made` changes when there is a new one. */
export function TokensList({ mayRevoke, made }: { mayRevoke: boolean; made: string | undefined }) {
  const [all, setAll] = useState(false);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <section aria-labelledby="tokens-list">
      <div className="title">
        <h2 id="tokens-list">
          <FormattedMessage id="tokens.list" />
        </h2>
        <Switch
          ml="auto"
          mt="md"
          label={<FormattedMessage id="tokens.all" />}
          checked={all}
          onChange={(event) => {
            setAll(event.currentTarget.checked);
            setPages([null]);
          }}
        />
      </div>
      {pages.map((after, place) => (
        <Page
          key={`${after ?? ''} ${made ?? ''}`}
          after={after}
          all={all}
          mayRevoke={mayRevoke}
          onMore={place === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </section>
  );
}

interface PageProps {
  readonly after: string | null;
  readonly all: boolean;
  readonly mayRevoke: boolean;
  readonly onMore: ((cursor: string) => void) | undefined;
}

function Page({ after, all, mayRevoke, onMore }: PageProps) {
  const variables = { after, ended: all ? null : false };
  const [{ data, error }, again] = useQuery({ query: Keys, variables, requestPolicy: 'cache-and-network' });
  if (!data) return <Unready error={error} again={again} rows={3} />;
  const { nodes, pageInfo } = data.apiTokens;
  if (nodes.length === 0 && after === null)
    return (
      <p className="muted">
        <FormattedMessage id="tokens.none" />
      </p>
    );
  return (
    <>
      {nodes.map((token) => (
        <Row key={token.id} token={token} mayRevoke={mayRevoke} onRevoked={() => again({ requestPolicy: 'network-only' })} />
      ))}
      {onMore && pageInfo.hasNextPage && pageInfo.endCursor ? (
        <Button variant="default" mt="md" onClick={() => onMore(pageInfo.endCursor ?? '')}>
          <FormattedMessage id="cases.more" />
        </Button>
      ) : null}
    </>
  );
}

function Row({ token, mayRevoke, onRevoked }: { token: Key; mayRevoke: boolean; onRevoked: () => void }) {
  const intl = useIntl();
  const [ending, setEnding] = useState(false);
  const { name, scopes, createdAt, createdBy, lastUsedAt, machine } = token;
  const hasEnded = useHasEnded(token);
  return (
    <article className="item" data-token={name}>
      <div className="line-of">
        <strong>{name}</strong>
        <Standing token={token} />
        {mayRevoke && !hasEnded ? (
          <Button
            className="push"
            size="xs"
            variant="default"
            aria-label={`${intl.formatMessage({ id: 'tokens.revoke' })}: ${name}`}
            onClick={() => setEnding(true)}
          >
            <FormattedMessage id="tokens.revoke" />
          </Button>
        ) : null}
      </div>
      <p>
        <FormattedList type="conjunction" value={scopes.map((scope) => intl.formatMessage({ id: `scope.${scope}` }))} />
        {' · '}
        {lastUsedAt ? (
          <FormattedMessage id="tokens.used" values={{ when: <When at={lastUsedAt} /> }} />
        ) : (
          <FormattedMessage id="tokens.neverUsed" />
        )}
      </p>
      <p className="meta">
        <FormattedMessage id="tokens.madeBy" values={{ name: createdBy.name, when: <When at={createdAt} />, machine: machine.handle }} />
      </p>
      {ending ? <Ending token={token} onClose={() => setEnding(false)} onRevoked={onRevoked} /> : null}
    </article>
  );
}

/** Whether it can still be used, and until when. */
function Standing({ token }: { token: Key }) {
  const intl = useIntl();
  const { revokedAt, expiresAt, machine } = token;
  const hasEnded = useHasEnded(token);
  if (revokedAt) return <Mark tone="withdrawn" glyph="↩" id="tokens.revokedAt" values={{ when: <When at={revokedAt} /> }} />;
  if (hasEnded) return <Mark tone="withdrawn" glyph="–" id="tokens.expiredAt" values={{ when: <When at={expiresAt} /> }} />;
  if (!machine.active) return <Mark tone="no" glyph="‖" id="tokens.machineOff" />;
  const on = intl.formatDate(expiresAt, { dateStyle: 'medium' });
  return <Mark tone="approved" glyph="✓" id="tokens.worksUntil" values={{ on }} />;
}

function useHasEnded({ revokedAt, expiresAt }: Key): boolean {
  const now = useNow();
  return revokedAt !== null || Date.parse(expiresAt) <= now;
}

function Ending({ token: { id, name, lastUsedAt }, onClose, onRevoked }: { token: Key; onClose: () => void; onRevoked: () => void }) {
  const intl = useIntl();
  const now = useNow();
  const { busy, act } = useAct();
  const said = useSaid();
  const used = lastUsedAt ? relative(intl, (Date.parse(lastUsedAt) - now) / 1000) : '';
  async function send() {
    const done = await act(REVOKE, { tokenId: id });
    if (done?.refused.length === 0) {
      said('tokens.revoked', { name });
      onRevoked();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title="tokens.revokeOne"
      says={lastUsedAt ? 'tokens.revokeUsed' : 'tokens.revokeUnused'}
      values={{ name, used }}
      fields={[]}
      ground={{ zone: intl.timeZone ?? 'UTC' }}
      send="tokens.revoke"
      keptAs={`token.${id}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
