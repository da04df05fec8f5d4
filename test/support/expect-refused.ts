import { expect } from '@jest/globals';
import { fingerprint } from './fingerprint.js';
import type { House } from './house.js';
import type { No } from './refusals.js';

/** Expects a refusal with this code at this path (`CODE` or `CODE path.of.field`), in a sentence, and that nothing at all was changed. */
export async function expectRefused(house: House, codeAndPath: string, asked: () => Promise<No>): Promise<void> {
  const before = await fingerprint(house.ground);
  const { code, path, message } = await asked();
  expect([code, path.join('.')].join(' ').trim()).toBe(codeAndPath);
  expect(message).toMatch(/^[A-Z"`].*[.!?]$/su);
  expect(await fingerprint(house.ground)).toEqual(before);
}
