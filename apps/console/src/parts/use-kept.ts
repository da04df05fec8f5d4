import { useEffect, useState } from 'react';

/** The texts of one form by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

interface Kept<Form> {
  /** What stands in the fields: what was typed, and what it began with elsewhere. */
  readonly typed: Form;
  /** Only what somebody typed, now or before. */
  readonly changed: Partial<Form>;
  /** It began with what was typed before, and still holds it. */
  readonly isFromBefore: boolean;
  readonly type: (part: Partial<Form>) => void;
  /** It was sent, or is given up. */
  readonly forget: () => void;
}

const PLACE = 'countersign.kept.';
const WHOSE = 'countersign.kept-for';

/**
 * What somebody types into one form, kept in this tab until it was sent: through a slip of the hand, a reload and a session that ended. It ends
 * with the tab, since it is a customer's matter. A field that nobody has changed is not kept, so that it is read anew. No form asks for a secret.
 */
export function useKept<Form extends object>(name: string, start: Form): Kept<Form> {
  const key = `${PLACE}${name}`;
  const [before] = useState(() => read<Form>(key));
  const [changed, setChanged] = useState(before);
  useEffect(() => {
    if (isSome(changed)) sessionStorage.setItem(key, JSON.stringify(changed));
  }, [key, changed]);
  return {
    typed: { ...start, ...changed },
    changed,
    isFromBefore: isSome(before) && isSome(changed),
    type: (part) => setChanged((before) => ({ ...before, ...part })),
    forget: () => {
      sessionStorage.removeItem(key);
      setChanged({});
    },
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

function isSome(changed: object): boolean {
  return Object.keys(changed).length > 0;
}

function read<Form>(key: string): Partial<Form> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Form>;
  } catch {
    return {};
  }
}
