import '../styles/desk.css';
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { Refusals, useDeed } from '../parts/use-deed';
import { useTitle } from '../parts/use-title';

const CREATE = gql(`
  mutation MakeToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      secret token { id name scopes expiresAt lastUsedAt revokedAt } userErrors { code message path whoCould { id name } } replayed
    }
  }
`);
const REVOKE = gql(`
  mutation EndToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) { token { id revokedAt } userErrors { code message path whoCould { id name } } replayed }
  }
`);

const SCOPES = ['READ', 'CASES', 'PROPOSE', 'FULFIL', 'WEBHOOKS', 'SCIM'] as const;
const QUARTER_MS = 90 * 86_400_000;

interface Made {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
  readonly expiresAt: string;
}

/** A token for a machine: its secret is shown this one time. Nothing here is shown before the service has made it. */
export function Tokens() {
  const intl = useIntl();
  const deed = useDeed();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['READ']);
  const [until, setUntil] = useState(() => new Date(Date.now() + QUARTER_MS).toISOString().slice(0, 10));
  const [made, setMade] = useState<Made>();
  useTitle(intl.formatMessage({ id: 'tokens.title' }));
  async function create(): Promise<void> {
    const expiresAt = new Date(`${until}T00:00:00`);
    const input = { name: name.trim(), scopes, expiresAt: Number.isNaN(expiresAt.getTime()) ? '' : expiresAt.toISOString() };
    const done = (await deed.send(CREATE, input))?.createApiToken;
    if (done?.token) setMade({ ...done.token, secret: done.secret });
  }
  const faultOf = (...fields: string[]) => faultAt(deed.refused, ...fields);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="tokens.title" />
      </h1>
      <p className="muted">
        <FormattedMessage id="tokens.says" />
      </p>
      {made ? <Secret made={made} onClose={() => setMade(undefined)} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <FaultSummary faults={deed.refused} words="tokens.faults" form="token" />
        <TextInput
          id="token-name"
          label={<FormattedMessage id="tokens.name" />}
          description={<FormattedMessage id="tokens.nameHelp" />}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faultOf('name')}
          mb="md"
        />
        <Checkbox.Group
          label={<FormattedMessage id="tokens.scopes" />}
          value={scopes}
          onChange={setScopes}
          error={faultOf('scopes')}
          mb="md"
        >
          <Group gap="md" mt={4}>
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={intl.formatMessage({ id: `scope.${scope}` })} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextInput
          id="token-expiresAt"
          type="date"
          label={<FormattedMessage id="tokens.until" />}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={faultOf('expiresAt')}
          maw={280}
          mb="md"
        />
        <Button type="submit" loading={deed.busy}>
          <FormattedMessage id="tokens.make" />
        </Button>
      </form>
    </div>
  );
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const deed = useDeed();
  return (
    <section className="banner" data-tone="approved" role="status">
      <h2>{made.name}</h2>
      <p>
        <FormattedMessage id="tokens.once" />
      </p>
      <code className="secret">{made.secret}</code>
      <Refusals refused={deed.refused} />
      <div className="marks">
        <Button size="xs" variant="default" onClick={() => void navigator.clipboard.writeText(made.secret ?? '')}>
          <FormattedMessage id="tokens.copy" />
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          <FormattedMessage id="tokens.kept" />
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => void deed.send(REVOKE, { tokenId: made.id }).then((done) => (done ? onClose() : undefined))}
        >
          <FormattedMessage id="tokens.revoke" />
        </Button>
      </div>
    </section>
  );
}
