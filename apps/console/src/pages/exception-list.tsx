import { Link, useNavigate } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useListKeys } from '../keys/use-list-keys';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { Pill, PillParts } from '../parts/pill';
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
  readonly to: '/inbox' | '/proposals';
}

/** Exceptions one below the other; the one that is open is marked, and J and K go on to its neighbours. */
export function ExceptionList({ exceptions, chosenId, to }: ExceptionListProps) {
  const navigate = useNavigate();
  const ids = exceptions.map((masked) => readFragment(ExceptionRow, masked).id);
  useListKeys(ids, chosenId, (id) => void navigate({ to, search: { id }, replace: true }));
  return (
    <div>
      {exceptions.map((masked) => (
        <Row key={readFragment(ExceptionRow, masked).id} exception={masked} chosenId={chosenId} to={to} />
      ))}
    </div>
  );
}

function Row({
  exception: masked,
  chosenId,
  to,
}: {
  exception: FragmentOf<typeof ExceptionRow>;
  chosenId: string | undefined;
  to: ExceptionListProps['to'];
}) {
  const exception = readFragment(ExceptionRow, masked);
  const remedyWords = useRemedyWords();
  const { case: customerCase, proposer, revision } = exception;
  return (
    <Link
      className="row"
      to={to}
      search={{ id: exception.id }}
      aria-current={exception.id === chosenId ? 'true' : undefined}
      activeProps={{}}
    >
      <span className="line">
        <strong>{customerCase.customer.name ?? <FormattedMessage id="case.erased" />}</strong>
        <span className="push">{remedyWords(revision.remedy)}</span>
      </span>
      <span className="clamp">{revision.whatWeDo}</span>
      <span className="line meta">
        <Pill exception={exception} />
        <FormattedMessage id="row.by" values={{ name: proposer.name }} />
        <span className="push">
          <When at={exception.createdAt} />
        </span>
      </span>
    </Link>
  );
}
