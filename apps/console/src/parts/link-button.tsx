import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { Ref } from 'react';

interface AnchorButtonProps extends Omit<ButtonProps, 'component'> {
  ref?: Ref<HTMLAnchorElement>;
  title?: string;
}

/** A link to a page of ours that looks like a button. */
export const LinkButton = createLink(({ ref, ...props }: AnchorButtonProps) => <Button component="a" ref={ref} {...props} />);
