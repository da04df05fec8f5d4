import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { finish } from '../../../test/support/command-line.js';
import { House } from '../../../test/support/house.js';
import { temporaryPath } from '../../../test/support/temporary-house.js';
import { EXIT } from './command.errors.js';

jest.setTimeout(120_000);

const root = temporaryPath();
const folder = join(root, 'book');
const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
const policy = (ref: string, text: string): string =>
  `---\nref: ${ref}\ntitle: ${ref}\nkinds: [REFUND]\nlimit: 20.00 AUD\n---\n\n${text}\n`;

let house: House;
const run = async (words: string[], as = 'renee', more: Record<string, string> = {}) =>
  finish(['policies', ...words], {
    ...{ PUBLIC_URL: house.urls[0] ?? '', COUNTERSIGN_TOKEN: await house.person(as).bearer(), COUNTERSIGN_DATA: join(root, 'data') },
    ...more,
  });

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  mkdirSync(join(folder, 'cards', '.git'), { recursive: true });
});
afterAll(() => house?.close());

describe('a company’s policy book', () => {
  it('gets in with one command, in folders and from any editor', async () => {
    write('fees.md', policy('FEES-1', 'Fees are given back.'));
    write('cards/cards.MD', `\uFEFF${policy('CARDS-1', 'Cards are sent again.').replaceAll('\n', '\r\n')}`);
    write('cards/.git/old.md', 'not a policy');
    write('notes.txt', 'not a policy');
    expect(await run(['import', folder, '--dry-run'])).toEqual({
      ...{ code: 0, err: '' },
      out: 'new      cards/cards.MD\nnew      fees.md\n2 new, 0 changed, 0 as they stand. Nothing was imported: this was a rehearsal.\n',
    });
    expect((await run(['import', folder])).out).toContain(
      '2 new, 0 changed, 0 as they stand. They are proposed; another reviewer puts each into force.',
    );
    expect((await run(['import', folder])).out).toBe('0 new, 0 changed, 2 as they stand. Nothing is to be done.\n');
    write('fees.md', policy('FEES-1', 'Most fees are given back.'));
    expect((await run(['import', folder])).out).toMatch(/^changed {2}fees\.md\n0 new, 1 changed, 1 as they stand/);
  });

  it('with faults is told all of them, also of files that nobody can read, and nothing of it is done', async () => {
    write('fees.md', policy('FEES-1', 'No fees are given back.'));
    write('latin.md', Buffer.concat([Buffer.from(policy('LATIN', 'caf')), Buffer.from([0xe9])]));
    write('wrong.md', policy('WRONG', 'Text.').replace('AUD', 'XYZ'));
    write('large.md', Buffer.alloc(4_194_305, 'a'));
    const { code, out, err } = await run(['import', folder]);
    expect(code).toBe(EXIT.refused);
    expect(out.trim().split('\n')).toEqual([
      'large.md:1 This is no policy: it has more than 4194304 bytes.',
      'latin.md:9 This is not UTF-8 from this line on. Save the file as UTF-8.',
      'wrong.md:5 limit: There is no currency XYZ. Use a code of ISO 4217, such as AUD.',
    ]);
    expect(err).toContain('3 faults. Nothing was imported');
    const rows = await house.ground.rows(
      `SELECT max(v.number) AS n FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE p.book_ref = 'FEES-1'`,
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('goes out into files that come in again, and overwrites nothing unasked', async () => {
    const [row] = await house.ground.rows<{ id: string }>(
      `SELECT v.id FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE p.book_ref = 'CARDS-1'`,
    );
    await house.person('omar').run('activatePolicyVersion', { policyVersionId: row?.id ?? '' }, 'policyVersion { id }');
    const out = join(root, 'out', 'today');
    expect(await run(['export', out], 'priya')).toEqual({ code: 0, err: '', out: `1 policy in force written to ${out}.\n` });
    const [name = ''] = readdirSync(out);
    expect(readFileSync(join(out, name), 'utf8')).toMatch(/^---\nref: CARDS-1\n[^]*\n---\n\nCards are sent again\.\n$/);
    expect((await run(['import', out])).out).toBe('0 new, 0 changed, 1 as they stand. Nothing is to be done.\n');
    expect((await run(['export', out], 'priya')).code).toBe(0);
    writeFileSync(join(out, name), 'mine');
    expect(await run(['export', out], 'priya')).toMatchObject({ code: EXIT.unwritable, err: expect.stringContaining('--overwrite') });
    expect(readFileSync(join(out, name), 'utf8')).toBe('mine');
    expect((await run(['export', out, '--overwrite'], 'priya')).code).toBe(0);
    expect(readFileSync(join(out, name), 'utf8')).toContain('Cards are sent again.');
  });
});

describe('what is in the way', () => {
  it.each<[string, string[], { as?: string; env?: Record<string, string>; code: number; says: RegExp }]>([
    ['no token', ['import', folder], { env: { COUNTERSIGN_TOKEN: '' }, code: EXIT.config, says: /COUNTERSIGN_TOKEN/ }],
    ['a token that is none', ['export', root], { env: { COUNTERSIGN_TOKEN: 'x' }, code: EXIT.noPermission, says: /./ }],
    ['no reviewer', ['import', folder], { as: 'priya', code: EXIT.noPermission, says: /Only a reviewer/ }],
    [
      'no api',
      ['import', folder],
      { env: { PUBLIC_URL: 'http://127.0.0.1:9' }, code: EXIT.unavailable, says: /does not answer at http:\/\/127\.0\.0\.1:9/ },
    ],
    ['no folder', ['import', join(root, 'nowhere')], { code: EXIT.usage, says: /cannot be read \(ENOENT\)/ }],
    ['no files', ['import', join(folder, 'cards', '.git')], { code: EXIT.refused, says: /fault/ }],
    ['a file for a folder', ['export', join(folder, 'fees.md')], { code: EXIT.unwritable, says: /cannot be written/ }],
  ])('is told: %s', async (_, words, { as, env, code, says }) => {
    expect(await run(words, as, env)).toMatchObject({ code, err: expect.stringMatching(says) });
  });

  it('and an api that is none leads nobody out of the folder', async () => {
    const liar: Server = createServer((_, reply) => reply.end('{"files":[{"name":"../out.md","text":"x"}]}'));
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const PUBLIC_URL = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    expect(await run(['export', join(root, 'liar', 'in')], 'renee', { PUBLIC_URL })).toMatchObject({ code: EXIT.damaged });
    expect(readdirSync(root)).not.toContain('liar');
    liar.close();
  });
});
