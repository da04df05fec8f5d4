import { Textarea } from '@mantine/core';
import { useEffect } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { ConditionParts, ConditionWords } from '../parts/conditions';
import { Precedent, PrecedentParts } from '../parts/precedent';
import type { Draft } from './propose-draft';
import { remedyOf } from './propose-input';
import { useStill } from '../parts/use-still';

const Like = gql(`query Like($search: PrecedentSearch!) { precedents(first: 5, search: $search) { nodes { id ...PrecedentParts } } }`, [
  PrecedentParts,
]);
const May = gql(
  `query May($input: MayIInput!) { mayI(input: $input) { allowed policyVersion { id policy { id ref } conditions { ...ConditionParts } } } }`,
  [ConditionParts],
);
const Asked = gql(`
  query Asked($remedy: RemedyInput!, $cause: String, $customerId: ID, $like: String, $kind: RemedyKind!) {
    quorumFor(remedy: $remedy, cause: $cause, customerId: $customerId)
    cautions(cause: $like, kind: $kind) { reason exception { id ref } }
  }
`);
const CouldSign = gql(`query CouldSign { eligibilityForecast { now } }`);

const CAUSE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const TEXT_MAX = 500;

interface BesideProps {
  readonly draft: Draft;
  /** Whose case it is, when one is chosen. */
  readonly customerId: string | undefined;
  set: (part: Partial<Draft>) => void;
  /** Told which precedents are on the screen. */
  onShown: (ids: readonly string[]) => void;
}

/** What is known while somebody writes: whether policy allows it already, who could sign, how many must, and what was done in like cases. */
export function Beside({ draft: typed, customerId, set, onShown }: BesideProps) {
  const draft = useStill(typed);
  return (
    <aside className="beside" aria-labelledby="beside">
      <h2 id="beside">
        <FormattedMessage id="beside.title" />
      </h2>
      <Covered draft={draft} />
      <WhoCould />
      <HowMany draft={draft} customerId={customerId} />
      <LikeThis draft={draft} onShown={onShown}>
        <Textarea
          label={<FormattedMessage id="propose.different" />}
          description={<FormattedMessage id="propose.differentHelp" />}
          value={typed.whyDifferent}
          onChange={(event) => set({ whyDifferent: event.currentTarget.value })}
          autosize
          minRows={2}
          mt="md"
        />
      </LikeThis>
    </aside>
  );
}

/** Says when an active policy allows this already; asked when the words of it are whole. */
function Covered({ draft }: { draft: Draft }) {
  const remedy = remedyOf(draft);
  const isWhole = CAUSE.test(draft.cause) && remedy !== undefined;
  const input = { cause: draft.cause, kind: draft.kind, ...(remedy?.amount ? { amount: remedy.amount } : {}) };
  const [{ data }] = useQuery({ query: May, variables: { input }, pause: !isWhole });
  const may = isWhole ? data?.mayI : undefined;
  if (!may?.allowed || !may.policyVersion) return null;
  const { policy, conditions } = may.policyVersion;
  return (
    <p className="banner" data-tone="policy" role="status">
      <strong>
        <FormattedMessage id="propose.covered" values={{ ref: policy.ref }} />
      </strong>{' '}
      <ConditionWords conditions={conditions} />
    </p>
  );
}

/** How many colleagues could co-sign now; a warning when that is nobody, or one. */
function WhoCould() {
  const [{ data }] = useQuery({ query: CouldSign, requestPolicy: 'network-only' });
  if (!data) return null;
  const { now } = data.eligibilityForecast;
  const words = <FormattedMessage id="beside.couldSign" values={{ count: now }} />;
  if (now > 1) return <p>{words}</p>;
  return (
    <p className="banner" data-tone={now === 0 ? 'no' : 'waiting'} role="status">
      {words}
    </p>
  );
}

/** How many signatures it will need, told beforehand, and why one more. */
function HowMany({ draft, customerId }: { draft: Draft; customerId: string | undefined }) {
  const remedy = remedyOf(draft);
  const cause = CAUSE.test(draft.cause) ? draft.cause : undefined;
  // What the customer was given for the same cause is counted in, so that either both are known or neither is said.
  const whose = cause && customerId ? { cause, customerId } : {};
  const variables = { remedy: remedy ?? { kind: draft.kind }, kind: draft.kind, like: cause ?? null, ...whose };
  const [{ data }] = useQuery({ query: Asked, variables, pause: !remedy });
  if (!remedy || !data) return null;
  return (
    <div role="status">
      <p>
        <FormattedMessage id="beside.quorum" values={{ count: data.quorumFor }} />
      </p>
      {cause
        ? data.cautions.map(({ reason, exception }, place) => (
            <p key={exception?.id ?? place} className="banner" data-tone="waiting">
              <FormattedMessage id="beside.caution" values={{ ref: exception?.ref ?? '', reason: reason ?? '' }} />
            </p>
          ))
        : null}
    </div>
  );
}

/** What colleagues did in like cases, and what came of it. */
function LikeThis({ draft, onShown, children }: { draft: Draft; onShown: BesideProps['onShown']; children: React.ReactNode }) {
  const text = [draft.whatHappened, draft.whatWeDo].join(' ').trim().slice(0, TEXT_MAX);
  const cause = CAUSE.test(draft.cause) ? draft.cause : undefined;
  const amount = remedyOf(draft)?.amount;
  const search = { ...(text ? { text } : {}), ...(cause ? { cause } : {}), kind: draft.kind, ...(amount ? { amount } : {}) };
  const isAsked = text !== '' || cause !== undefined;
  const [{ data }] = useQuery({ query: Like, variables: { search }, pause: !isAsked });
  const found = isAsked ? (data?.precedents.nodes ?? []) : [];
  const ids = found.map(({ id }) => id).join(' ');
  useEffect(() => onShown(ids === '' ? [] : ids.split(' ')), [ids, onShown]);
  return (
    <section>
      <h3>
        <FormattedMessage id="beside.like" />
      </h3>
      {found.length === 0 ? (
        <p className="muted">
          <FormattedMessage id={isAsked && data ? 'beside.none' : 'beside.type'} />
        </p>
      ) : null}
      {found.map((one) => (
        <Precedent key={one.id} exception={one} as="h4" />
      ))}
      {found.length > 0 ? children : null}
    </section>
  );
}
