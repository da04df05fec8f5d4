import { Kbd, Modal, Table } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { KEY_ACTIONS, keyOf, keyWords, type KeyActionId } from '../keys/registry';

/** Every key that is switched on, by where it works. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const intl = useIntl();
  const ids = (Object.keys(KEY_ACTIONS) as KeyActionId[]).filter((id) => keyOf(id) !== undefined);
  const scopes = [...new Set(ids.map((id) => KEY_ACTIONS[id].scope))];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<FormattedMessage id="keys.title" />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
    >
      {scopes.map((scope) => (
        <section key={scope}>
          <h2>
            <FormattedMessage id={`scope.${scope}`} />
          </h2>
          <Table>
            <Table.Tbody>
              {ids
                .filter((id) => KEY_ACTIONS[id].scope === scope)
                .map((id) => (
                  <Table.Tr key={id}>
                    <Table.Td>
                      <FormattedMessage id={KEY_ACTIONS[id].words} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <Kbd>{keyWords(keyOf(id) ?? '')}</Kbd>
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </Modal>
  );
}
