import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import { useIntl } from 'react-intl';
import { useLine } from './use-line';

type ActButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

/** A button that changes something: while the house cannot be reached it is off, and says why. Nothing waits in secret to be sent later. */
export function ActButton({ disabled, title, ...button }: ActButtonProps) {
  const intl = useIntl();
  const isOffline = useLine() === 'offline';
  const why = isOffline ? { title: intl.formatMessage({ id: 'line.waits' }), 'aria-describedby': 'line' } : { title };
  return <Button {...button} {...why} disabled={disabled || isOffline} />;
}
