import { Button, Kbd, Table, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { KEY_ACTIONS, keepKeyChanges, keyChanges, keyOf, keyWords, takenBy, type KeyActionId } from '../keys/registry';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { MeDesktop } from './me-desktop';
import { MeLooks } from './me-looks';

const IDS = Object.keys(KEY_ACTIONS) as KeyActionId[];
const SCOPES = [...new Set(IDS.map((id) => KEY_ACTIONS[id].scope))];

/** What this person set for themselves in this browser. */
export function MePage() {
  const intl = useIntl();
  const self = useSelf();
  useTitle(intl.formatMessage({ id: 'me.title' }));
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="me.title" />
      </h1>
      <p>
        <FormattedMessage id="me.signedInAs" values={{ name: self.name, email: self.email }} /> ·{' '}
        <a href="/sign-out">
          <FormattedMessage id="me.signOut" />
        </a>
      </p>
      <MeLooks />
      <MeDesktop />
      <Keys />
    </div>
  );
}

function Keys() {
  const [, redraw] = useState(0);
  const change = (changes: ReturnType<typeof keyChanges>) => {
    keepKeyChanges(changes);
    redraw((times) => times + 1);
  };
  return (
    <section>
      <h2>
        <FormattedMessage id="me.keys" />
      </h2>
      <p className="muted">
        <FormattedMessage id="me.keysHelp" />
      </p>
      {SCOPES.map((scope) => (
        <section key={scope}>
          <h3>
            <FormattedMessage id={`scope.${scope}`} />
          </h3>
          <Table>
            <Table.Tbody>
              {IDS.filter((id) => KEY_ACTIONS[id].scope === scope).map((id) => (
                <Table.Tr key={id}>
                  <Table.Td pl={0}>
                    <FormattedMessage id={KEY_ACTIONS[id].words} />
                  </Table.Td>
                  <Table.Td ta="right" pr={0}>
                    <KeyField id={id} onChange={(keys) => change({ ...keyChanges(), [id]: keys })} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
      <Button variant="default" mt="lg" onClick={() => change({})}>
        <FormattedMessage id="me.keysReset" />
      </Button>
    </section>
  );
}

/** Shows a key; the next one that is pressed on it takes its place, unless something else is done by it where this is. */
function KeyField({ id, onChange }: { id: KeyActionId; onChange: (keys: string | null) => void }) {
  const intl = useIntl();
  const [refused, setRefused] = useState<{ readonly keys: string; readonly by: KeyActionId }>();
  const keys = keyOf(id);
  const choose = (chosen: string) => {
    const by = takenBy(chosen, id);
    setRefused(by && { keys: chosen, by });
    if (!by) onChange(chosen);
  };
  return (
    <>
      <UnstyledButton
        onBlur={() => setRefused(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Tab' || event.key === 'Enter' || event.key === ' ') return;
          event.preventDefault();
          event.stopPropagation(); // it is chosen, and does not do at once what it is chosen for
          if (event.key === 'Backspace') onChange(null);
          else if (event.key.length === 1) choose(`${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.key.toLowerCase()}`);
        }}
      >
        {keys ? (
          <Kbd>{keyWords(keys)}</Kbd>
        ) : (
          <span className="muted">
            <FormattedMessage id="me.keyOff" />
          </span>
        )}
      </UnstyledButton>
      {refused ? (
        <p className="field-fault" role="alert">
          <FormattedMessage
            id="me.keyTaken"
            values={{ keys: keyWords(refused.keys), action: intl.formatMessage({ id: KEY_ACTIONS[refused.by].words }) }}
          />
        </p>
      ) : null}
    </>
  );
}
