import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { auditRecords } from './audit.records.js';
import { endLine } from './verify.mjs';

/** Where the verifier lies that is given with each export. */
export const VERIFIER = new URL('./verify.mjs', import.meta.url);

/**
 * Writes everything that an auditor needs into one file, a line of JSON for each record, compressed when its name ends with .gz; it appears whole
 * or not at all. Beside it lies `verify.mjs`, which verifies it without us. Answers how many records it holds.
 */
export async function exportTo(client: pg.ClientBase, path: string): Promise<number> {
  const draft = `${path}.draft`;
  let records = 0;
  const lines = Readable.from(exportLines(client, () => records++));
  try {
    const file = createWriteStream(draft, { mode: 0o600, flush: true });
    if (path.endsWith('.gz')) await pipeline(lines, createGzip(), file);
    else await pipeline(lines, file);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await copyFile(fileURLToPath(VERIFIER), join(dirname(path), 'verify.mjs'));
  return records;
}

/** The lines of an export, all of one instant; the last one counts those before it, so that a file that was cut off is seen to be. Each record is told as it goes. */
export async function* exportLines(client: pg.ClientBase, onRecord: () => void): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let records = 0;
  for await (const record of auditRecords(client, { words: false })) {
    const line = `${JSON.stringify(record)}\n`;
    hash.update(line);
    records++;
    onRecord();
    yield line;
  }
  yield `${endLine(records, hash.digest('hex'))}\n`;
}
