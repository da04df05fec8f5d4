import { Agent, request } from 'node:http';

/** What came of one request, as its sender saw it. */
export interface Outcome {
  /** 0: no answer at all. */
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | undefined;
  readonly ms: number;
}

/** Somebody who sends operations on connections of their own, however many at once. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Sends one operation; never rejects. */
  send(query: string, variables: object = {}): Promise<Outcome> {
    const body = JSON.stringify({ query, variables });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${this.token}`,
    };
    let began = performance.now();
    const passed = (): number => performance.now() - began;
    return new Promise((resolve) => {
      const nothing = (): void => resolve({ status: 0, code: undefined, retryAfter: undefined, ms: passed() });
      const sent = request(`${this.url}/graphql`, { method: 'POST', agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', nothing);
        answer.on('end', () => {
          const { statusCode = 0, headers: told } = answer;
          resolve({ status: statusCode, code: codeIn(Buffer.concat(chunks).toString()), retryAfter: told['retry-after'], ms: passed() });
        });
      });
      sent.on('finish', () => (began = performance.now())); // from when it was on its way: to open connections is this side's work
      sent.on('error', nothing).setTimeout(60_000, () => sent.destroy());
      sent.end(body);
    });
  }

  /** Sends so many at once. */
  many(count: number, query: (n: number) => string): Promise<Outcome[]> {
    return Promise.all(Array.from({ length: count }, (_, n) => this.send(query(n))));
  }

  /** Hangs up everything. */
  end(): void {
    this.agent.destroy();
  }
}

function codeIn(text: string): string | undefined {
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    return errors?.[0]?.extensions?.code;
  } catch {
    return 'NO_JSON';
  }
}
