import '../styles/desk.css';
import '../styles/print.css';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery, useSubscription } from 'urql';
import { gql, readFragment, type ResultOf } from '../graphql/gql';
import { Fault } from '../parts/faults';
import { LateSkeleton } from '../parts/late-skeleton';
import { useRemedyWords } from '../parts/money';
import { Pill, PillParts } from '../parts/pill';
import { Presence } from '../parts/presence';
import { FactParts, Timeline } from '../parts/timeline';
import { useTitle } from '../parts/use-title';
import { ActionBar, ActionParts } from './proposal-actions';
import { Again, AgainParts } from './proposal-again';
import { Changes, ChangesParts } from './proposal-changes';
import { Decided, DecidedParts } from './proposal-decided';
import { Details, DetailsParts } from './proposal-details';
import { Disputes, DisputesParts } from './proposal-disputes';
import { Ending, EndingParts } from './proposal-ending';
import { Likes, LikesParts } from './proposal-likes';
import { CopyLink } from './proposal-link';
import { Part } from './proposal-part';
import { TextParts } from './proposal-text';
import { Voices, VoicesParts } from './proposal-voices';
import { WhyNot } from './proposal-why-not';

const OneProposal = gql(
  `query OneProposal($id: ID!) {
    exception(id: $id) {
      id ref quorum
      case { id need customer { id name } }
      policyVersion { id number policy { id ref title } }
      revision { ...TextParts }
      timeline(last: 30) { nodes { ...FactParts } }
      ...PillParts ...AgainParts ...ActionParts ...VoicesParts ...ChangesParts ...DisputesParts ...EndingParts ...DecidedParts ...DetailsParts ...LikesParts
    }
  }`,
  [
    TextParts,
    PillParts,
    FactParts,
    AgainParts,
    ActionParts,
    VoicesParts,
    ChangesParts,
    DisputesParts,
    EndingParts,
    DecidedParts,
    DetailsParts,
    LikesParts,
  ],
);
const ExceptionChanged = gql(`subscription ExceptionChanged($id: ID!) { exceptionChanged(id: $id) { exceptionId fact revision status } }`);

/** An exception as it is read here. */
export type ProposalData = NonNullable<ResultOf<typeof OneProposal>['exception']>;

interface ProposalProps {
  readonly id: string;
  /** It is the page, not a part of one: the window is named after it. */
  readonly isPage?: boolean;
  /** It stands open although nobody chose it: that it is read is told to nobody. */
  readonly isGlimpse?: boolean;
  onDecided?: () => void;
  /** A bar of others in place of that of whoever decides. */
  readonly bar?: React.ReactNode;
  /** What stands between the heading and the text. */
  readonly children?: React.ReactNode;
}

/** One proposal, to be decided on in half a minute: what is fair first, then what policy says beside what is proposed. */
export function Proposal({ id, isPage = false, ...more }: ProposalProps) {
  const intl = useIntl();
  const [{ data, error, fetching }, again] = useQuery({ query: OneProposal, variables: { id } });
  const { ref, case: its } = data?.exception ?? {};
  useTitle(isPage ? [ref ?? intl.formatMessage({ id: 'proposal.page' }), its?.customer.name].filter(Boolean).join(' ') : undefined);
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

function Sheet({
  exception,
  isGlimpse = false,
  onDecided,
  bar,
  children,
}: { exception: ProposalData } & Omit<ProposalProps, 'id' | 'isPage'>) {
  const remedyWords = useRemedyWords();
  const { revision, policyVersion, case: customerCase } = exception;
  // What was on the screen when the reading began: a signature is for that text only.
  const [read, setRead] = useState(revision.number);
  const [isSigning, setSigning] = useState(false);
  return (
    <article aria-labelledby="proposal">
      <div className="page">
        <header>
          <h2 id="proposal">
            <FormattedMessage id="proposal.title" values={{ ref: exception.ref, kind: remedyWords(revision.remedy) }} />
          </h2>
          <Pill exception={exception} /> <CopyLink id={exception.id} />
          {isGlimpse && !isSigning ? null : <Presence id={exception.id} isSigning={isSigning} />}
        </header>
        <Ending exception={exception} />
        <Decided exception={exception} />
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
