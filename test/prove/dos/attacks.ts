import { connect } from 'node:net';
import WebSocket from 'ws';

/** What an attacker has: the address of the api, and somebody's token. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

/** One attack: what is sent once, and how the service got rid of it: a status, or the code with which a socket was closed. */
export interface Attack {
  readonly story: string;
  readonly strike: (target: Target) => Promise<number>;
}

const many = (count: number, piece: (n: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, n) => piece(n)).join(between);
const deep = (open: string, inner: string, close: string, depth: number): string => open.repeat(depth) + inner + close.repeat(depth);

function body(story: string, text: string | Buffer, headers: Record<string, string> = {}): Attack {
  const strike = async ({ url, token }: Target): Promise<number> => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: text,
    };
    const answer = await fetch(`${url}/graphql`, init).catch(() => undefined); // refused and cut while it was still being sent
    if (!answer) return 0;
    const told = await answer.text();
    return answer.status === 200 && told.includes('"errors"') ? 400 : answer.status;
  };
  return { story, strike };
}

const query = (story: string, text: string, more: object = {}): Attack => body(story, JSON.stringify({ query: text, ...more }));

/** Asks for a file with these conditions. */
function file(story: string, conditions: () => string): Attack {
  const strike = async ({ url, token }: Target): Promise<number> =>
    (await fetch(`${url}/export/${conditions()}`, { headers: { authorization: `Bearer ${token}` } })).status;
  return { story, strike };
}

/** Sends bytes as they are, and waits for the status of the answer, or 0 when the connection was cut. */
function bytes(story: string, make: (target: Target) => string): Attack {
  const strike = (target: Target): Promise<number> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(target.url);
      const socket = connect(Number(port), hostname, () => socket.write(make(target)));
      socket.on('data', (data) => (resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1] ?? 0)), socket.destroy()));
      socket.on('error', () => resolve(0)).on('close', () => resolve(0));
    });
  return { story, strike };
}

/** Opens a socket, does something on it, and waits for its end. */
function socket(story: string, act: (opened: WebSocket, target: Target) => void): Attack {
  const strike = (target: Target): Promise<number> =>
    new Promise((resolve) => {
      const opened = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      opened.on('open', () => act(opened, target));
      opened.on('message', (data: Buffer) => {
        if (!data.toString().includes('"type":"error"')) return;
        resolve(400);
        opened.close();
      });
      opened.on('close', resolve).on('error', () => resolve(0));
    });
  return { story, strike };
}

