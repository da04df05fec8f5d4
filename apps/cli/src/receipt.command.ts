import { readFile } from 'node:fs/promises';
import {
  type CheckedReceipt,
  checkReceipt,
  readKeyRing,
  type ReceiptClaims,
  type ReceiptFault,
  ReceiptKeys,
  ReceiptKeysError,
  ReceiptRefusedError,
} from '#receipts';
import { readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import { printer } from './printer.js';

/** A file that holds something else is told so, and is not read into memory whole. */
const FILE_BYTES_MAX = 1_048_576;

/** These say that a file is not what it should be; every other fault, that a receipt does not hold. */
const NOT_READABLE: ReadonlySet<ReceiptFault> = new Set(['NO_RECEIPT', 'NO_KEYS']);

/**
 * `countersign receipt verify FILE --keys FILE`: tells in plain words what a receipt proves. Works with the network off: it asks the two files
 * and nobody else.
 * @throws CommandError `refused` when the receipt does not hold, `damaged` when a file does not hold a receipt, or keys
 */
export async function verifyReceiptCommand(receiptFile: string, { keys: keysFile }: { keys: string }): Promise<void> {
  const receipt = await textOf(receiptFile);
  const keys = await textOf(keysFile);
  const ring = within(keysFile, () => readKeyRing(keys));
  // A file ends with a line break; that is the file's, not the receipt's.
  const { claims, kid } = within(receiptFile, () => checkReceipt(receipt.replace(/\r?\n$/, ''), ring));
  for (const line of told({ claims, kid })) printer.print(line);
}

/**
 * `countersign receipt rotate`: makes a new key, with which receipts are signed from now on. The older ones stay published.
 * @throws CommandError `unwritable` when it cannot be kept
 */
export async function rotateReceiptKeyCommand(): Promise<void> {
  const { receiptKeysDir } = readSettings(process.env, []);
  try {
    const kid = await new ReceiptKeys({ receiptKeysDir }).rotate();
    printer.print(`Receipts are signed with the new key ${kid} from now on. Older keys stay published: their receipts still verify.`);
  } catch (error) {
    throw error instanceof ReceiptKeysError ? new CommandError(EXIT.unwritable, error.message, { cause: error }) : error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= FILE_BYTES_MAX) return bytes.toString('utf8');
  } catch (cause) {
    throw new CommandError(EXIT.damaged, `${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
  throw new CommandError(EXIT.damaged, `${path} holds neither a receipt nor keys: it is larger than ${FILE_BYTES_MAX} bytes.`);
}

function within<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ReceiptRefusedError)) throw error;
    const isUnreadable = NOT_READABLE.has(error.fault);
    const sentence = isUnreadable ? error.message : `The receipt does not hold, so do not act on it. ${error.message}`;
    throw new CommandError(isUnreadable ? EXIT.damaged : EXIT.refused, `${path}: ${sentence}`, { cause: error });
  }
}

function told({ claims, kid }: CheckedReceipt): string[] {
  const { ref, sub, caseRef, iat, quorum, proposer, signers, revision, digest, policyVersion, useBy, iss } = claims;
  const rows: [string, string][] = [
    ['Exception', `${ref} (${sub}), for ${caseRef}`],
    ['Remedy', remedyOf(claims)],
    ['Approved', `at ${new Date(iat * 1000).toISOString()}, by ${signers.length} besides the proposer; ${quorum} needed`],
    ['Proposed by', proposer.id],
    ...signers.map(({ id, signedAt }): [string, string] => ['Co-signed by', `${id} at ${signedAt}`]),
    ['They read', `revision ${revision}, whose digest is ${digest}`],
    ['Rule', policyVersion === null ? 'no policy existed' : `departs from policy version ${policyVersion}`],
    ['Use by', `${useBy}, unless the customer was told`],
    ['Signed by', `${iss} with key ${kid}`],
  ];
  return [
    'The receipt holds: nothing in it was altered since it was signed.',
    ...rows.map(([name, words]) => `  ${name.padEnd(14)}${words}`),
    'It tells what was approved, not what became of it since: before you pay, ask the service whether you may (`authorization`).',
  ];
}

/** In whole units of the currency, such as 202.40 AUD. A currency that this computer does not know is told in minor units. */
function remedyOf({ remedy: { kind, amountMinor, currency, deed } }: ReceiptClaims): string {
  const deedWords = deed ? ['a deed'] : [];
  const amountWords = amountMinor === null || currency === null ? [] : [amountOf(amountMinor, currency)];
  return `${kind}: ${[...amountWords, ...deedWords].join(' and ')}`;
}

function amountOf(amountMinor: number, currency: string): string {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return `${amountMinor} minor units of ${currency}`;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  const text = String(amountMinor).padStart(digits + 1, '0');
  return `${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`} ${currency}`;
}
