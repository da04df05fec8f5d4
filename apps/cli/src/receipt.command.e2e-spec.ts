import { generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ReceiptKeys } from '#receipts';
import { finish } from '../../../test/support/command-line.js';
import { temporaryPath } from '../../../test/support/temporary-house.js';
import { type CommandError, EXIT } from './command.errors.js';
import { printer } from './printer.js';
import { verifyReceiptCommand } from './receipt.command.js';

jest.setTimeout(60_000);

const folder = temporaryPath();
const file = (name: string): string => join(folder, name);
/** With a module that ends the program at the first attempt to reach anybody: the network is off. */
const OFFLINE = `data:text/javascript,${encodeURIComponent(`
import { Socket } from 'node:net'; import dns from 'node:dns';
const trap = (what) => () => { process.stderr.write('NETWORK USED: ' + what); process.exit(99); };
Socket.prototype.connect = trap('socket'); dns.lookup = trap('dns'); globalThis.fetch = trap('fetch');`)}`;
/** As a person runs it: the built program, in a process of its own. */
const run = (receipt: string, keys: string) =>
  finish(['receipt', 'verify', file(receipt), '--keys', file(keys)], { NODE_OPTIONS: `--import=${OFFLINE}` });
/** The same command within this process, a hundred times faster. */
async function verify(receipt: string, keys: string): Promise<{ code: number; out: string; err: string }> {
  const print = jest.spyOn(printer, 'print').mockImplementation(() => undefined);
  const failure = await verifyReceiptCommand(file(receipt), { keys: file(keys) }).catch((error: unknown) => error as CommandError);
  const out = print.mock.calls.map(([line]) => `${line}\n`).join('');
  print.mockRestore();
  return { code: failure?.exitCode ?? 0, out, err: failure?.message ?? '' };
}

