/** What may stand in a fact: codes, ids, instants and numbers, never words. */
export type Told = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Enum values, ids of ours, and instants. Whatever else somebody typed may be a customer's name. */
const TELLABLE = /^(?:[A-Z][A-Z0-9_]{0,63}|[a-z]{3}_[A-Za-z0-9]{1,60}|\d{4}-\d{2}-\d{2}T[\d:.]{5,12}Z)$/;
/** What is a code by itself, whatever it says. */
const CODES: ReadonlySet<string> = new Set(['cause']);

/**
 * What was asked for, in a form that may be kept for ever: of words only that there were some (true). Nested conditions are named by their path,
 * such as `filter.status`.
 */
export function toldOf(asked: Readonly<Record<string, unknown>>, above = ''): Told {
  const told = Object.entries(asked).flatMap(([key, value]): [string, Told[string]][] => {
    const path = `${above}${key}`;
    if (value === undefined || value === null) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return Object.entries(toldOf(value as Record<string, unknown>, `${path}.`));
    return [[path, toldValue(key, value)]];
  });
  return Object.fromEntries(told);
}

function toldValue(key: string, value: unknown): Told[string] {
  if (Array.isArray(value)) return value.map((one) => (isTellable(key, one) ? String(one) : '…'));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return isTellable(key, value) ? String(value) : true;
}

function isTellable(key: string, value: unknown): boolean {
  return typeof value === 'string' && (CODES.has(key) || TELLABLE.test(value));
}
