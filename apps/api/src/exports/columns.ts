import { decimalOf } from '#errors';

/** What stands in one field of a file. */
export type Cell = string | number | boolean | null;

/** One column of a list: what must be asked of each row, and what is written of it. */
export interface Column {
  readonly name: string;
  /** Paths of fields below the row, such as `proposer.name`. */
  readonly paths: readonly string[];
  readonly of: (row: object) => Cell;
}

/** A field of the row, or of something that it names; several values are parted by blanks. */
export function field(path: string, name = path): Column {
  return { name, paths: [path], of: (row) => asCell(at(row, path)) };
}

/** An amount: as an exact decimal with the digits of its currency, and the currency beside it. */
export function money(path: string): Column[] {
  const amount = (row: object): Cell => {
    const found = at(row, path) as { amountMinor: number; currency: string } | null;
    return found && decimalOf(found);
  };
  return [{ name: 'amount', paths: [`${path}.amountMinor`, `${path}.currency`], of: amount }, field(`${path}.currency`, 'currency')];
}

/** The selection that asks for all of it. */
export function selectionOf(columns: readonly Column[]): string {
  return written(columns.flatMap(({ paths }) => paths).map((path) => path.split('.')));
}

function written(paths: readonly (readonly string[])[]): string {
  const heads = [...new Set(paths.map(([head = '']) => head))];
  return heads
    .map((head) => {
      const below = paths.filter(([first, ...rest]) => first === head && rest.length > 0).map(([, ...rest]) => rest);
      return below.length > 0 ? `${head} { ${written(below)} }` : head;
    })
    .join(' ');
}

function at(row: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value === null || value === undefined ? null : (value as Record<string, unknown>)[key]), row);
}

function asCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'number' || typeof value === 'boolean' ? value : `${value as string}`;
}
