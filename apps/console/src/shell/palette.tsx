import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { KEY_ACTIONS, keyOf, keyWords, type KeyActionId } from '../keys/registry';
import { paletteStore } from './palette-store';
import { EXPLORER, placesOf } from './places';
import { useSelf } from './session';

/** Every place and command by name, each with its key. */
export function Palette({ onSheet, onTheme }: { onSheet: () => void; onTheme: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const doing: Partial<Record<KeyActionId, () => void>> = {
    propose: () => void navigate({ to: '/propose' }),
    goExplorer: () => location.assign(EXPLORER.href),
    theme: onTheme,
    sheet: onSheet,
  };
  const actions: SpotlightActionData[] = [
    ...placesOf(useSelf().roles).map(({ to, words, key }) => ({
      id: to,
      label: intl.formatMessage({ id: words }),
      rightSection: keyWords((key && keyOf(key)) ?? ''),
      onClick: () => void navigate({ to }),
    })),
    ...(Object.keys(doing) as KeyActionId[]).map((id) => ({
      id,
      label: intl.formatMessage({ id: KEY_ACTIONS[id].words }),
      rightSection: keyWords(keyOf(id) ?? ''),
      onClick: doing[id],
    })),
  ];
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      shortcut={null}
      attributes={{ content: { 'aria-label': intl.formatMessage({ id: 'top.palette' }) } }}
      nothingFound={intl.formatMessage({ id: 'palette.nothing' })}
      searchProps={{
        placeholder: intl.formatMessage({ id: 'palette.placeholder' }),
        'aria-label': intl.formatMessage({ id: 'top.palette' }),
      }}
      highlightQuery
      scrollable
      maxHeight={480}
    />
  );
}
