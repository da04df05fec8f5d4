import { Link, useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { Mark, Pill, PillParts } from '../parts/pill';
import { useRefusalWords } from '../parts/refusals';
import { useSigning } from '../parts/signing';
import { When } from '../parts/when';

/** What a list shows of an exception. */
export const ExceptionRow = gql(
  `fragment ExceptionRow on PolicyException {
    id ref createdAt proposer { id name } revision { whatWeDo remedy { ...RemedyParts } } case { id customer { id name } } ...PillParts
  }`,
  [RemedyParts, PillParts],
);

interface ExceptionListProps {
  readonly exceptions: readonly FragmentOf<typeof ExceptionRow>[];
  readonly chosenId: string | undefined;
}

/** One's own exceptions one below the other; the one that is open is marked, and J and K go on to its neighbours. */
export function ExceptionList({ exceptions, chosenId }: ExceptionListProps) {
  const navigate = useNavigate();
  const ids = exceptions.map((masked) => readFragment(ExceptionRow, masked).id);
  useListKeys(ids, chosenId, (id) => void navigate({ to: '/proposals', search: { id }, replace: true }));
  return (
    <div>
      {exceptions.map((masked, place) => (
        <ExceptionLine key={ids[place]} exception={masked} isChosen={ids[place] === chosenId} to="/proposals" />
      ))}
    </div>
  );
}

interface LineProps {
  readonly exception: FragmentOf<typeof ExceptionRow>;
  readonly isChosen: boolean;
  readonly to: '/inbox' | '/proposals';
  /** It waits for whoever of the peers signs first, and for nobody by name. */
  readonly isForAnyPeer?: boolean;
  /** It came while somebody looked, or left by what somebody else did. */
  readonly change?: 'new' | 'gone' | undefined;
}

/** One exception in a list. What became of a signature that was just given stands here too: a reason to sign no more is read where it was signed. */
export const ExceptionLine = memo(function ExceptionLine({ exception: masked, isChosen, to, isForAnyPeer = false, change }: LineProps) {
  const exception = readFragment(ExceptionRow, masked);
  const remedyWords = useRemedyWords();
  const refusalWords = useRefusalWords();
  const signed = useSigning(exception.id);
  const { case: customerCase, proposer, revision } = exception;
  return (
    <Link
      className="row"
      to={to}
      search={{ id: exception.id }}
      aria-current={isChosen ? 'true' : undefined}
      activeProps={{}}
      data-change={change}
    >
      <span className="line">
        <strong>{customerCase.customer.name ?? <FormattedMessage id="case.erased" />}</strong>
        <span className="push">{remedyWords(revision.remedy)}</span>
      </span>
      <span className="clamp">{revision.whatWeDo}</span>
      <span className="line meta">
        {signed === 'sent' ? <Mark tone="approved" glyph="✓" id="inbox.signing" /> : <Pill exception={exception} />}
        <span>
          <FormattedMessage id="row.by" values={{ name: proposer.name }} />
          {isForAnyPeer && change !== 'gone' ? (
            <span className="roomy-only">
              {' '}
              <span aria-hidden>→</span> <FormattedMessage id="row.anyPeer" />
            </span>
          ) : null}{' '}
          · <When at={exception.createdAt} />
        </span>
      </span>
      {change === 'gone' ? (
        <span className="meta">
          <FormattedMessage id="inbox.gone" />
        </span>
      ) : null}
      {signed && signed !== 'sent' ? <span className="field-fault">{signed.map(refusalWords).join(' ')}</span> : null}
    </Link>
  );
});
