import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { DemoPerson } from './demo-issuer.js';
import { pagePolicy, signInFailedPage, signInPage } from './sign-in-page.js';

interface InteractionOptions {
  readonly port: number;
  readonly apiPort: number;
  readonly people: readonly DemoPerson[];
}

const PATH = /^\/interaction\/[\w-]{1,64}$/;
const FORM_BYTES_MAX = 1024;
const STARTED_ELSEWHERE = 'This sign-in took too long, or was begun in another window.';

/** What the demo's provider shows to people: the page of names, and what follows from a click on one of them. */
export class DemoInteractions {
  private readonly apiOrigin: string;

  constructor(
    private readonly provider: Provider,
    private readonly options: InteractionOptions,
  ) {
    this.apiOrigin = `http://localhost:${options.apiPort}`;
  }

  /** Whether the request is for these pages rather than for the protocol. */
  handles(request: IncomingMessage): boolean {
    return !this.isOurHost(request) || request.url === '/' || request.url === '/favicon.ico' || PATH.test(request.url ?? '');
  }

  /** Answers one request for which `handles` said yes. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A foreign name that was made to point at this machine must not sign anybody in.
    if (!this.isOurHost(request))
      return this.show(response, 421, signInFailedPage('This address is not the one of the demo.', this.apiOrigin));
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    if (request.url === '/') return void response.writeHead(303, { location: `${this.apiOrigin}/sign-in` }).end();
    if (request.method === 'POST') return this.choose(request, response);
    return this.ask(request, response);
  }

  private async ask(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!(await this.isUnderWay(request, response))) return this.refuse(response, STARTED_ELSEWHERE);
    this.show(response, 200, signInPage(this.options.people, request.url ?? '', this.apiOrigin));
  }

  private async choose(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handle = new URLSearchParams(await smallBody(request)).get('handle');
    if (!(await this.isUnderWay(request, response))) return this.refuse(response, STARTED_ELSEWHERE);
    const person = this.options.people.find((one) => one.handle === handle);
    if (!person) return this.refuse(response, 'Nobody of that name lives in the demo.');
    await this.provider.interactionFinished(request, response, { login: { accountId: person.handle, remember: false } });
  }

  private async isUnderWay(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const details = await this.provider.interactionDetails(request, response).catch(() => undefined);
    return details !== undefined && request.url === `/interaction/${details.uid}`;
  }

  private isOurHost({ headers }: IncomingMessage): boolean {
    return [`localhost:${this.options.port}`, `127.0.0.1:${this.options.port}`].includes(headers.host ?? '');
  }

  private refuse(response: ServerResponse, sentence: string): void {
    this.show(response, 400, signInFailedPage(sentence, this.apiOrigin));
  }

  private show(response: ServerResponse, status: number, html: string): void {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(this.apiOrigin),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    };
    response.writeHead(status, headers).end(html);
  }
}

/** The body of a form, or nothing when it is larger than a name can be. */
async function smallBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= FORM_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= FORM_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : '';
}
