import { useEffect, useState } from 'react';
import { loadRefusals, type Translated } from '../words/refusals';

/** The sentences of refusals in the language of now; nothing while they are on their way, so that nobody sees two languages one after the other. */
export function useRefusals(): { readonly translated: Translated } | undefined {
  const [here, setHere] = useState<{ readonly translated: Translated }>();
  useEffect(() => void loadRefusals().then((translated) => setHere({ translated })), []);
  return here;
}
