import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useRef } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { keyTip } from '../keys/registry';
import { useKey } from '../keys/use-key';

interface ExportLinkProps extends ButtonProps {
  readonly list: 'cases' | 'complaints' | 'exceptions' | 'people' | 'policies' | 'promises' | 'reviews' | 'thanks';
  /** The arguments of the query whose rows are wanted. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** What a list shows, all pages of it, as a file, by a press or by E. Who took it is recorded. */
export function ExportLink({ list, asked, ...props }: ExportLinkProps) {
  const intl = useIntl();
  const link = useRef<HTMLAnchorElement>(null);
  useKey('exportList', () => link.current?.click());
  return (
    <Button
      component="a"
      variant="default"
      {...props}
      href={exportAddress(list, asked)}
      download
      ref={link}
      title={keyTip(intl.formatMessage({ id: 'key.exportList' }), 'exportList')}
      leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
    >
      <FormattedMessage id="list.export" />
    </Button>
  );
}

/** Words as they are, conditions with parts as JSON; what is not said is left out. */
function exportAddress(list: ExportLinkProps['list'], asked: ExportLinkProps['asked']): string {
  const given = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
  return `/export/${list}.csv${given.length > 0 ? `?${query.toString()}` : ''}`;
}
