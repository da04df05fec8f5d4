import { useEffect, useMemo, useState } from 'react';
import { createIntl, type IntlShape, useIntl } from 'react-intl';
import { type Language, type MessageId, TOLD } from '../words/messages';
import { useCauseName } from './cause-name';

/** What a notice is made of, and what the service would say. */
interface Saying {
  readonly name: string;
  readonly words: string;
  readonly ref: string | null;
  readonly revision: number | null;
  readonly detail: string | null;
  readonly toAsk: readonly string[] | null;
}

/**
 * What notices say, in the reader's language; undefined while that is being fetched. What this version of the console has no sentence for is said
 * in the words of the service.
 */
export function useNoticeWords(): ((notice: Saying) => string) | undefined {
  const intl = useIntl();
  const nameOf = useCauseName();
  const [told, setTold] = useState<Readonly<Record<string, string>>>();
  useEffect(() => {
    void TOLD[intl.locale as Language]()
      .catch(() => ({}))
      .then(setTold);
  }, [intl.locale]);
  return useMemo(() => {
    if (!told) return undefined;
    const messages = told as Record<MessageId, string>; // by the names of facts, which are no ids of the console's own sentences
    const teller = createIntl({ locale: intl.locale, messages });
    return (notice) => (isSayable(told[notice.name], notice) ? wordsIn(intl, teller, named(notice, nameOf)) : notice.words);
  }, [intl, told, nameOf]);
}

/** Whether there is a sentence, and all that it names. */
function isSayable(sentence: string | undefined, { detail }: Saying): boolean {
  return sentence !== undefined && (detail !== null || !sentence.includes('{said}'));
}

function wordsIn(intl: IntlShape, teller: IntlShape, { name, ref, revision, detail, toAsk }: Saying): string {
  return teller.formatMessage(
    { id: name as MessageId },
    {
      ref,
      revision,
      detail: detail ?? 'NONE',
      said: detail && wordFor(intl, name, detail),
      ask: whomToAsk(toAsk),
      names: intl.formatList(toAsk ?? [], { type: 'disjunction' }),
    },
  );
}

/** Which of the sentences about another signature: by the names in the catalogue. */
function whomToAsk(toAsk: readonly string[] | null): 'SOMEBODY' | 'NOBODY' | 'NO' {
  if (!toAsk) return 'NO';
  return toAsk.length > 0 ? 'SOMEBODY' : 'NOBODY';
}

/** What is said of a cause names it as people read it. */
function named(notice: Saying, nameOf: (cause: string) => string): Saying {
  const { name, detail } = notice;
  return detail !== null && /^(cause|pattern)[.]/.test(name) ? { ...notice, detail: nameOf(detail) } : notice;
}

/** How the pages call a code; the name of a cause is its own word. */
function wordFor(intl: IntlShape, name: string, code: string): string {
  const id = `${name.startsWith('dispute.') ? 'dispute.outcome' : 'disposition'}.${code}`;
  const words = id in intl.messages ? intl.formatMessage({ id: id as MessageId }) : code;
  return name.startsWith('dispute.') ? words : intl.formatMessage({ id: 'notices.quoted' }, { words });
}