const CLAIMS = {
  iss: 'https://countersign.bank.example',
  sub: 'exc_01jd',
  ref: 'EX-1041',
  jti: 'exc_01jd.2',
  iat: 1794870360,
  remedy: { kind: 'FEE_WAIVER', amountMinor: 20_240, currency: 'AUD', deed: false },
  quorum: 1,
  revision: 2,
  digest: 'ab'.repeat(32),
  proposer: { id: 'per_priya' },
  signers: [{ id: 'per_tom', signedAt: '2026-11-16T23:06:00.123Z' }],
  policyVersion: 'pve_fees1',
  useBy: '2026-12-16T23:06:00.000Z',
  caseRef: 'CASE-7',
};
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const mint = (header: object, claims: object): string => {
  const signed = `${part({ alg: 'EdDSA', typ: 'receipt+jwt', kid: 'key-1', ...header })}.${part(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
};
const GOOD = mint({}, CLAIMS);

beforeAll(async () => {
  await mkdir(folder);
  writeFileSync(file('keys.json'), JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }] }));
  writeFileSync(file('receipt'), `${GOOD}\n`);
});

describe('countersign receipt verify', () => {
  it('tells in plain words what holds, with the network off', async () => {
    const { code, out, err } = await run('receipt', 'keys.json');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`The receipt holds: nothing in it was altered since it was signed.
  Exception     EX-1041 (exc_01jd), for CASE-7
  Remedy        FEE_WAIVER: 202.40 AUD
  Approved      at 2026-11-16T23:06:00.000Z, by 1 besides the proposer; 1 needed
  Proposed by   per_priya
  Co-signed by  per_tom at 2026-11-16T23:06:00.123Z
  They read     revision 2, whose digest is ${CLAIMS.digest}
  Rule          departs from policy version pve_fees1
  Use by        2026-12-16T23:06:00.000Z, unless the customer was told
  Signed by     https://countersign.bank.example with key key-1
It tells what was approved, not what became of it since: before you pay, ask the service whether you may (\`authorization\`).
`);
  });

  it.each([
    ['a deed', { kind: 'DEED', amountMinor: null, currency: null, deed: true }, 'DEED: a deed'],
    ['a deed and money', { kind: 'REFUND', amountMinor: 5, currency: 'AUD', deed: true }, 'REFUND: 0.05 AUD and a deed'],
    ['yen', { kind: 'REFUND', amountMinor: 500, currency: 'JPY', deed: false }, 'REFUND: 500 JPY'],
    ['dinars', { kind: 'REFUND', amountMinor: 1500, currency: 'BHD', deed: false }, 'REFUND: 1.500 BHD'],
    ['a currency that nobody knows', { kind: 'REFUND', amountMinor: 5, currency: 'QQQ', deed: false }, 'REFUND: 5 minor units of QQQ'],
  ])('tells %s', async (_, remedy, words) => {
    writeFileSync(file('other'), mint({}, { ...CLAIMS, remedy, policyVersion: null }));
    const { code, out } = await verify('other', 'keys.json');
    expect(code).toBe(0);
    expect(out).toContain(`Remedy        ${words}\n`);
    expect(out).toContain('Rule          no policy existed\n');
  });

  it.each([
    ['one byte altered', GOOD.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')), 'The signature does not fit'],
    [
      'the amount altered',
      GOOD.replace(/\.[^.]+\./, `.${part({ ...CLAIMS, remedy: { ...CLAIMS.remedy, amountMinor: 1 } })}.`),
      'does not fit',
    ],
    ['a key that is not in the file', mint({ kid: 'key-2' }, CLAIMS), 'has the id "key-2"'],
    ['another algorithm', mint({ alg: 'HS256' }, CLAIMS), 'A receipt is signed with EdDSA; this one says "HS256"'],
    ['no algorithm at all', mint({ alg: 'none' }, CLAIMS), 'this one says "none"'],
    ['a claim that is missing', mint({}, { ...CLAIMS, digest: undefined }), 'digest is missing'],
    ['the proposer as signer', mint({}, { ...CLAIMS, signers: [{ ...CLAIMS.signers[0], id: 'per_priya' }] }), 'signers is not'],
  ])('%s: it does not hold, and ends with 1', async (_, receipt, words) => {
    writeFileSync(file('forged'), receipt);
    const { code, out, err } = await verify('forged', 'keys.json');
    expect([code, out]).toEqual([EXIT.refused, '']);
    expect(err).toContain('The receipt does not hold, so do not act on it.');
    expect(err).toContain(words);
    expect(err).not.toContain('\n');
  });

  it.each([
    ['an empty file', '', 'keys.json', 'This is not a receipt'],
    ['the keys in place of the receipt', '{"keys":[]}', 'keys.json', 'This is not a receipt'],
    ['another encoding', Buffer.from(GOOD, 'utf16le'), 'keys.json', 'This is not a receipt'],
    ['a film', Buffer.alloc(2_000_000), 'keys.json', 'holds neither a receipt nor keys'],
    ['the receipt in place of the keys', GOOD, 'receipt', 'This is not a set of keys'],
    ['keys that are not there', GOOD, 'nowhere', 'cannot be read (ENOENT)'],
  ])('%s: ends with 65', async (_, receipt, keys, words) => {
    writeFileSync(file('odd'), receipt);
    const { code, out, err } = await verify('odd', keys);
    expect([code, out]).toEqual([EXIT.damaged, '']);
    expect(err).toContain(words);
  });

  it('ends with these codes as a program, too, and says why on stderr only', async () => {
    writeFileSync(file('forged'), mint({ kid: 'key-2' }, CLAIMS));
    writeFileSync(file('odd'), '');
    const [forged, odd] = await Promise.all([run('forged', 'keys.json'), run('odd', 'keys.json')]);
    expect([forged.code, forged.out, odd.code, odd.out]).toEqual([EXIT.refused, '', EXIT.damaged, '']);
    expect(forged.err).toMatch(/^countersign: .*The receipt does not hold, so do not act on it\. .*\n$/);
    expect(odd.err).toMatch(/^countersign: .*This is not a receipt.*\n$/);
  });

  it('wants both files', async () => {
    expect((await finish(['receipt', 'verify'], {})).code).toBe(EXIT.usage);
    expect((await finish(['receipt', 'verify', file('receipt')], {})).code).toBe(EXIT.usage);
    expect((await finish(['receipt'], {})).code).toBe(EXIT.usage);
  });
});

describe('countersign receipt rotate', () => {
  it('makes a new key and keeps the older ones published', async () => {
    const data = temporaryPath();
    const keys = (): ReceiptKeys => new ReceiptKeys({ receiptKeysDir: join(data, 'receipt-keys') });
    const first = (await keys().signingKey()).kid;
    const { code, out } = await finish(['receipt', 'rotate'], { COUNTERSIGN_DATA: data });
    const { kid } = await keys().signingKey();
    expect([code, out]).toEqual([0, expect.stringContaining(`new key ${kid} from now on`)]);
    expect((await keys().publicJwks()).keys.map((key) => key.kid)).toEqual([kid, first]);
  });

  it('tells in one sentence where a key cannot be kept, and ends with 73', async () => {
    const data = temporaryPath();
    writeFileSync(data, '');
    const { code, err } = await finish(['receipt', 'rotate'], { COUNTERSIGN_DATA: data });
    expect(code).toBe(EXIT.unwritable);
    expect(err).toMatch(/^countersign: .*receipt-keys.*ENOTDIR.*\n$/);
    expect(readdirSync(join(data, '..'))).toEqual(['data']);
  });
});
