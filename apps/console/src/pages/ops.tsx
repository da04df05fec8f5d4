import '../styles/desk.css';
import '../styles/ops.css';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { OpsFigures } from './ops-figures';

interface Health {
  readonly status: string;
  readonly failing: readonly string[];
}

const EVERY_MS = 5_000;
const FILES = ['exceptions', 'reviews', 'cases', 'complaints', 'promises', 'policies', 'patterns', 'people', 'thanks', 'disputes'] as const;
const COMMANDS = ['audit verify', 'doctor'] as const;

/** Whether the service is well, by its own word and its figures, every five seconds; lists as files; and what is done at a terminal. */
export function Ops() {
  const intl = useIntl();
  const { roles } = useSelf();
  const isKeeper = roles.includes('ADMIN') || roles.includes('AUDITOR');
  const health = useHealth();
  useTitle(intl.formatMessage({ id: 'ops.title' }));
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="ops.title" />
      </h1>
      <Well health={health} />
      {isKeeper ? <OpsFigures /> : null}
      <h2>
        <FormattedMessage id="ops.files" />
      </h2>
      <p className="muted">
        <FormattedMessage id="ops.filesSay" />
      </p>
      <p className="versions">
        {FILES.map((name) => (
          <a key={name} href={`/export/${name}.csv`} download>
            {name}.csv
          </a>
        ))}
      </p>
      {isKeeper ? <Proof /> : null}
      <h2>
        <FormattedMessage id="ops.terminal" />
      </h2>
      <p className="muted">
        <FormattedMessage id="ops.terminalSays" />
      </p>
      {COMMANDS.map((command) => (
        <pre key={command} className="command" tabIndex={0}>
          npm run countersign -- {command}
        </pre>
      ))}
    </div>
  );
}

/** The whole history as one file, and the program that verifies it without us. */
function Proof() {
  return (
    <>
      <h2>
        <FormattedMessage id="ops.audit" />
      </h2>
      <p className="muted">
        <FormattedMessage id="ops.auditSays" />
      </p>
      <p className="versions">
        {['audit.jsonl.gz', 'verify.mjs'].map((name) => (
          <a key={name} href={`/export/${name}`} download>
            {name}
          </a>
        ))}
      </p>
    </>
  );
}

function Well({ health }: { health: Health | undefined }) {
  if (!health) return null;
  if (health.failing.length === 0)
    return (
      <p className="banner" data-tone="approved" role="status">
        <FormattedMessage id="ops.well" />
      </p>
    );
  return (
    <div className="banner" data-tone="no" role="alert">
      <p>
        <FormattedMessage id="ops.unwell" />
      </p>
      <ul>
        {health.failing.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
    </div>
  );
}

function useHealth(): Health | undefined {
  const [health, setHealth] = useState<Health>();
  useEffect(() => {
    const ask = () =>
      void fetch('/readyz')
        .then((answer) => answer.json() as Promise<Health>)
        .catch(() => ({ status: 'not ready', failing: ['api'] }))
        .then(setHealth);
    ask();
    const timer = setInterval(() => document.visibilityState === 'visible' && ask(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return health;
}
