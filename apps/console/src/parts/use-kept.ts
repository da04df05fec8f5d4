import { useEffect, useState } from 'react';

/** The texts of one form by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

/**
 * What somebody types into one form, kept in this tab until it was sent: through a slip of the hand, a reload and a session that ended. It ends
 * with the tab, since it is a customer's matter.
 */
export function useKept(name: string, start: Typed): { typed: Typed; type: (part: Typed) => void; forget: () => void } {
  const key = `countersign.kept.${name}`;
  const [typed, setTyped] = useState<Typed>(() => ({ ...start, ...read(key) }));
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(typed)), [key, typed]);
  return {
    typed,
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    forget: () => sessionStorage.removeItem(key),
  };
}

function read(key: string): Typed {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Typed;
  } catch {
    return {};
  }
}
