import { describe, expect, it } from '@jest/globals';
import { faultsOf, fencesOf, stepsOf } from './fences.js';

const page = (...lines: string[]) => fencesOf('page.md', lines.join('\n'));

describe('the fences of a page', () => {
  it('are read with language, mark, options, place and text', () => {
    const fences = page('# Title', '', '```graphql run as=tom', '{ me { name } }', '```', 'text', '```mermaid', 'flowchart TD', '```');
    expect(fences).toEqual([
      { file: 'page.md', line: 3, language: 'graphql', mark: 'run', options: { as: 'tom' }, text: '{ me { name } }' },
      { file: 'page.md', line: 7, language: 'mermaid', mark: '', options: {}, text: 'flowchart TD' },
    ]);
  });

  it('keep what stands between quotes, and lose the indent of a list', () => {
    const [fence] = page('1. First:', '   ```sh shown because="it needs an engine"', '   one', '     two', '   ```');
    expect(fence).toMatchObject({ mark: 'shown', options: { because: 'it needs an engine' }, text: 'one\n  two' });
  });

  it('may hold fences, when theirs are longer', () => {
    expect(page('````text', '```sh', 'x', '```', '````')).toMatchObject([{ language: 'text', text: '```sh\nx\n```' }]);
  });

  it('may be empty', () => {
    expect(page('```text', '```')).toMatchObject([{ text: '' }]);
  });
});

describe('a fault of the marks', () => {
  it.each([
    ['a command that nobody runs', ['```sh', 'npm test', '```'], 'needs one of the marks run, shown'],
    ['another word for the shell', ['```bash run', 'npm test', '```'], 'write "sh" instead'],
    ['a command that is not run, without a reason', ['```sh shown', 'npm test', '```'], 'because="…"'],
    ['a query that nobody asks', ['```graphql', '{ me { name } }', '```'], 'needs one of the marks'],
    ['an unknown mark', ['```graphql asked', '{ me { name } }', '```'], 'needs one of the marks'],
    ['an answer to nothing', ['```json answer', '{}', '```'], 'right below what it answers'],
    ['variables of nothing', ['```json variables', '{}', '```'], 'right below their query'],
    ['an answer to what is not run', ['```sh shown because="x"', 'x', '```', '```text answer', 'y', '```'], 'right below what it answers'],
  ])('%s', (_, lines, fault) => {
    expect(faultsOf(page(...lines))).toEqual([expect.stringContaining(fault)]);
  });

  it('names its place', () => {
    expect(faultsOf(page('', '```sh', 'x', '```'))[0]).toMatch(/^page\.md:2: /);
  });

  it('is not seen in what nobody would run', () => {
    expect(faultsOf(page('```mermaid', 'x', '```', '```text', 'y', '```', '```', 'z', '```'))).toEqual([]);
  });
});

describe('the steps of a page', () => {
  it('join a query with its variables and its answer', () => {
    const fences = page('```graphql run as=tom', 'q', '```', '```json variables', '{"a":1}', '```', 'then', '```json answer', '{}', '```');
    expect(faultsOf(fences)).toEqual([]);
    expect(stepsOf(fences)).toMatchObject([
      { at: 'page.md:1', kind: 'graphql', text: 'q', as: 'tom', variables: '{"a":1}', answer: { text: '{}' } },
    ]);
  });

  it('leave out what is only shown, and take Priya when nobody is named', () => {
    const steps = stepsOf(page('```sh shown because="x"', 'x', '```', '```graphql run', 'q', '```', '```sh run', 'ls', '```'));
    expect(steps.map(({ kind, as, answer }) => [kind, as, answer])).toEqual([
      ['graphql', 'priya', undefined],
      ['shell', 'priya', undefined],
    ]);
  });
});
