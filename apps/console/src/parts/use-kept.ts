import { useEffect, useState } from 'react';

/** The texts of one form by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

const PLACE = 'countersign.kept.';
const WHOSE = 'countersign.kept-for';

/**
 * What somebody types into one form, kept in this tab until it was sent: through a slip of the hand, a reload and a session that ended. It ends
 * with the tab, since it is a customer's matter. What nobody has changed is not kept, so that it is read anew.
 */
export function useKept<Form extends object>(
  name: string,
  start: Form,
): { typed: Form; type: (part: Partial<Form>) => void; forget: () => void } {
  const key = `${PLACE}${name}`;
  const [typed, setTyped] = useState<Form>(() => ({ ...start, ...read(key) }));
  const [isChanged, setChanged] = useState(false);
  useEffect(() => {
    if (isChanged) sessionStorage.setItem(key, JSON.stringify(typed));
  }, [key, typed, isChanged]);
  return {
    typed,
    type: (part) => {
      setTyped((before) => ({ ...before, ...part }));
      setChanged(true);
    },
    forget: () => sessionStorage.removeItem(key),
  };
}

/** From now on what is kept is this person's: of anybody else before, nothing is left in this tab. */
export function keepFor(personId: string): void {
  if (sessionStorage.getItem(WHOSE) === personId) return;
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PLACE))
    .forEach((key) => sessionStorage.removeItem(key));
  sessionStorage.setItem(WHOSE, personId);
}

function read(key: string): object {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as object;
  } catch {
    return {};
  }
}
