import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Language, SERVICE_SAYS } from '../words/messages';

/**
 * What the service says in whole sentences, in the reader's language, by its English: a sentence that the service has put otherwise since stands in
 * English rather than wrong. Empty while the sentences are being fetched, so that none changes its language under the reader.
 */
export function useServiceWords(): (english: string) => string {
  const fetchWords = SERVICE_SAYS[useIntl().locale as Language];
  const [words, setWords] = useState<Readonly<Record<string, string>> | undefined>(fetchWords ? undefined : {});
  useEffect(() => {
    void fetchWords?.()
      .catch(() => ({}))
      .then(setWords);
  }, [fetchWords]);
  return (english) => (words ? (words[english] ?? english) : '');
}
