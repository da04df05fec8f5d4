import { beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { KEY_ACTIONS, keepKeyChanges, keyOf, keyTip, keyWords, takenBy, type KeyActionId } from './registry.js';

const IDS = Object.keys(KEY_ACTIONS) as KeyActionId[];
const wordsIn = (language: string) =>
  JSON.parse(readFileSync(`apps/console/src/words/${language}.json`, 'utf8')) as Readonly<Record<string, string>>;

/** A browser, as far as the registry needs one. */
beforeEach(() => {
  const kept = new Map<string, string>();
  const localStorage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) };
  Object.assign(globalThis, { localStorage });
  Object.defineProperty(globalThis, 'navigator', { value: { platform: 'Linux' }, configurable: true });
});

describe.each(IDS)('the key of %s', (id) => {
  it.each(['en', 'de'])('has words in %s', (language) => {
    const words = wordsIn(language);
    expect(words[KEY_ACTIONS[id].words]).toMatch(/\S/);
    expect(words[`scope.${KEY_ACTIONS[id].scope}`]).toMatch(/\S/);
  });

  it('can be made another one, and be switched off, and stands in the tooltip while it is on', () => {
    expect(keyOf(id)).toBe(KEY_ACTIONS[id].keys);
    expect(keyTip('It', id)).toBe(`It (${keyWords(KEY_ACTIONS[id].keys)})`);
    keepKeyChanges({ [id]: 'q' });
    expect(keyTip('It', id)).toBe('It (Q)');
    keepKeyChanges({ [id]: null });
    expect(keyOf(id)).toBeUndefined();
    expect(keyTip('It', id)).toBe('It');
  });
});

it('gives no key to two actions that one page may offer', () => {
  // What is open on a page belongs to one of these; it stands beside a list, and below what works everywhere.
  for (const scope of ['proposal', 'case', 'review'] as const) {
    const together = IDS.filter((id) => ['global', 'list', scope].includes(KEY_ACTIONS[id].scope)).map((id) => KEY_ACTIONS[id].keys);
    expect(together.filter((keys, place) => together.indexOf(keys) !== place)).toEqual([]);
  }
});

it.each<[keys: string, id: KeyActionId, by: KeyActionId | undefined]>([
  ['c', 'object', 'coSign'],
  ['n', 'coSign', 'propose'],
  ['j', 'handOff', 'next'],
  ['g', 'coSign', 'goInbox'],
  ['?', 'theme', 'sheet'],
  ['c', 'coSign', undefined],
  ['h', 'coSign', undefined],
  ['q', 'coSign', undefined],
])('knows that %s for %s is taken by %s', (keys, id, by) => expect(takenBy(keys, id)).toBe(by));

it('gives a key free again that was changed or switched off', () => {
  keepKeyChanges({ coSign: 's', propose: null });
  expect([takenBy('c', 'object'), takenBy('n', 'object'), takenBy('s', 'object')]).toEqual([undefined, undefined, 'coSign']);
});

it('takes nothing back by a key: a signature has no undo', () => {
  expect(IDS.filter((id) => /undo|retract|takeBack/i.test(id))).toEqual([]);
  expect(IDS.map((id) => keyOf(id)).filter((keys) => keys && /(^|\+|>)z$/.test(keys))).toEqual([]);
});
