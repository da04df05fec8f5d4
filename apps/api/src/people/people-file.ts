import { isUtf8 } from 'node:buffer';
import { InvalidError, say, type Sentence } from '#errors';
import { IMPORT_COLUMNS, type ImportColumn, type ImportLine, type LineFault, REQUIRED_COLUMNS } from '#people';
import { CsvError, parse } from 'csv-parse/sync';
import { LIMITS } from '../graphql/limits.js';
import { lineFault, plain } from '../graphql/text.js';

/** What a file says, line by line, and the lines that say nothing that can be read. */
export interface PeopleFile {
  readonly lines: readonly ImportLine[];
  readonly unread: readonly LineFault[];
}

/** A record as csv-parse gives it, with the line at which it ended. */
interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const RECORD_LENGTH_MAX = 16_384;
const COLUMNS = new Map(IMPORT_COLUMNS.map((column) => [column.toLowerCase(), column]));

/** Reads a CSV file (RFC 4180) in UTF-8 with a line of headers, in any order. Never throws: what cannot be read is told by line. */
export function readPeopleFile(bytes: Buffer): PeopleFile {
  if (!isUtf8(bytes)) return unreadable(lineOf(bytes), say`The file is not UTF-8 from this line on. Save it as "CSV UTF-8".`);
  try {
    return readRecords(
      parse(bytes, {
        bom: true,
        info: true,
        relaxColumnCount: true,
        skipEmptyLines: true,
        maxRecordSize: RECORD_LENGTH_MAX,
      }) as unknown as Parsed[],
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return unreadable(
      line,
      say`This line is no CSV (${{ code: error.code }}). Put quotes around a value with quotes, commas or line breaks, and double the quotes in it.`,
    );
  }
}

function readRecords(records: readonly Parsed[]): PeopleFile {
  const [head, ...rows] = records;
  if (!head) return unreadable(1, say`The file is empty. It begins with a line of headers.`);
  if (rows.length > LIMITS.fileRows)
    return unreadable(1, say`The file has ${{ rows: rows.length }} rows, of at most ${{ most: LIMITS.fileRows }}. Send it in parts.`);
  const columns = head.record.map((header) => COLUMNS.get(plain(header).toLowerCase()));
  const faults = headFaults(head.record, columns);
  if (faults.length > 0) return { lines: [], unread: faults };
  const read = rows.map((row) => readRecord(row, columns as ImportColumn[]));
  return {
    lines: read.filter((line): line is ImportLine => !Array.isArray(line)),
    unread: read.flatMap((line) => (Array.isArray(line) ? line : [])),
  };
}

function headFaults(headers: readonly string[], columns: readonly (ImportColumn | undefined)[]): LineFault[] {
  const unknown = headers
    .filter((_, place) => columns[place] === undefined)
    .map((header) => say`"${{ header }}" is no column. There are: ${{ columns: IMPORT_COLUMNS }}.`);
  const missing = REQUIRED_COLUMNS.filter((column) => !columns.includes(column)).map(
    (column) => say`The column ${{ column }} is missing. There are: ${{ columns: IMPORT_COLUMNS }}.`,
  );
  const twice = columns
    .filter((column): column is ImportColumn => column !== undefined)
    .filter((column, place, known) => known.indexOf(column) !== place)
    .map((column) => say`The column ${{ column }} is there twice. There are: ${{ columns: IMPORT_COLUMNS }}.`);
  return [...unknown, ...missing, ...twice].map((sentence) => fault(1, [], sentence));
}

function readRecord({ record, info }: Parsed, columns: readonly ImportColumn[]): ImportLine | LineFault[] {
  const line = info.lines - record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
  if (record.length !== columns.length)
    return [
      fault(
        line,
        [],
        say`This row has ${{ cells: record.length }} cells, and there are ${{ headers: columns.length }} headers. Put quotes around values with commas.`,
      ),
    ];
  const cells = columns.map((column, place) => [column, plain(record[place] ?? '')] as const);
  const faults = cells.flatMap(([column, cell]) => {
    const why = cell === '' ? undefined : lineFault(cell);
    return why === undefined ? [] : [fault(line, [column], why)];
  });
  return faults.length > 0 ? faults : { line, cells: Object.fromEntries(cells) };
}

/** The line of the first byte that is not UTF-8. */
function lineOf(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}

function unreadable(line: number, sentence: Sentence): PeopleFile {
  return { lines: [], unread: [fault(line, [], sentence)] };
}

function fault(line: number, path: readonly string[], sentence: Sentence): LineFault {
  return { line, error: new InvalidError(path, sentence) };
}
