import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';

interface PartProps {
  readonly words: 'proposal.policySays' | 'proposal.weDo' | 'proposal.happened' | 'proposal.need' | 'proposal.different';
  readonly text: string;
  readonly children?: ReactNode;
}

/** One of the texts of a proposal under its heading, and what goes with it. */
export function Part({ words, text, children }: PartProps) {
  return (
    <section>
      <h3>
        <FormattedMessage id={words} />
      </h3>
      <p className="reading">{text}</p>
      {children}
    </section>
  );
}
