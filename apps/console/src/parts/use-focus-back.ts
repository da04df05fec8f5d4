import { useEffect, useState } from 'react';

/** When this goes, the focus goes back to where it was before it came, unless it is elsewhere by then: a dialog that is taken off the page loses it. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
