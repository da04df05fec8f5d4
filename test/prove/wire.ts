import { Agent, request } from 'node:http';

/** What came back: the status of HTTP and the text of the body. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Connections that are kept, so that what is measured and raced is the service and not the handshakes. */
const AGENT = new Agent({ keepAlive: true, maxSockets: 128 });

/** Sends one GraphQL operation. @throws Error when the connection fails */
export function post(url: string, token: string, operation: object): Promise<Reply> {
  const body = JSON.stringify(operation);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { method: 'POST', agent: AGENT, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The one payload of a mutation, with the codes of its refusals; undefined when the answer is of another form, which a service must never give. */
export function payloadOf(reply: Reply, mutation: string): { codes: string[]; payload: Record<string, unknown> } | undefined {
  if (reply.status !== 200) return undefined;
  const { data, errors } = JSON.parse(reply.text) as { data?: Record<string, Record<string, unknown>>; errors?: unknown[] };
  const payload = data?.[mutation];
  if (errors || !payload) return undefined;
  return { codes: (payload.userErrors as { code: string }[]).map(({ code }) => code), payload };
}
