import { Spotlight, useSpotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { doable } from '../keys/doable';
import { KEY_ACTIONS, keyOf, keyWords, type KeyActionId } from '../keys/registry';
import { paletteStore } from './palette-store';
import { placesOf } from './places';
import { useSelf } from './session';

/** What is done from where one is, and would be done from the palette to nothing. */
const ELSEWHERE: readonly KeyActionId[] = ['palette', 'rowBelow', 'rowAbove'];

/** Every place, and whatever a key could do on this page now, each with its key. */
export function Palette() {
  const intl = useIntl();
  const navigate = useNavigate();
  useSpotlight(paletteStore); // what can be done is looked up whenever it opens
  const places = placesOf(useSelf().roles);
  const actions: SpotlightActionData[] = [
    ...places.map(({ to, words, key }) => ({
      id: to,
      label: intl.formatMessage({ id: words }),
      rightSection: keyWords((key && keyOf(key)) ?? ''),
      onClick: () => void navigate({ to }),
    })),
    ...doable
      .now()
      .filter((id) => !ELSEWHERE.includes(id) && !places.some(({ key }) => key === id))
      .map((id) => ({
        id,
        label: doable.labelOf(id) ?? intl.formatMessage({ id: KEY_ACTIONS[id].words }),
        rightSection: keyWords(keyOf(id) ?? ''),
        onClick: () => doable.do(id),
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
