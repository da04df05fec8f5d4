import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { keyTip } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { useSaid } from '../parts/use-said';

/** Takes along the address of a proposal, and of the revision of it that is shown: by button and by key. */
export function CopyLink({ id }: { readonly id: string }) {
  const intl = useIntl();
  const said = useSaid();
  const { revision } = useSearch({ strict: false });
  const copy = (): void => {
    const link = new URL(`/exceptions/${id}`, location.href);
    if (revision !== undefined) link.searchParams.set('revision', String(revision));
    void navigator.clipboard.writeText(link.href).then(() => said('act.copied'));
  };
  useKey('copyLink', copy);
  return (
    <Button
      className="not-on-paper"
      size="compact-sm"
      variant="subtle"
      onClick={copy}
      title={keyTip(intl.formatMessage({ id: 'key.copyLink' }), 'copyLink')}
    >
      <FormattedMessage id="act.copyLink" />
    </Button>
  );
}
