import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { readOperation } from '../../apps/api/src/graphql/operation.js';
import { schemaText } from '../../apps/api/src/schema.js';
import { EXAMPLES } from '../../apps/explorer/src/examples.js';
import { eventually } from '../support/eventually.js';
import { CHROMIUM, Page } from '../support/chromium.js';
import { toyHouse, type ToyHouse } from './toy.js';

jest.setTimeout(60_000);

describe('the examples', () => {
  it.each(EXAMPLES)('$title can be asked of this api, and keeps the limits', async ({ query, variables }) => {
    const schema = buildSchema(await schemaText());
    expect(validate(schema, parse(query))).toEqual([]);
    expect(() => readOperation({ query, variables: JSON.parse(variables ?? '{}') as Record<string, unknown> }, schema)).not.toThrow();
  });
});

const isBuilt = existsSync(new URL('../../dist/explorer/index.html', import.meta.url));
const why = isBuilt ? 'no Chromium on this machine' : 'the explorer is not built';
const suite = CHROMIUM && isBuilt ? describe : describe.skip;

suite(CHROMIUM && isBuilt ? 'the explorer' : `the explorer (skipped: ${why})`, () => {
  let house: ToyHouse;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    house = await toyHouse();
    await house.app.listen(0, '127.0.0.1');
    origin = `http://127.0.0.1:${(house.app.getHttpServer().address() as AddressInfo).port}`;
    page = await Page.open();
    await page.cookie(origin, 'session', 'ana');
    await page.go(`${origin}/explorer`);
    await page.until(`document.querySelectorAll('.graphiql-tab').length === ${EXAMPLES.length}`);
    await page.until(`document.querySelector('.graphiql-query-editor .view-line') !== null`);
  });
  afterAll(async () => {
    await page.close();
    await house.app.close();
  });

  /** Writes a query into the open tab, as often as it takes the editor to be ready for it, and runs it. */
  const run = async (query: string) => {
    const written = async () => {
      await page.value(`document.querySelector('.graphiql-query-editor textarea, .graphiql-query-editor .native-edit-context').focus()`);
      await page.overwrite(query);
      return page.value(`document.querySelector('.graphiql-query-editor .view-lines').innerText.replace(/\\s/g, ' ')`);
    };
    expect(await eventually(written, (text) => text === query)).toBe(query);
    // The tab takes the operation's name a moment later; before, the button would still send the old name.
    await page.until(`document.querySelector('.graphiql-tab-active').innerText.includes(${JSON.stringify(/ (\w+) /.exec(query)?.[1])})`);
    await page.value(`document.querySelector('.graphiql-execute-button').click()`);
  };
  const shown = (text: string) =>
    page.until(`document.querySelector('.result-window').innerText.replace(/\\s/g, ' ').includes(${JSON.stringify(text)})`);

  it('asks with the cookie of the sign-in', async () => {
    await run('query Toy { toy(id: "toy_05") { title } }'); // a brace at the very beginning would be closed by the editor
    await shown('Toy 5');
  });

  it('listens with it', async () => {
    await run('subscription Listen { toyChanged(id: "toy_06") { fact } }');
    await page.until(`document.querySelector('.graphiql-execute-button').getAttribute('aria-label')?.includes('Stop')`);
    expect(await eventually(() => house.feed.size, Boolean)).toBe(1);
    house.feed.publish([{ subjectId: 'toy_06', name: 'toy.renamed', seq: 1 }]);
    await shown('toy.renamed');
  });

  it('asks nobody but its own service, and breaks none of its own rules', () => {
    const foreign = page.asked.filter(
      (url) => !url.startsWith(origin) && !url.startsWith(origin.replace('http', 'ws')) && !/^(data|blob):/.test(url),
    );
    expect(foreign).toEqual([]);
    expect(page.asked.filter((url) => url.includes('worker')).length).toBeGreaterThan(0);
    // The toys have no `me`, which the mast asks for: that one answer is 400.
    expect(page.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });
});