const HEAD = (token: string): string =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`;

/** Sends its init, and then messages once it is let in. */
function inside(story: string, messages: () => object[]): Attack {
  return socket(story, (opened, { token }) => {
    opened.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    opened.once('message', () => messages().forEach((message) => opened.send(JSON.stringify(message))));
  });
}

const DOCUMENTS: readonly Attack[] = [
  file(
    'a file with 2,000 conditions that there are not',
    () => `exceptions.csv?filter=${encodeURIComponent(`{${many(2_000, (n) => `"a${n}":1`, ',')}}`).slice(0, 12_000)}`,
  ),
  file('a file of 2,000 states', () => `exceptions.csv?filter={"status":[${many(2_000, () => '"X"', ',')}]}`),
  query('1,000 aliases', `{ ${many(1_000, (n) => `a${n}: me { id }`)} }`),
  query(
    'aliases of one mutation',
    `mutation { ${many(100, (n) => `a${n}: withdrawException(input: { exceptionId: "x", reason: "x" }) { replayed }`)} }`,
  ),
  query('500 times the same field', `{ me { ${many(500, () => 'id')} } }`),
  query('2,100 words', `{ me { ${many(2_100, () => 'id')} } }`),
  query('a query of 1,000 levels', deep('{ me ', '', '}', 1_000)),
  query('a list of 10,000 levels', `{ me(a: ${deep('[', '', ']', 10_000)}) { id } }`),
  query('an object of 1,000 levels', `{ me(a: ${deep('{a:', '1', '}', 990)}) { id } }`),
  query('a type of 1,000 brackets', `query ($a: ${deep('[', 'Int', ']', 990)}) { me { id } }`),
  query('11 directives', `{ me { id ${many(11, () => '@skip(if: false)')} } }`),
  query('900 directives', `{ me { id ${many(900, () => '@a')} } }`),
  query('a fragment in itself', '{ me { ...F } } fragment F on Person { ...F }'),
  query('fragments in a circle', `{ me { ...F0 } } ${many(100, (n) => `fragment F${n} on Person { ...F${(n + 1) % 100} }`)}`),
  query(
    'fragments that double',
    `{ me { ...F0 } } ${many(60, (n) => `fragment F${n} on Person { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on Person { id nope }`,
  ),
  query('fields that overlap', `{ ${many(290, () => 'me { id }')} x }`),
  query('overlapping inline fragments', `{ me { ${many(140, () => '... on Person { id }')} nope } }`),
  query('pages in pages', '{ exceptions(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } }'),
  query('a page of a million', '{ people(first: 1000000) { nodes { id } } }'),
  query('the schema twice', `{ ${many(2, (n) => `a${n}: __schema { types { name } }`)} }`),
  query('types of types of types', `{ __schema { types { ${deep('fields { type { ', 'name', ' } }', 10)} } } }`),
  query(
    '1,000 operations',
    many(300, (n) => `query Q${n} { me { id } }`),
    { operationName: 'Q1000' },
  ),
  query('500 variables', `query (${many(480, (n) => `$v${n}: Int`)}) { me { id } }`),
  query('one long name', `{ ${'a'.repeat(60_000)} }`),
  query('one long text', `{ node(id: "${'a'.repeat(60_000)}") { nope } }`),
  query('one long comment', `#${'a'.repeat(60_000)}`),
  query('60,000 commas', `{ me ${','.repeat(60_000)} nope }`),
  query('escapes', `{ node(id: "${'\\u0041'.repeat(9_000)}") { nope } }`),
  query('half surrogates', `{ node(id: "${'\\ud800'.repeat(9_000)}") { id } }`),
  query('accents upon accents', 'query ($t: String) { people(text: $t) { nodes { id } } }', {
    variables: { t: `e${'\u0301'.repeat(20_000)}` },
  }),
  query('letters that grow by NFC', 'query ($t: String) { people(text: $t) { nodes { id } } }', {
    variables: { t: '\ufb2c'.repeat(18_000) },
  }),
  query('a list of 20,000 in a variable', 'query ($s: [ExceptionStatus!]) { exceptions(filter: { status: $s }) { nodes { id } } }', {
    variables: { s: Array<string>(6_000).fill('NOPE') },
  }),
  query('an error for each of many fields, beside a long text', 'query ($i: MayIInput!) { mayI(input: $i) { allowed } }', {
    variables: { i: { cause: 'x'.repeat(50_000), ...Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}`, 1])) } },
  }),
  query('an error for each of many values', 'query ($i: MayIInput!) { mayI(input: $i) { allowed } }', {
    variables: { i: Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`field${n}`, 1])) },
  }),
];

const BODIES: readonly Attack[] = [
  body('a body of 10 MB', Buffer.alloc(10_000_000, 0x20)),
  body('deep JSON', deep('[', '', ']', 30_000)),
  body('deep JSON inside', `{"query":"{ me { id nope } }","variables":{"a":${deep('[', '', ']', 25_000)}}}`),
  body('a number of 60,000 digits', `{"query":"{ me { id nope } }","variables":{"a":${'9'.repeat(60_000)}}}`),
  body('10,000 keys', `{"query":"{ me { id nope } }",${many(5_000, (n) => `"k${n}":1`, ',')}}`),
  body(
    'the same key again and again',
    `{${many(4_000, () => '"query":"{ me { nope } }"', ',')
      .slice(0, 60_000)
      .replace(/,[^,]*$/, '')}}`,
  ),
  body('a prototype', '{"query":"{ me { id } }","variables":{"__proto__":{"a":1}}}'),
  body('bytes that are no UTF-8', Buffer.alloc(60_000, 0xff)),
  body('a bomb in gzip', Buffer.from('1f8b08000000000000ff', 'hex'), { 'content-encoding': 'gzip' }),
  body('a batch of 2,000', JSON.stringify(Array<object>(2_000).fill({ query: '{ me { id } }' }))),
  body('a token of 10 KB', '{"query":"{ me { id } }"}', { authorization: `Bearer ${'a'.repeat(10_000)}` }),
];

const WIRES: readonly Attack[] = [
  bytes('500 headers', ({ token }) => `${HEAD(token)}${many(2_100, (n) => `x-${n}: 1`, '\r\n')}\r\n\r\n`),
  bytes('a header of 100 KB', ({ token }) => `${HEAD(token)}x: ${'a'.repeat(100_000)}\r\n\r\n`),
  bytes('two lengths', ({ token }) => `${HEAD(token)}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`),
  bytes('a length and chunks', ({ token }) => `${HEAD(token)}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
  bytes('an address of 100 KB', () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`),
  socket('a socket that sends before it says who it is', (opened) =>
    opened.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { inboxChanged { exceptionId } }' } })),
  ),
  socket('a message of 1 MB', (opened) => opened.send('a'.repeat(1_000_000))),
  socket('messages that are no JSON', (opened) => opened.send('{{{{')),
  inside('a flood of messages', () => Array.from({ length: 700 }, () => ({ type: 'ping' }))),
  inside('21 subscriptions', () =>
    Array.from({ length: 21 }, (_, n) => ({
      id: String(n),
      type: 'subscribe',
      payload: { query: 'subscription { inboxChanged { exceptionId } }' },
    })),
  ),
  inside('the same subscription twice', () =>
    Array.from({ length: 2 }, () => ({ id: '1', type: 'subscribe', payload: { query: 'subscription { inboxChanged { exceptionId } }' } })),
  ),
  inside('a query on a socket', () => [{ id: '1', type: 'subscribe', payload: { query: `{ ${many(300, () => 'me { id }')} }` } }]),
];

/** More than forty. */
export const ATTACKS: readonly Attack[] = [...DOCUMENTS, ...BODIES, ...WIRES];
