import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { cutOff, tooSmall } from '../support/cut-off.js';
import { DemoHouse } from '../support/demo-house.js';
import { plainWords, pseudo, speakPseudo } from '../support/pseudo.js';
import { say } from '../support/temporary-house.js';
import { CONSOLE_IS_READY, type Look, WHY_NO_CONSOLE, Windows } from '../support/windows.js';
import { type View, viewsOf } from './views.js';

jest.setTimeout(600_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

/** Where the pictures of this run lie, to be looked at by people; git does not know the folder. */
const PICTURES = resolve(process.env['LOOKS'] ?? 'coverage/looks');
/** Telephone, tablet, laptop; a wide screen; and a laptop at 200 %, which has half the width. */
const WIDTHS = [1280, 768, 390] as const;
const WIDE = 1440;
const ZOOMED = 640;
/** A picture of the README. */
const PICTURE_BYTES = 150_000;
const SCHEMES = ['light', 'dark'] as const;

it('makes a language of accents that keeps what is filled in', () => {
  expect(pseudo('Hi {name}, <b>{count, plural, one {one} other {# more}}</b>')).toBe(
    'Ĥíí {name}, <b>{count, plural, one {óóńéé} other {# ɱóóŕéé}}</b>',
  );
});

suite(CONSOLE_IS_READY ? 'how the console looks' : `how the console looks (skipped: ${WHY_NO_CONSOLE})`, () => {
  let house: DemoHouse;
  let windows: Windows;
  let views: readonly View[];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    house = await DemoHouse.open({ BLIND_SHARE: '100' }); // so that there are second looks to look at
    windows = await Windows.open(house.origin);
    views = await viewsOf((handle, query) => house.ask(handle, query));
  });
  afterAll(async () => {
    say(`Every page as it looked is in ${PICTURES}.`);
    await windows.close();
    await house.close();
  });

  /** Walks through all views, those of different people at once, and answers what was found on them. */
  async function walk(look: Look, find: (page: Page, view: View) => Promise<string[]>): Promise<string[]> {
    const found: string[] = [];
    const people = [...new Set(views.map(({ who }) => who))];
    await Promise.all(
      people.map(async (who) => {
        const page = await windows.window(who, '/me', look);
        for (const view of views.filter((one) => one.who === who)) {
          // Opened where there is room for every button, then looked at in the width that is asked for.
          await page.setViewportSize({ width: WIDTHS[0], height: 900 });
          await goTo(page, view);
          if (look.width) await page.setViewportSize({ width: look.width, height: 900 });
          for (const fault of await find(page, view)) found.push(`${view.name}: ${fault}`);
        }
        await page.context().close();
      }),
    );
    return found.sort();
  }
  async function goTo(page: Page, view: View): Promise<void> {
    await page.goto(`${house.origin}${view.path}`);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await view.open?.(page);
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' }); // grey lines are not what it looks like
  }
  async function keep(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  it('knows every page that the router knows', () => {
    const router = readFileSync('apps/console/src/router.tsx', 'utf8');
    const pages = [...router.matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path.replace('$id', '[^/?]+'));
    const isWalked = (page: string): boolean => views.some(({ path }) => new RegExp(`^${page}([?]|$)`).test(path));
    expect(pages.filter((page) => page !== '/' && !isWalked(page))).toEqual([]);
  });

  it('has on no page a fault of accessibility nor a word that is cut: light and dark, three widths, and at 200 %', async () => {
    const found = await walk({}, async (page, view) => {
      const faults: string[] = [];
      const note = (where: string, some: readonly string[]): void => void faults.push(...some.map((one) => `${where}: ${one}`));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          note(`${width} ${colorScheme}`, await windows.faults(page));
          if (width !== 768) await keep(page, `${view.name}.${width}.${colorScheme}`);
        }
        note(`${width}`, await cutOff(page));
        if (width === 390) note('too small', await tooSmall(page));
      }
      await page.setViewportSize({ width: WIDE, height: 900 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await keep(page, `${view.name}.${WIDE}.light`);
      note(`${WIDE}`, await cutOff(page));
      await page.setViewportSize({ width: ZOOMED, height: 450 });
      note('200 %', await cutOff(page));
      return faults;
    });
    expect(found).toEqual([]);
  });

  it('has on no page a sentence outside of the catalogues, and room for longer ones', async () => {
    const written = new Map<Page, string>();
    const prepare = async (page: Page): Promise<void> => {
      await speakPseudo(page);
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => written.set(page, `${written.get(page) ?? ''}${payload.toString()}`)),
      );
      await page.route('**/graphql', async (route) => {
        const response = await route.fetch();
        const answer = await response.text();
        written.set(page, `${written.get(page) ?? ''}${answer}`);
        await route.fulfill({ response });
      });
    };
    const found = await walk({ width: 390, prepare }, async (page, view) => {
      await keep(page, `${view.name}.pseudo`);
      return [
        ...(await cutOff(page)),
        ...(await plainWords(page, () => unescaped(`${written.get(page) ?? ''} ${page.url().replaceAll('_', ' ')}`))),
      ];
    });
    expect(found).toEqual([]);
  });

  it('has room for German', async () => {
    const found = await walk({ width: 390, locale: 'de-DE' }, async (page, view) => {
      await keep(page, `${view.name}.de`);
      return cutOff(page);
    });
    expect(found).toEqual([]);
  });

  it('prints a proposal on one A4 page, with both names, times to the minute, and the digest of what was signed', async () => {
    const view = views.find(({ name }) => name === 'exception-approved');
    if (!view) throw new Error('There is no such view.');
    const page = await windows.window(view.who, view.path, { colorScheme: 'dark' });
    await page.getByRole('article').first().waitFor();
    const sheet = await page.pdf({ preferCSSPageSize: true });
    writeFileSync(join(PICTURES, 'exception-approved.pdf'), sheet);
    expect(sheet.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'print' });
    await keep(page, 'exception-approved.print');
    const { exception } = await house.ask<{ exception: Printed }>(view.who, PRINTED, { id: view.path.split('/').at(-1) });
    const words = await page.getByRole('main').innerText();
    for (const word of [
      exception.ref,
      exception.proposer.name,
      exception.revision.digest,
      ...exception.coSignatures.map(({ signer }) => signer.name),
    ]) {
      expect(words).toContain(word);
    }
    const times = await page.evaluate<string[]>(
      `[...document.querySelectorAll('main time')].map((time) => getComputedStyle(time, '::after').content)`,
    );
    expect(times.length).toBeGreaterThan(1);
    expect(times.filter((time) => !/\d{4}.*\d:\d\d/.test(time))).toEqual([]);
    expect(await page.locator('nav.rail').isVisible()).toBe(false);
    await page.context().close();
  });

  it('is shown by the README as it is, in pictures that load at once', async () => {
    for (const [name, view] of [
      ['inbox', 'inbox-proposal'],
      ['pattern', 'patterns'],
    ] as const) {
      const { who, path } = views.find((one) => one.name === view) ?? { who: 'tom', path: '/inbox' };
      for (const colorScheme of SCHEMES) {
        const page = await windows.window(who, path, { colorScheme, height: 720 });
        await page.getByRole('article').first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        const picture = await page.screenshot();
        const shown = `docs/pictures/${name}-${colorScheme}.png`;
        if (process.env['ACCEPT_PICTURES']) writeFileSync(shown, picture);
        expect(readFileSync('README.md', 'utf8')).toContain(shown);
        for (const { length } of [picture, readFileSync(shown)]) expect(length).toBeLessThanOrEqual(PICTURE_BYTES);
        await page.context().close();
      }
    }
  });

  it('complained of nothing on the way', () => expect(windows.complaints).toEqual([]));
});

interface Printed {
  readonly ref: string;
  readonly proposer: { readonly name: string };
  readonly revision: { readonly digest: string };
  readonly coSignatures: readonly { readonly signer: { readonly name: string } }[];
}
const PRINTED = `query ($id: ID!) { exception(id: $id) { ref proposer { name } revision { digest } coSignatures { signer { name } } } }`;

/** The answers of the API as people read them: with line breaks and quotation marks as they are shown. */
function unescaped(json: string): string {
  return json.replaceAll('\\n', ' ').replaceAll('\\"', '"').replace(/\s+/g, ' ');
}
