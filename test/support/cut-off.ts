import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const LOOK = readFileSync(new URL('./in-page/cut-off.js', import.meta.url), 'utf8');
const MEASURE = readFileSync(new URL('./in-page/too-small.js', import.meta.url), 'utf8');

/**
 * Words that cannot be read whole, a line each: cut by a box that does not scroll, outside of what they stand on, or past the edge of the window.
 * What is hidden on purpose for those who hear the page is none, nor a text that shows its first two lines and whole where it leads.
 */
export const cutOff = (page: Page): Promise<string[]> => page.evaluate<string[]>(LOOK);

/** Buttons and fields that are too small to be touched, a line each: a telephone is held in one hand. */
export const tooSmall = (page: Page): Promise<string[]> => page.evaluate<string[]>(MEASURE);
