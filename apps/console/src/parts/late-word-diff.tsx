import { lazy, Suspense, type ComponentProps } from 'react';

const Now = lazy(() => import('./word-diff').then(({ WordDiff }) => ({ default: WordDiff })));

/** What changed, word by word; how to compare comes with the first text that is compared, since most never are. */
export function WordDiff(texts: ComponentProps<typeof Now>) {
  return (
    <Suspense>
      <Now {...texts} />
    </Suspense>
  );
}
