import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { LateSkeleton } from '../parts/late-skeleton';
import type { MessageId } from '../words/messages';

const Contact = gql(`query CaseContact($id: ID!) { customerCase(id: $id) { id customer { id contact } } }`);

/** How the customer is reached: it does not come to this browser before somebody wants to see it. */
export function Reach({ caseId, words = 'case.showContact' }: { caseId: string; words?: MessageId }) {
  const [shown, setShown] = useState(false);
  const [{ data }] = useQuery({ query: Contact, variables: { id: caseId }, pause: !shown });
  if (shown)
    return data ? <strong className="contact">{data.customerCase?.customer.contact}</strong> : <LateSkeleton rows={1} height={28} />;
  return (
    <Button size="xs" variant="default" onClick={() => setShown(true)}>
      <FormattedMessage id={words} />
    </Button>
  );
}
