import type { Page } from 'playwright-core';

/** Somebody at the keyboard, whose keys are counted. The letters of the words that they say are not. */
export class Fingers {
  /** How many keys were pressed besides the words. */
  keys = 0;

  constructor(private readonly page: Page) {}

  /** Presses keys, one after the other; two held together count as one. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.keys += 1;
    }
  }

  /** Types words. */
  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words);
  }
}

/** For a window in which a person uses the keyboard alone, or the pointer alone: counts what else reached the page, which `heard` then tells. */
export const counting = (event: 'keydown' | 'pointerdown') => ({
  prepare: (page: Page): Promise<unknown> =>
    page.addInitScript(`globalThis.heard = 0; addEventListener('${event}', () => { heard += 1; }, true);`),
});

/** How often what is counted has reached a page. */
export const heard = (page: Page): Promise<unknown> => page.evaluate('heard');
