import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import type { Selection } from './use-selection';
import { useSaid } from './use-said';

interface SelectionBarProps {
  readonly selection: Selection;
  /** The address of a row on its own. */
  readonly linkTo: (id: string) => string;
  readonly children?: ReactNode;
}

/** How many rows are picked out, and what can be done with all of them. */
export function SelectionBar({ selection: { ids, keep }, linkTo, children }: SelectionBarProps) {
  const said = useSaid();
  if (ids.length === 0) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(ids.map((id) => new URL(linkTo(id), location.origin).href).join('\n'));
    said('list.copied', { count: ids.length });
  };
  return (
    <Group className="banner" data-tone="review" role="status" gap="xs" m="xs">
      <FormattedMessage id="list.selected" values={{ count: ids.length }} />
      {children}
      <Button size="xs" variant="default" onClick={() => void copy()}>
        <FormattedMessage id="list.copyLinks" />
      </Button>
      <Button size="xs" variant="default" onClick={() => keep([])}>
        <FormattedMessage id="list.unselect" />
      </Button>
    </Group>
  );
}

/** In a row: that it is picked out. */
export function Picked() {
  return (
    <span className="pill" data-tone="review">
      <span aria-hidden>✓</span>
      <FormattedMessage id="list.picked" />
    </span>
  );
}
