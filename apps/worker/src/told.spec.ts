import { told } from './told.js';

it.each([
  ['an error by its name', new TypeError('It broke.'), 'TypeError: It broke.'],
  ['a code', Object.assign(new Error('Too late.'), { code: '57014' }), 'Error 57014: Too late.'],
  [
    'nothing that is quoted',
    new Error('invalid input syntax for type integer: "Adele Novak"'),
    'Error: invalid input syntax for type integer: "…"',
  ],
  ['no value of a key', new Error('Key (name)=(Adele Novak) already exists.'), 'Error: Key (name)"…" already exists.'],
  ['no novel', new Error('x'.repeat(1_000)), `Error: ${'x'.repeat(300)}`],
  ['what is no error only by its type', { name: 'Adele Novak' }, 'object'],
])('the log holds %s', (_story, error, line) => {
  expect(told(error)).toBe(line);
});
