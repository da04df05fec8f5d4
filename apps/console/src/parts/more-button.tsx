import { Button, type ButtonProps } from '@mantine/core';
import { FormattedMessage } from 'react-intl';
import { Fault } from './faults';
import type { Pages } from './use-pages';

interface MoreButtonProps extends ButtonProps {
  readonly list: Omit<Pages<unknown, unknown>, 'nodes'>;
}

/** The way to the next page of a list, or why it did not come; nothing where all of it is shown. */
export function MoreButton({ list: { data, error, more, isTurning, again }, ...props }: MoreButtonProps) {
  if (data && error) return <Fault error={error} again={again} />;
  if (!more && !isTurning) return null;
  return (
    <Button variant="default" mt="md" {...props} loading={isTurning} onClick={more}>
      <FormattedMessage id="list.more" />
    </Button>
  );
}
