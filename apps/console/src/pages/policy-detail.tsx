import { Link } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { Unready } from '../parts/unready';
import { PolicyActions } from './policy-actions';
import { OnePolicy, type PolicyData, type VersionData } from './policy-data';
import { PolicyReplay } from './policy-replay';
import { PolicyVersionText } from './policy-version';

const TONES = { DRAFT: 'withdrawn', PROPOSED: 'waiting', ACTIVE: 'approved', SUPERSEDED: 'withdrawn', RETIRED: 'no' } as const;

/** One policy: the version that was chosen, else the one in force, else the newest; with every other one a click away. */
export function PolicyDetail({ id, versionId }: { id: string; versionId: string | undefined }) {
  const [{ data, error }, again] = useQuery({ query: OnePolicy, variables: { id } });
  if (!data) return <Unready error={error} again={again} rows={4} height={120} />;
  const policy = data.policy;
  const version =
    policy?.versions.find((one) => one.id === versionId) ??
    policy?.versions.find((one) => one.id === policy.active?.id) ??
    policy?.versions[0];
  if (!policy || !version)
    return (
      <p className="empty">
        <FormattedMessage id="policies.gone" />
      </p>
    );
  return (
    <article aria-labelledby="policy">
      <div className="page">
        <header>
          <h2 id="policy">
            {policy.title} <span className="meta">{policy.ref}</span>
          </h2>
        </header>
        <Versions policy={policy} chosen={version} />
        <PolicyVersionText key={version.id} version={version} />
        <PolicyReplay key={`replay ${version.id}`} versionId={version.id} isInForce={version.status === 'ACTIVE'} />
      </div>
      <PolicyActions policy={policy} version={version} onDone={() => again({ requestPolicy: 'network-only' })} />
    </article>
  );
}

function Versions({ policy, chosen }: { policy: PolicyData; chosen: VersionData }) {
  const intl = useIntl();
  return (
    <nav aria-label={intl.formatMessage({ id: 'policy.versions' })} className="versions">
      {policy.versions.map(({ id, number, status, effectiveFrom, supersededAt }) => (
        <Link
          key={id}
          to="/policies"
          search={{ id: policy.id, version: id }}
          aria-current={id === chosen.id ? 'true' : undefined}
          activeProps={{}}
        >
          <strong>
            <FormattedMessage id="policy.version" values={{ number }} />
          </strong>
          <span className="pill" data-tone={TONES[status]}>
            <FormattedMessage id={`policyStatus.${status}`} />
          </span>
          <span className="meta">
            {effectiveFrom ? intl.formatDate(effectiveFrom, { dateStyle: 'medium' }) : null}
            {supersededAt ? ` – ${intl.formatDate(supersededAt, { dateStyle: 'medium' })}` : null}
          </span>
        </Link>
      ))}
    </nav>
  );
}
