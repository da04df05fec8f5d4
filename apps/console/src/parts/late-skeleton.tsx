import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';

const PATIENCE_MS = 200;

/** Grey lines where something will stand, only once it has taken so long that a flicker would be less. */
export function LateSkeleton({ rows, height = 76 }: { rows: number; height?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} width="calc(100% - 12px)" height={height - 12} m={6} radius={8} />
      ))}
    </div>
  );
}
