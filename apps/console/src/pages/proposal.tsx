import '../styles/desk.css';
import '../styles/print.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { gql, readFragment, type ResultOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { CauseName } from '../parts/cause-name';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { useRemedyWords } from '../parts/money';
import { Pill, PillParts } from '../parts/pill';
import { Presence } from '../parts/presence';
import { Precedent, PrecedentParts } from '../parts/precedent';
import { FactParts, Timeline } from '../parts/timeline';
import { When } from '../parts/when';
import { notifications } from '@mantine/notifications';
import { ActionBar, ActionParts } from './proposal-actions';
import { Again, AgainParts } from './proposal-again';
import { Changes, ChangesParts } from './proposal-changes';
import { Disputes, DisputesParts } from './proposal-disputes';
import { Ending, EndingParts } from './proposal-ending';
import { TextParts } from './proposal-text';
import { Voices, VoicesParts } from './proposal-voices';
import { WhyNot } from './proposal-why-not';

const OneProposal = gql(
  `query OneProposal($id: ID!) {
    exception(id: $id) {
      id ref endedAt expiresAt quorum fulfilledAt fulfilmentReference
      proposer { id name }
      case { id ref need customer { id name } }
      policyVersion { id number policy { id ref title } }
      revision { ...TextParts }
      timeline(last: 30) { nodes { ...FactParts } }
      madeInto { id number policy { id ref title } } whyDifferent shownPrecedents { id ...PrecedentParts } cautions { reason exception { id ref } }
      ...PillParts ...AgainParts ...ActionParts ...VoicesParts ...ChangesParts ...DisputesParts ...EndingParts
    }
  }`,
  [TextParts, PillParts, FactParts, AgainParts, ActionParts, VoicesParts, ChangesParts, DisputesParts, EndingParts, PrecedentParts],
);
const ExceptionChanged = gql(`subscription ExceptionChanged($id: ID!) { exceptionChanged(id: $id) { exceptionId fact revision status } }`);

/** An exception as it is read here. */
export type ProposalData = NonNullable<ResultOf<typeof OneProposal>['exception']>;

interface ProposalProps {
  readonly id: string;
  /** It stands open although nobody chose it: that it is read is told to nobody. */
  readonly isGlimpse?: boolean;
  onDecided?: () => void;
  /** A bar of others in place of that of whoever decides. */
  readonly bar?: React.ReactNode;
  /** What stands between the heading and the text. */
  readonly children?: React.ReactNode;
}

/** One proposal, to be decided on in half a minute: what is fair first, then what policy says beside what is proposed. */
export function Proposal({ id, ...more }: ProposalProps) {
  const [{ data, error, fetching }, again] = useQuery({ query: OneProposal, variables: { id } });
  useSubscription({ query: ExceptionChanged, variables: { id } });
  if (error && !data) return <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />;
  if (!data) return fetching ? <LateSkeleton rows={4} height={120} /> : null;
  if (!data.exception)
    return (
      <p className="empty">
        <FormattedMessage id="proposal.gone" />
      </p>
    );
  return <Sheet exception={data.exception} {...more} />;
}

function Sheet({ exception, isGlimpse = false, onDecided, bar, children }: { exception: ProposalData } & Omit<ProposalProps, 'id'>) {
  const intl = useIntl();
  const remedyWords = useRemedyWords();
  const { revision, policyVersion, case: customerCase } = exception;
  // What was on the screen when the reading began: a signature is for that text only.
  const [read, setRead] = useState(revision.number);
  const [isSigning, setSigning] = useState(false);
  const { revision: shownRevision } = useSearch({ strict: false });
  useKey('copyLink', () => {
    const link = new URL(`/exceptions/${exception.id}`, location.href);
    if (shownRevision !== undefined) link.searchParams.set('revision', String(shownRevision));
    void navigator.clipboard.writeText(link.href);
    notifications.show({ message: intl.formatMessage({ id: 'act.copied' }) });
  });
  return (
    <article aria-labelledby="proposal">
      <div className="page">
        <header>
          <h2 id="proposal">
            <FormattedMessage id="proposal.title" values={{ ref: exception.ref, kind: remedyWords(revision.remedy) }} />
          </h2>
          <Pill exception={exception} />
          {isGlimpse && !isSigning ? null : <Presence id={exception.id} isSigning={isSigning} />}
        </header>
        <Ending exception={exception} />
        {children}
        <Again exception={exception} />
        <h3>
          <FormattedMessage id="proposal.fair" />
        </h3>
        <p className="reading fair">{revision.whyFair}</p>
        <div className="sides">
          <Part words="proposal.policySays" text={revision.whatPolicySays}>
            <p className="meta">
              {policyVersion ? (
                `${policyVersion.policy.ref} · ${policyVersion.policy.title}, ${policyVersion.number}`
              ) : (
                <FormattedMessage id="proposal.noPolicy" />
              )}
            </p>
          </Part>
          <Part words="proposal.weDo" text={revision.whatWeDo}>
            <p>
              <strong>{remedyWords(revision.remedy)}</strong>
            </p>
          </Part>
        </div>
        <Changes exception={exception} />
        <Part words="proposal.happened" text={revision.whatHappened} />
        <Part words="proposal.need" text={customerCase.need} />
        <Details exception={exception} />
        <Likes exception={exception} />
        <Voices exception={exception} />
        <Disputes exception={exception} />
        <History exception={exception} />
        {bar ? null : <Why exception={exception} />}
      </div>
      {bar ?? <ActionBar exception={exception} readRevision={read} onRead={setRead} onSigning={setSigning} onDecided={onDecided} />}
    </article>
  );
}

