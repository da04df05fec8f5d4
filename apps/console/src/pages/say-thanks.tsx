import { Button, Group, Modal, MultiSelect, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { ActButton } from '../parts/act-button';
import { chooseOrSend } from '../parts/ask-dialog';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { useAct, type Refused } from '../parts/use-act';
import { useFocusBack } from '../parts/use-focus-back';
import { useKept } from '../parts/use-kept';
import { usePeople } from '../parts/use-people';
import { useSaid } from '../parts/use-said';
import { useSelf } from '../shell/session';

const GiveIt = gql(
  `
  mutation GiveThanks($input: GiveThanksInput!) { giveThanks(input: $input) { thanks { id } userErrors { ...Refusal } replayed } }
`,
  [Refusal],
);

/** With what the dialog begins; `name` tells what is kept of it from what is kept of another. */
export interface ThanksStart {
  readonly name: string;
  readonly offerId?: string;
  readonly deed: string;
  readonly toIds: readonly string[];
}

/** Thanks one to ten colleagues for a deed. Everybody reads it, so it does not name the customer. */
export function SayThanks({ start, onClose }: { start: ThanksStart; onClose: () => void }) {
  const intl = useIntl();
  const me = useSelf().id;
  const said = useSaid();
  const { busy, act } = useAct();
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const { people, search } = usePeople();
  const { typed, type, forget } = useKept(`thanks.${start.name}`, { deed: start.deed, toIds: start.toIds.join(' ') });
  const { deed = '', toIds = '' } = typed;
  const named = toIds.split(' ').filter(Boolean);
  const thankable = people.filter(({ id, active }) => named.includes(id) || (active && id !== me));
  const missing = named.find((id) => people.every((one) => one.id !== id));
  useEffect(() => {
    if (missing) search.onMissing?.(missing);
  }, [missing, search]);

  useFocusBack();
  async function submit(): Promise<void> {
    const done = await act(GiveIt, { deed: deed.trim(), toIds: named, ...(start.offerId ? { offerId: start.offerId } : {}) });
    setFaults(done?.refused ?? []);
    if (done?.refused.length !== 0) return;
    forget();
    said('thanks.done');
    onClose();
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={<FormattedMessage id="thanks.say" />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
      transitionProps={{ duration: 0 }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={chooseOrSend}
      >
        <FaultSummary faults={faults} words="field.refused" form="thanks" />
        <MultiSelect
          id="thanks-toIds"
          label={intl.formatMessage({ id: 'thanks.whom' })}
          data={thankable.map(({ id, name }) => ({ value: id, label: name }))}
          value={named}
          onChange={(ids) => type({ toIds: ids.join(' ') })}
          error={faultAt(faults, 'toIds')}
          searchable
          onSearchChange={search.onSearch}
          nothingFoundMessage={search.isLooking ? undefined : intl.formatMessage({ id: 'person.nobody' })}
          openOnFocus={false}
          maxValues={10}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          data-autofocus
          mb="sm"
        />
        <Textarea
          id="thanks-deed"
          label={intl.formatMessage({ id: 'thanks.deed' })}
          description={intl.formatMessage({ id: 'thanks.deedHelp' })}
          value={deed}
          onChange={(event) => type({ deed: event.currentTarget.value })}
          error={faultAt(faults, 'deed')}
          autosize
          minRows={3}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="act.cancel" />
          </Button>
          <ActButton type="submit" loading={busy}>
            <FormattedMessage id="thanks.say" />
          </ActButton>
        </Group>
      </form>
    </Modal>
  );
}
