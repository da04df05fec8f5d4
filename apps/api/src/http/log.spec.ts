import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { FrameworkLog, openLog, tame } from './log.js';

function opened(level = 'trace') {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => done(void lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>)),
  });
  return { lines, log: openLog(level, stream) };
}

describe('an error in the log', () => {
  const database = Object.assign(new Error('duplicate key value violates unique constraint "one_name"'), {
    code: '23505',
    constraint: 'one_name',
    table: 'customers',
    detail: 'Key (name)=(Adele Novak) already exists.',
    parameters: ['Adele Novak'],
    query: "INSERT INTO customers VALUES ('Adele Novak')",
  });

  it.each<[string, Error]>([
    ['of the database', database],
    ['that quotes', new Error(`invalid input syntax for type integer: "Adele Novak"`)],
    ['that quotes over two lines', new Error(`no such person: "Adele\nNovak"`)],
    ['that quotes singly', new Error(`no such person: 'Adele Novak'`)],
    ['that quotes a key', new Error(`Key (name)=(Adele Novak) already exists`)],
    ['that was caused by one', new Error('it failed', { cause: database })],
  ])('%s does not tell what a customer wrote', (_, error) => {
    expect(JSON.stringify(tame(error))).not.toMatch(/Adele|Novak/);
  });

  it('tells where it happened and which rule of the database spoke', () => {
    expect(tame(database)).toMatchObject({
      type: 'Error',
      code: '23505',
      constraint: 'one_name',
      table: 'customers',
      stack: expect.stringMatching(/^\s+at /) as unknown,
    });
  });

  it('is not trusted to be one', () => expect(tame('Adele')).toEqual({ type: 'string' }));
});

describe('the log', () => {
  it('is one JSON line with time and level', () => {
    const { lines, log } = opened();
    log.info({ requestId: 'r-1' }, 'request');
    expect(lines).toEqual([{ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown, requestId: 'r-1', msg: 'request' }]);
  });

  it('takes the lines of the framework, its chatter as debug', () => {
    const { lines, log } = opened();
    const framework = new FrameworkLog(log);
    framework.log('Mapped {/graphql, POST} route', 'GraphQLModule');
    framework.error(new Error('a "quoted" name'), 'stack\nlines', 'ExceptionsHandler');
    framework.warn({ deep: 'Adele' });
    expect(lines).toMatchObject([
      { level: 'debug', context: 'GraphQLModule', msg: 'Mapped {/graphql, POST} route' },
      { level: 'error', context: 'ExceptionsHandler', msg: 'Error', err: { message: 'a "…" name' } },
      { level: 'warn', msg: 'see the fields' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Adele');
  });

  it('is silent below its level', () => {
    const { lines, log } = opened('warn');
    new FrameworkLog(log).log('chatter');
    log.info('request');
    expect(lines).toEqual([]);
  });
});
