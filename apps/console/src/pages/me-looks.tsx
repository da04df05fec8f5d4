import { Input, NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { densityNow, keepDensity } from '../parts/density';
import { BROWSER_ZONE, chosenZone, keepZone, zones } from '../parts/zone-now';
import { CATALOGUES, keepLanguage, languageNow, type Language, type MessageId } from '../words/messages';

const NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
const LOOKS = { theme: ['auto', 'light', 'dark'], density: ['comfortable', 'compact'] } as const;

/** In which language and on whose clock this person reads, and how it looks: each for this browser. */
export function MeLooks() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useState(densityNow);
  return (
    <>
      <NativeSelect
        label={<FormattedMessage id="me.language" />}
        value={languageNow()}
        data={(Object.keys(CATALOGUES) as Language[]).map((value) => ({ value, label: NAMES[value] }))}
        onChange={(event) => {
          keepLanguage(event.currentTarget.value as Language);
          location.reload();
        }}
        mb="md"
      />
      <Zone />
      <Look name="theme" value={colorScheme} onChoose={setColorScheme} />
      <Look
        name="density"
        value={density}
        onChoose={(chosen) => {
          keepDensity(chosen);
          setDensity(chosen);
        }}
      />
    </>
  );
}

/** The zone of every time that is shown as one's own; a customer's stays the customer's. */
function Zone() {
  const intl = useIntl();
  return (
    <NativeSelect
      label={<FormattedMessage id="me.zone" />}
      description={<FormattedMessage id="me.zoneHelp" />}
      value={chosenZone() ?? ''}
      onChange={(event) => {
        keepZone(event.currentTarget.value || undefined);
        location.reload();
      }}
      mb="md"
    >
      <option value="">{intl.formatMessage({ id: 'me.zoneOfBrowser' }, { zone: shown(BROWSER_ZONE) })}</option>
      {zones().map((zone) => (
        <option key={zone} value={zone} translate="no">
          {shown(zone)}
        </option>
      ))}
    </NativeSelect>
  );
}

function shown(zone: string): string {
  return zone.replaceAll('_', ' ');
}

interface LookProps<Name extends keyof typeof LOOKS> {
  readonly name: Name;
  readonly value: (typeof LOOKS)[Name][number];
  onChoose: (value: (typeof LOOKS)[Name][number]) => void;
}

function Look<Name extends keyof typeof LOOKS>({ name, value, onChoose }: LookProps<Name>) {
  const intl = useIntl();
  return (
    <>
      <Input.Label component="div" display="block">
        <FormattedMessage id={`me.${name}`} />
      </Input.Label>
      <SegmentedControl
        aria-label={intl.formatMessage({ id: `me.${name}` })}
        value={value}
        onChange={onChoose}
        data={LOOKS[name].map((one: (typeof LOOKS)[Name][number]) => ({
          value: one,
          label: intl.formatMessage({ id: `me.${name}.${one}` as MessageId }),
        }))}
        mb="md"
      />
    </>
  );
}
