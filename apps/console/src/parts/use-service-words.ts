import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Language, SERVICE_SAYS } from '../words/messages';

/**
 * What the service says, in the reader's language: by the name of the sentence, with what it says in English, which stands where this version of the
 * console knows no other. Undefined while the sentences are being fetched, so that none changes its language under the reader.
 */
export function useServiceWords(): ((name: string, english: string) => string) | undefined {
  const fetchWords = SERVICE_SAYS[useIntl().locale as Language];
  const [words, setWords] = useState<Readonly<Record<string, string>> | undefined>(fetchWords ? undefined : {});
  useEffect(() => {
    void fetchWords?.()
      .catch(() => ({}))
      .then(setWords);
  }, [fetchWords]);
  return words && ((name, english) => words[name] ?? english);
}
