const INSTANT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';

/**
 * How a page writes what differs in each house, and what then stands there for real: tokens, ids, refs, digests (whole, or cut with "…") and
 * instants. "…" anywhere else stands for any text.
 */
const KINDS = {
  token: { written: '\\b(?:eyJ[\\w.-]*…?|cst_\\w+…?)', actual: (name: string) => `${name.slice(0, 3)}[\\w.-]+` },
  id: {
    written: '\\b(?:exc|rev|pol|pve|cas|cus|per|tea|hum|tok|grd|rmk|fol|gbk)_[0-9a-z]+…?',
    actual: (name: string) => `${name.slice(0, 4)}[0-9a-z]+`,
  },
  ref: { written: '\\b(?:EX|CASE|POL)-\\d+', actual: (name: string) => `${name.split('-')[0]}-\\d+` },
  digest: { written: '\\b(?:[0-9a-f]{64}|[0-9a-f]{4,63}…)', actual: () => '[0-9a-f]{64}' },
  instant: { written: INSTANT, actual: () => INSTANT },
  any: { written: '…', actual: () => '[\\s\\S]*' },
} as const;

type Kind = keyof typeof KINDS;

const WRITTEN = new RegExp(
  Object.entries(KINDS)
    .map(([kind, { written }]) => `(?<${kind}>${written})`)
    .join('|'),
  'gu',
);

interface Part {
  readonly kind: Kind | 'plain';
  readonly text: string;
}

/** The names that one page has used so far, and what they stand for in the house in which it is tried. */
export class NamesMet {
  private readonly met = new Map<string, string>();

  /** What the page says, with the names of this house: what a reader would send who puts in their own. */
  inHouse(written: string): string {
    return partsOf(written)
      .map(({ text }) => this.met.get(text) ?? text)
      .join('');
  }

  /** Where the actual answer does not fit what the page shows; undefined when it fits. Names that are met for the first time are remembered. */
  misfit(shown: unknown, actual: unknown): string | undefined {
    return this.compare(shown, actual, 'answer');
  }

  private compare(shown: unknown, actual: unknown, path: string): string | undefined {
    if (isText(shown) && isText(actual)) return this.misfitOfText(shown, actual, path);
    if (isList(shown) && isList(actual)) return this.misfitOfList(shown, actual, path);
    if (isRecord(shown) && isRecord(actual)) return this.misfitOfRecord(shown, actual, path);
    return Object.is(shown, actual) ? undefined : differs(path, shown, actual);
  }

  private misfitOfText(shown: string, actual: string, path: string): string | undefined {
    const parts = partsOf(shown);
    const pattern = parts.map((part) => this.patternOf(part)).join('');
    const found = new RegExp(`^${pattern}$`, 'u').exec(actual);
    if (!found) return differs(path, this.inHouse(shown), actual);
    const contradicted = parts.find(({ kind, text }, place) => isName(kind) && !this.meets(text, found[place + 1] ?? ''));
    return contradicted && `${path}: ${contradicted.text} stood for ${this.met.get(contradicted.text)} before, and now for something else.`;
  }

  private misfitOfList(shown: readonly unknown[], actual: readonly unknown[], path: string): string | undefined {
    const isOpen = shown.at(-1) === '…';
    const expected = isOpen ? shown.slice(0, -1) : shown;
    if (isOpen ? actual.length < expected.length : actual.length !== expected.length) {
      return `${path}: ${expected.length} elements are shown${isOpen ? ' and more' : ''}, and there are ${actual.length}.`;
    }
    return first(expected, (element, place) => this.compare(element, actual[place], `${path}[${place}]`));
  }

  private misfitOfRecord(shown: Record<string, unknown>, actual: Record<string, unknown>, path: string): string | undefined {
    const keys = [...new Set([...Object.keys(shown), ...Object.keys(actual)])];
    return first(keys, (key) => this.compare(shown[key], actual[key], `${path}.${key}`));
  }

  /** One group for each part, so that its place tells what it met. */
  private patternOf({ kind, text }: Part): string {
    const known = this.met.get(text);
    if (kind === 'plain' || known !== undefined) return `(${escaped(known ?? text)})`;
    return `(${KINDS[kind].actual(text)})`;
  }

  private meets(name: string, actual: string): boolean {
    const known = this.met.get(name) ?? actual;
    this.met.set(name, known);
    return known === actual;
  }
}

function partsOf(written: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of written.matchAll(WRITTEN)) {
    const [kind] = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined) ?? ['any'];
    parts.push({ kind: 'plain', text: written.slice(end, found.index) }, { kind: kind as Kind, text: found[0] });
    end = found.index + found[0].length;
  }
  return [...parts, { kind: 'plain', text: written.slice(end) }];
}

function isName(kind: Part['kind']): boolean {
  return kind !== 'plain' && kind !== 'any';
}

function first<T>(list: readonly T[], misfit: (element: T, place: number) => string | undefined): string | undefined {
  for (const [place, element] of list.entries()) {
    const found = misfit(element, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differs(path: string, shown: unknown, actual: unknown): string {
  return `${path}: the page shows ${JSON.stringify(shown)}, and there is ${JSON.stringify(actual)}.`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
