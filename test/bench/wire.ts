import { Agent, request } from 'node:http';

/** A GraphQL client with as little of its own as can be: one kept socket per lane, since it shares the machine with what it measures. */
export class Wire {
  private readonly agent: Agent;

  constructor(
    private readonly url: URL,
    lanes: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: lanes });
  }

  /** Sends one operation. @throws Error with the answer when it is not 200 or has errors */
  async ask<Data>(token: string, query: string, variables: object = {}): Promise<Data> {
    const body = JSON.stringify({ query, variables });
    const text = await this.send(body, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      authorization: `Bearer ${token}`,
    });
    const { data, errors } = JSON.parse(text) as { data?: Data; errors?: unknown };
    if (!data || errors) throw new Error(text);
    return data;
  }

  close(): void {
    this.agent.destroy();
  }

  private send(body: string, headers: Record<string, string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.url;
      const sent = request({ agent: this.agent, hostname, port, path: '/graphql', method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
