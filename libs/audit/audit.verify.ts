import { readFile, stat } from 'node:fs/promises';
import type pg from 'pg';
import { auditRecords } from './audit.records.js';
import { type Finding, linesOf, type Verified, Verifier, verifyFile, type VerifierOptions } from './verify.mjs';

/** What is verified against: files from outside. */
export interface Witnesses {
  /** The file to which checkpoints were sent. */
  readonly checkpoints?: string | undefined;
  /** The public keys that are believed, as a JWK set. */
  readonly keys?: string | undefined;
}

/** Verifies the database itself, words included, all at one instant; every finding is told as it is found. */
export async function verifyDatabase(
  client: pg.ClientBase,
  { checkpoints, keys }: Witnesses,
  tell: (finding: Finding) => void,
): Promise<Verified> {
  // In this order, so that what is sent meanwhile is no finding: the mark is at most what the file holds, the file at most what the database holds.
  const { rows } = await client.query<{ sent: number }>(`SELECT sent_up_to AS sent FROM seal_places WHERE place = 'FILE'`);
  const outside = checkpoints === undefined ? {} : { outside: linesOf(checkpoints, (await stat(checkpoints)).size) };
  const verifier = new Verifier({ tell, ...(await believed(keys)), ...outside });
  const place = { kind: 'place', sentUpTo: rows[0]?.sent ?? 0 };
  await verifier.take(place);
  for await (const record of auditRecords(client, { words: true })) await verifier.take(record);
  return verifier.end();
}

/** Verifies an export, with nothing but files. */
export async function verifyExport(path: string, { checkpoints, keys }: Witnesses, tell: (finding: Finding) => void): Promise<Verified> {
  const outside = checkpoints === undefined ? {} : { outside: linesOf(checkpoints) };
  return verifyFile(path, new Verifier({ tell, ...(await believed(keys)), ...outside }));
}

async function believed(keys: string | undefined): Promise<Pick<VerifierOptions, 'keys'>> {
  return keys === undefined ? {} : { keys: JSON.parse(await readFile(keys, 'utf8')) as NonNullable<VerifierOptions['keys']> };
}