function Part({
  words,
  text,
  children,
}: {
  words: 'proposal.policySays' | 'proposal.weDo' | 'proposal.happened' | 'proposal.need' | 'proposal.different';
  text: string;
  children?: React.ReactNode;
}) {
  return (
    <section>
      <h3>
        <FormattedMessage id={words} />
      </h3>
      <p className="reading">{text}</p>
      {children}
    </section>
  );
}

/** The precedents that the proposer had before them, why this one is different, and why it needs one more than its band. */
function Likes({ exception: { shownPrecedents, whyDifferent, cautions } }: { exception: ProposalData }) {
  return (
    <>
      {cautions.map(({ reason, exception }, place) => (
        <p key={exception?.id ?? place} className="banner" data-tone="waiting">
          <FormattedMessage id="beside.caution" values={{ ref: exception?.ref ?? '', reason: reason ?? '' }} />
        </p>
      ))}
      {whyDifferent ? <Part words="proposal.different" text={whyDifferent} /> : null}
      {shownPrecedents.length > 0 ? (
        <section>
          <h3>
            <FormattedMessage id="proposal.precedents" />
          </h3>
          <div className="precedents">
            {shownPrecedents.map((one) => (
              <Precedent key={one.id} exception={one} as="h4" />
            ))}
          </div>
        </section>
      ) : null}
    </>
  );
}

function Details({ exception }: { exception: ProposalData }) {
  const { proposer, case: customerCase, revision, expiresAt, endedAt, fulfilledAt, fulfilmentReference, madeInto } = exception;
  return (
    <dl className="facts">
      <dt>
        <FormattedMessage id="proposal.proposer" />
      </dt>
      <dd>{proposer.name}</dd>
      <dt>
        <FormattedMessage id="proposal.case" />
      </dt>
      <dd>
        <Link to="/cases/$id" params={{ id: customerCase.id }}>
          {customerCase.ref}
        </Link>
        {', '}
        {customerCase.customer.name ?? <FormattedMessage id="case.erased" />}
      </dd>
      <dt>
        <FormattedMessage id="proposal.cause" />
      </dt>
      <dd>
        <CauseName of={revision.cause} />
      </dd>
      {fulfilledAt ? (
        <>
          <dt>
            <FormattedMessage id="proposal.fulfilled" />
          </dt>
          <dd>
            <When at={fulfilledAt} />
          </dd>
        </>
      ) : null}
      {fulfilmentReference ? (
        <>
          <dt>
            <FormattedMessage id="proposal.reference" />
          </dt>
          <dd>{fulfilmentReference}</dd>
        </>
      ) : null}
      {madeInto.length > 0 ? (
        <>
          <dt>
            <FormattedMessage id="proposal.madeInto" />
          </dt>
          {madeInto.map(({ id, number, policy }) => (
            <dd key={id}>
              <Link to="/policies" search={{ id: policy.id, version: id }}>
                {`${policy.ref} · ${policy.title}, ${number}`}
              </Link>
            </dd>
          ))}
        </>
      ) : null}
      <dt className="on-paper">
        <FormattedMessage id="proposal.revision" values={{ number: revision.number }} />
      </dt>
      <dd className="on-paper">
        <code>{revision.digest}</code>
      </dd>
      {readFragment(PillParts, exception).status === 'PROPOSED' && !endedAt ? (
        <>
          <dt>
            <FormattedMessage id="proposal.expires" />
          </dt>
          <dd>
            <When at={expiresAt} />
          </dd>
        </>
      ) : null}
    </dl>
  );
}

/** For those who may have looked for a button. */
function Why({ exception }: { exception: ProposalData }) {
  return (
    <WhyNot
      id={exception.id}
      status={readFragment(PillParts, exception).status}
      openActions={readFragment(ActionParts, exception).openActions}
    />
  );
}

function History({ exception }: { exception: ProposalData }) {
  return (
    <section>
      <h3>
        <FormattedMessage id="proposal.timeline" />
      </h3>
      <Timeline facts={exception.timeline.nodes} />
    </section>
  );
}
