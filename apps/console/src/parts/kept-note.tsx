import { Button } from '@mantine/core';
import { FormattedMessage } from 'react-intl';

interface KeptNoteProps {
  readonly isFromBefore: boolean;
  readonly forget: () => void;
}

/** Where a form shows what is, and began with what somebody typed before: says so, and gives it up for what is. */
export function KeptNote({ isFromBefore, forget }: KeptNoteProps) {
  if (!isFromBefore) return null;
  return (
    <p className="meta">
      <FormattedMessage id="kept.says" />{' '}
      <Button size="compact-xs" variant="default" onClick={forget}>
        <FormattedMessage id="kept.anew" />
      </Button>
    </p>
  );
}
