import '../styles/views.css';
import { Button, UnstyledButton } from '@mantine/core';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { keyTip } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { AskDialog } from './ask-dialog';
import type { Typed } from './use-kept';

const STORED = 'countersign.views';

/** A way to look at a list that somebody wants to come back to: its address, under a name. */
interface View {
  readonly name: string;
  readonly href: string;
}

/** The ways to look at this list that were kept in this browser, and V to keep the one of now. What is open beside the list is no part of it. */
export function SavedViews() {
  const intl = useIntl();
  const { history } = useRouter();
  const { pathname, searchStr } = useRouterState({ select: ({ location }) => location });
  const [views, setViews] = useState(read);
  const [saving, setSaving] = useState(false);
  const href = addressOf(pathname, searchStr);
  useKey('saveView', () => setSaving(true));
  const keep = (kept: readonly View[]) => {
    localStorage.setItem(STORED, JSON.stringify(kept));
    setViews(kept);
  };
  const go = (event: MouseEvent, view: View) => {
    if (event.metaKey || event.ctrlKey) return; // in a tab of its own
    event.preventDefault();
    history.push(view.href);
  };
  async function save({ name = '' }: Typed): Promise<[]> {
    keep([...views.filter((view) => view.name !== name || pathOf(view) !== pathname), { name, href }]);
    setSaving(false);
    return [];
  }
  return (
    <div className="views">
      {views
        .filter((view) => pathOf(view) === pathname)
        .map((view) => (
          <span key={view.name} className="view">
            <a href={view.href} aria-current={view.href === href ? 'true' : undefined} onClick={(event) => go(event, view)}>
              {view.name}
            </a>
            <UnstyledButton
              aria-label={intl.formatMessage({ id: 'views.forget' }, { name: view.name })}
              onClick={() => keep(views.filter((one) => one !== view))}
            >
              ×
            </UnstyledButton>
          </span>
        ))}
      <Button
        size="xs"
        variant="default"
        title={keyTip(intl.formatMessage({ id: 'key.saveView' }), 'saveView')}
        onClick={() => setSaving(true)}
      >
        <FormattedMessage id="views.save" />
      </Button>
      {saving ? (
        <AskDialog
          title="views.title"
          says="views.says"
          fields={[{ name: 'name', kind: 'line', label: 'views.name' }]}
          send="views.send"
          keptAs="view"
          busy={false}
          onClose={() => setSaving(false)}
          onSend={save}
        />
      ) : null}
    </div>
  );
}

function addressOf(pathname: string, searchStr: string): string {
  const said = new URLSearchParams(searchStr);
  said.delete('id');
  return said.size > 0 ? `${pathname}?${said.toString()}` : pathname;
}

function pathOf({ href }: View): string {
  return href.split('?')[0] ?? '';
}

function read(): readonly View[] {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '[]') as View[];
  } catch {
    return [];
  }
}
