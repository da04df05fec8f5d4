import { useState, type ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';
import { sentenceOf, type Said } from '../words/refusals';
import { LateSkeleton } from './late-skeleton';
import { useRefusals } from './use-refusals';

/** What cannot be done now, asked for only when somebody wants to know. */
export function WhyNotDetails({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="not-on-paper" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <FormattedMessage id="act.whyNot" />
      </summary>
      {opened ? children : null}
    </details>
  );
}

interface Reason extends Said {
  readonly whoCould: readonly { readonly name: string }[];
}

interface ReasonsProps<Action extends string> {
  readonly actions: readonly Action[];
  /** Of each action; nothing while they are on their way. */
  readonly reasons: Readonly<Record<Action, readonly Reason[]>> | null | undefined;
  readonly words: Readonly<Record<Action, { readonly words: MessageId }>>;
}

/** Each action and why not, with who could instead. */
export function Reasons<Action extends string>({ actions, reasons, words }: ReasonsProps<Action>) {
  const intl = useIntl();
  const refusals = useRefusals();
  if (!reasons || !refusals) return <LateSkeleton rows={2} height={32} />;
  return (
    <ul>
      {actions.flatMap((action) =>
        reasons[action].slice(0, 1).map(({ whoCould, ...said }) => (
          <li key={action}>
            <strong>
              <FormattedMessage id={words[action].words} />
            </strong>
            : {sentenceOf(intl, said, refusals.translated)}{' '}
            {whoCould.length > 0 ? (
              <FormattedMessage
                id="fault.whoCould"
                values={{
                  names: intl.formatList(
                    whoCould.map(({ name }) => name),
                    { type: 'disjunction' },
                  ),
                }}
              />
            ) : null}
          </li>
        )),
      )}
    </ul>
  );
}
