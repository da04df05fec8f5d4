import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { CommandError, EXIT } from '../command.errors.js';
import { folderError } from '../data-folder.js';

/** What the demo's own sign-in provider keeps between two starts. */
export interface DemoKeys {
  /** The private key that signs tokens, as JWK with key id and algorithm. */
  readonly signingKey: JWK;
  /** What the api proves itself with when it redeems a sign-in. */
  readonly clientSecret: string;
  /** Signs the short-lived cookies of a sign-in that is under way. */
  readonly cookieSecret: string;
}

/** The algorithm of the demo's tokens. */
export const DEMO_ALGORITHM = 'ES256';

const FILE = 'demo-sign-in.json';

const pathIn = (dataDir: string): string => join(dataDir, 'secrets', FILE);

/**
 * The keys of the demo in this data folder, or undefined when no demo ever ran there.
 * @throws CommandError `damaged` when the file is there and does not hold them
 */
export async function readDemoKeys(dataDir: string): Promise<DemoKeys | undefined> {
  const path = pathIn(dataDir);
  try {
    return asDemoKeys(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if (isNodeError(cause, 'ENOENT')) return undefined;
    const sentence = `The keys of the demo's sign-in in ${path} cannot be read. Delete that file; the next demo makes new ones.`;
    throw new CommandError(EXIT.damaged, sentence, { cause });
  }
}

/** The keys of the demo in this data folder; made once, in a file that only its owner may read. */
export async function demoKeys(dataDir: string): Promise<DemoKeys> {
  const known = await readDemoKeys(dataDir);
  if (known) return known;
  const path = pathIn(dataDir);
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify(await newKeys()), { mode: 0o600, flag: 'wx' });
    await link(draft, path); // Fails when a twin was faster, and never shows half a file.
  } catch (error) {
    if (!isNodeError(error, 'EEXIST')) throw folderError(error, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return (await readDemoKeys(dataDir)) ?? demoKeys(dataDir);
}

async function newKeys(): Promise<DemoKeys> {
  const { privateKey } = await generateKeyPair(DEMO_ALGORITHM, { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), kid: `demo-${randomUUID()}`, alg: DEMO_ALGORITHM, use: 'sig' };
  return { signingKey, clientSecret: secret(), cookieSecret: secret() };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function asDemoKeys(value: unknown): DemoKeys {
  const { signingKey, clientSecret, cookieSecret } = value as Partial<DemoKeys>;
  if (!signingKey?.d || !signingKey.kid || !clientSecret || !cookieSecret) throw new Error('One of the three keys is missing.');
  return { signingKey, clientSecret, cookieSecret };
}

function isNodeError(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
