import { VisuallyHidden } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { Proposal } from './proposal';

const route = getRouteApi('/exceptions/$id');

/** One proposal as a page of its own: where links lead. */
export function ProposalPage() {
  const { id } = route.useParams();
  return (
    <>
      <VisuallyHidden component="h1">
        <FormattedMessage id="proposal.page" />
      </VisuallyHidden>
      <Proposal key={id} id={id} isPage />
    </>
  );
}
