import { describe, expect, it } from '@jest/globals';
import { TOKEN_SCOPES } from './actor.js';
import { apiTokenHash, isApiToken, machineHandle, type NewApiToken, newTokenRefusal, writeApiToken } from './api-token.rules.js';

const token = writeApiToken(Buffer.alloc(32, 7));
const flipped = (place: number): string => token.slice(0, place) + (token[place] === 'x' ? 'y' : 'x') + token.slice(place + 1);

describe('an API token', () => {
  it.each([Buffer.alloc(32, 0), Buffer.alloc(32, 255), Buffer.from('0123456789abcdef0123456789abcdef')])(
    'has one form for all bytes',
    (bytes) => {
      expect(writeApiToken(bytes)).toMatch(/^cst_[0-9A-Za-z]{49}$/);
      expect(apiTokenHash(writeApiToken(bytes))).toHaveLength(32);
    },
  );

  it('stands for its bytes alone', () => {
    const tokens = [0, 1, 254, 255].map((byte) => writeApiToken(Buffer.concat([Buffer.alloc(31, 255), Buffer.from([byte])])));
    expect(new Set(tokens).size).toBe(4);
    expect(() => writeApiToken(Buffer.alloc(16))).toThrow();
  });

  it('is known as ours by its beginning', () => expect([token, 'eyJhbGciOiJSUzI1NiJ9.e30.AA'].map(isApiToken)).toEqual([true, false]));

  it('is told from a mistyped one without asking the database, wherever the slip is', () => {
    for (let place = 4; place < token.length; place++) expect(apiTokenHash(flipped(place))).toBeUndefined();
  });

  it.each([
    ['cut short', token.slice(0, -1)],
    ['too long', `${token}0`],
    ['in capitals', token.toUpperCase()],
    ['without its beginning', token.slice(4)],
    ['with a line break', `${token}\n`],
    ['its beginning only', 'cst_'],
    ['nothing', ''],
  ])('is refused when it is %s', (_story, mistyped) => expect(apiTokenHash(mistyped)).toBeUndefined());
});

describe('what may be asked for', () => {
  const asked = (more: Partial<NewApiToken>): NewApiToken => ({ name: 'pay-1', scopes: ['FULFIL'], expiresAt: new Date(0), ...more });

  it.each<[string, Partial<NewApiToken>, string | undefined]>([
    ['a name and a scope', {}, undefined],
    ['a name of 100 characters', { name: '\u{1F4B3}'.repeat(100) }, undefined],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['no name', { name: ' ' }, 'name'],
    ['a name with a hidden character', { name: 'pay\u202e1' }, 'name'],
    ['all scopes', { scopes: ['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS'] }, undefined],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope twice', { scopes: ['READ', 'READ'] }, 'scopes'],
    ['a scope that does not exist', { scopes: ['SIGN' as 'READ'] }, 'scopes'],
  ])('%s', (_story, more, path) => expect(newTokenRefusal(asked(more), TOKEN_SCOPES)?.path[0]).toBe(path));
});

describe('the short name of a machine', () => {
  it.each([
    ['pay-1', 'pay-1'],
    ['Zahlungs-Läufer (Nacht)', 'zahlungs-laufer-nacht'],
    ['...', 'machine'],
    ['支付', 'machine'],
    ['x'.repeat(100), 'x'.repeat(48)],
  ])('of "%s" is %s', (name, handle) => {
    expect(machineHandle(name)).toBe(handle);
    expect(machineHandle(name)).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/);
  });
});
