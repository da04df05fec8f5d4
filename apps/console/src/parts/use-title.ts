import { useEffect } from 'react';

/** Names the window after its page, with how much waits there. */
export function useTitle(words: string, count = 0): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${words} · Countersign`;
  }, [words, count]);
}
