import '../styles/desk.css';
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { useAct } from '../parts/use-act';
import { useKept } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { HERE } from '../parts/zone-now';
import { isoOf } from '../parts/zoned';
import { useSelf } from '../shell/session';
import { TokensList } from './tokens-list';

const CREATE = gql(
  `
  mutation MakeToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      secret token { id name scopes expiresAt lastUsedAt revokedAt } userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);
const SCOPES = ['READ', 'CASES', 'PROPOSE', 'FULFIL', 'WEBHOOKS', 'SCIM'] as const;
const QUARTER_MS = 90 * 86_400_000;

interface Made {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
  readonly expiresAt: string;
}

/** What machines act with: which tokens there are, who made them, when they were last used; and, for admins, a new one. */
export function Tokens() {
  const intl = useIntl();
  const isAdmin = useSelf().roles.includes('ADMIN');
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const [shown, setShown] = useState(false);
  useTitle(intl.formatMessage({ id: 'tokens.title' }));
  return (
    <div className="page narrow">
      <div className="title">
        <h1>
          <FormattedMessage id="tokens.title" />
        </h1>
        {isAdmin && !making ? (
          <Button ml="auto" onClick={() => setMaking(true)}>
            <FormattedMessage id="tokens.new" />
          </Button>
        ) : null}
      </div>
      <p className="muted">
        <FormattedMessage id="tokens.says" />
      </p>
      {made && shown ? <Secret made={made} onClose={() => setShown(false)} /> : null}
      {making ? (
        <NewToken
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMade(token);
            setShown(true);
            setMaking(false);
          }}
        />
      ) : null}
      <TokensList mayRevoke={isAdmin} made={made?.id} />
    </div>
  );
}

/** What stands in the fields at the beginning: as little as can be done with it, for a quarter of a year. */
function startOf(now: number): { readonly name: string; readonly scopes: readonly string[]; readonly until: string } {
  return { name: '', scopes: ['READ'], until: new Date(now + QUARTER_MS).toISOString().slice(0, 10) };
}

/** What is asked for a token: what it is for, what it may do, and until when. */
function NewToken({ onMade, onClose }: { onMade: (token: Made) => void; onClose: () => void }) {
  const intl = useIntl();
  const { busy, refused, act } = useAct();
  const { typed, type, forget } = useKept('token', startOf(Date.now()));
  const { name, scopes, until } = typed;
  async function create(): Promise<void> {
    const input = { name: name.trim(), scopes, expiresAt: isoOf(`${until}T00:00`, HERE) };
    const done = (await act(CREATE, input))?.data?.createApiToken;
    if (!done?.token) return;
    forget();
    onMade({ ...done.token, secret: done.secret });
  }
  const faultOf = (...fields: string[]) => faultAt(refused, ...fields);
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <FaultSummary faults={refused} words="tokens.faults" form="token" />
      <TextInput
        id="token-name"
        label={<FormattedMessage id="tokens.name" />}
        description={<FormattedMessage id="tokens.nameHelp" />}
        value={name}
        onChange={(event) => type({ name: event.currentTarget.value })}
        error={faultOf('name')}
        autoFocus
        mb="md"
      />
      <Checkbox.Group
        label={<FormattedMessage id="tokens.scopes" />}
        value={[...scopes]}
        onChange={(chosen) => type({ scopes: chosen })}
        error={faultOf('scopes')}
        mb="md"
      >
        <Group gap="md" mt={4}>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              aria-invalid={faultOf('scopes') ? true : undefined}
              label={intl.formatMessage({ id: `scope.${scope}` })}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <TextInput
        id="token-expiresAt"
        type="date"
        label={<FormattedMessage id="tokens.until" />}
        value={until}
        onChange={(event) => type({ until: event.currentTarget.value })}
        error={faultOf('expiresAt')}
        maw={280}
        mb="md"
      />
      <Group gap="xs">
        <ActButton type="submit" loading={busy}>
          <FormattedMessage id="tokens.make" />
        </ActButton>
        <Button variant="default" onClick={onClose}>
          <FormattedMessage id="act.cancel" />
        </Button>
      </Group>
    </form>
  );
}

/** A token that was just made, with its secret: shown this one time, and never before the service has made it. */
function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const said = useSaid();
  const copy = () => void navigator.clipboard.writeText(made.secret ?? '').then(() => said('tokens.copied'));
  return (
    <section className="banner" data-tone="approved" role="status">
      <h2>{made.name}</h2>
      <p>
        <FormattedMessage id="tokens.once" />
      </p>
      <code className="secret">{made.secret}</code>
      <div className="marks">
        <Button size="xs" variant="default" onClick={copy}>
          <FormattedMessage id="tokens.copy" />
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          <FormattedMessage id="tokens.kept" />
        </Button>
      </div>
    </section>
  );
}
