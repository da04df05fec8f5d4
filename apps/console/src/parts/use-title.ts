import { useEffect } from 'react';

/** Names the window after its page, with how much waits there; without words, it is left to others. */
export function useTitle(words: string | undefined, count = 0): void {
  useEffect(() => {
    if (words !== undefined) document.title = `${count > 0 ? `(${count}) ` : ''}${words} · Countersign`;
  }, [words, count]);
}
