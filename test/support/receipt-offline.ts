import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from './command-line.js';
import { temporaryPath } from './temporary-house.js';

/** A module that ends a program at its first attempt to reach anybody. */
const OFFLINE = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    `import { Socket } from 'node:net'; Socket.prototype.connect = () => process.exit(99); globalThis.fetch = () => process.exit(99);`,
  )}`,
};

/** How `countersign receipt verify` ends with the network off, for a receipt and the published keys. */
export async function verifyOffline(receipt: string, keys: string): ReturnType<typeof finish> {
  const folder = temporaryPath();
  mkdirSync(folder);
  const [receiptFile, keyFile] = [join(folder, 'receipt.txt'), join(folder, 'keys.json')];
  writeFileSync(receiptFile, receipt);
  writeFileSync(keyFile, keys);
  return finish(['receipt', 'verify', receiptFile, '--keys', keyFile], OFFLINE);
}
