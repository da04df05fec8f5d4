import type { Chance } from '../chance.js';

/** What one change does to the bytes of a body. */
type Change = (bytes: Buffer, chance: Chance) => Buffer;

const place = (bytes: Buffer, chance: Chance): number => chance.between(0, Math.max(0, bytes.length - 1));

const put = (bytes: Buffer, at: number, more: Buffer): Buffer => Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);

/** Pieces that some reader stumbles over. */
const PIECES = [
  '\\u0000',
  '\\ud800',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '1e999',
  '-',
  'null',
  '$',
  '@',
  '...',
  '"""',
  '#',
  '\u202e',
  '\ufeff',
  '__proto__',
  '"constructor":{},',
]
  .map((piece) => Buffer.from(piece))
  .concat([Buffer.from([0xff]), Buffer.from([0xc0, 0x80]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0])]);

const CHANGES: readonly Change[] = [
  (bytes, chance) => {
    const turned = Buffer.from(bytes);
    const at = place(bytes, chance);
    turned[at] = (turned[at] ?? 0) ^ (1 << chance.between(0, 7));
    return turned;
  },
  (bytes, chance) => bytes.subarray(0, place(bytes, chance)),
  (bytes, chance) => bytes.subarray(place(bytes, chance)),
  (bytes, chance) => put(bytes, place(bytes, chance), chance.of(PIECES)),
  (bytes, chance) => {
    const [from, to] = [place(bytes, chance), place(bytes, chance)].sort((a, b) => a - b) as [number, number];
    return put(bytes, place(bytes, chance), bytes.subarray(from, Math.min(to, from + 200)));
  },
  (bytes, chance) => {
    const at = place(bytes, chance);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + chance.between(1, 20))]);
  },
  (bytes, chance) => put(bytes, place(bytes, chance), Buffer.from('['.repeat(chance.between(1, 3_000)))),
  (bytes, chance) => put(bytes, place(bytes, chance), Buffer.from('{ me '.repeat(chance.between(1, 300)))),
];

/** A body that was in order, changed in one to four places. */
export function mutated(body: object, chance: Chance): Buffer {
  let bytes: Buffer = Buffer.from(JSON.stringify(body));
  for (let times = chance.between(1, 4); times > 0; times--) bytes = chance.of(CHANGES)(bytes, chance);
  return bytes;
}
