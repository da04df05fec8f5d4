import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Column } from './columns.js';

/** How a file is written. */
export interface CsvOptions {
  readonly columns: readonly Column[];
  /** Begins with a byte order mark, by which some spreadsheets know UTF-8. */
  readonly bom: boolean;
  readonly signal: AbortSignal;
}

/**
 * Rows as CSV (RFC 4180, UTF-8), no faster than they are taken. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
 * An error of the rows destroys the stream, and so the connection: what was cut off never looks whole.
 */
export function csvOf(rows: AsyncIterable<object>, { columns, bom, signal }: CsvOptions): Transform {
  const out = stringify({
    bom,
    header: true,
    columns: columns.map(({ name }) => name),
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: { boolean: String },
  });
  const written = async function* () {
    for await (const row of rows) yield columns.map(({ of }) => of(row));
  };
  pipeline(Readable.from(written()), out, { signal }).catch((error: Error) => out.destroy(error));
  return out;
}
