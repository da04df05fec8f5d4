import { NativeSelect, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { WordDiff } from '../parts/late-word-diff';
import type { Typed } from './promote-draft';

interface WhichProps {
  readonly typed: Typed;
  readonly policies: readonly { readonly id: string; readonly ref: string; readonly title: string }[];
  set: (part: Partial<Typed>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

/** A new policy with a title, or the next version of one. */
export function Which({ typed, policies, set, faultOf }: WhichProps) {
  const intl = useIntl();
  return (
    <>
      <NativeSelect
        id="promote-policyId"
        label={<FormattedMessage id="promote.which" />}
        value={typed.policyId}
        onChange={(event) => set({ policyId: event.currentTarget.value })}
        error={faultOf('policyId')}
        data={[
          { value: '', label: intl.formatMessage({ id: 'promote.new' }) },
          ...policies.map(({ id, ref, title }) => ({ value: id, label: `${ref} · ${title}` })),
        ]}
        mb="md"
      />
      {typed.policyId ? null : (
        <TextInput
          id="promote-title"
          label={<FormattedMessage id="promote.name" />}
          value={typed.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          error={faultOf('title')}
          mb="md"
        />
      )}
    </>
  );
}

/** The text in force beside the new one, with what changes marked word by word. Nothing while there is no text in force. */
export function Sides({ before, now }: { before: string; now: string }) {
  const label = useIntl().formatMessage({ id: 'promote.sides' });
  if (before === '') return null;
  return (
    <section className="sides" aria-label={label}>
      <div>
        <h2>
          <FormattedMessage id="promote.old" />
        </h2>
        <p className="reading">{before}</p>
      </div>
      <div>
        <h2>
          <FormattedMessage id="promote.changes" />
        </h2>
        <WordDiff before={before} now={now} />
      </div>
    </section>
  );
}
