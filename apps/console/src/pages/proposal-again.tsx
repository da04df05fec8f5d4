import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { LinkButton } from '../parts/link-button';
import { useSelf } from '../shell/session';

/** What is known of a proposal being taken up again. */
export const AgainParts = gql(`
  fragment AgainParts on PolicyException {
    id status case { id status owner { id } } clonedFrom { id ref } clonedInto { id ref }
  }
`);

/** What it takes up again, and what took it up; and, for whoever owns the case of one that expired, the way to do so, once. */
export function Again({ exception }: { exception: FragmentOf<typeof AgainParts> }) {
  const { id, status, case: customerCase, clonedFrom, clonedInto } = readFragment(AgainParts, exception);
  const isMine = useSelf().id === customerCase.owner.id && customerCase.status === 'OWNED';
  const mayAgain = status === 'EXPIRED' && isMine && !clonedInto;
  return (
    <>
      {clonedFrom ? (
        <p>
          <FormattedMessage id="again.from" values={{ ref: <To one={clonedFrom} /> }} />
        </p>
      ) : null}
      {clonedInto ? (
        <p>
          <FormattedMessage id="again.into" values={{ ref: <To one={clonedInto} /> }} />
        </p>
      ) : null}
      {mayAgain ? (
        <LinkButton to="/propose" search={{ caseId: customerCase.id, again: id }}>
          <FormattedMessage id="again.take" />
        </LinkButton>
      ) : null}
    </>
  );
}

function To({ one: { id, ref } }: { one: { readonly id: string; readonly ref: string } }) {
  return (
    <Link to="/exceptions/$id" params={{ id }}>
      {ref}
    </Link>
  );
}
