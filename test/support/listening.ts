import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from './eventually.js';

/** Somebody who listens to one subscription over a socket of their own. */
export class Listening<Event> {
  /** What was told so far. */
  readonly heard: Event[] = [];
  /** Why it ended: the errors, the close event of the socket, or `complete`. */
  readonly end: Promise<unknown>;
  private readonly client: Client;

  /** `url` is the address of an api, `field` the one that is selected of the answers. */
  constructor(url: string, authorization: string, query: string) {
    this.client = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
    });
    this.end = new Promise((resolve) => {
      this.client.subscribe<Record<string, Event>>(
        { query },
        {
          next: ({ data, errors }) => (errors ? resolve(errors) : this.heard.push(...Object.values(data ?? {}))),
          error: resolve,
          complete: () => resolve('complete'),
        },
      );
    });
  }

  /** Does something to be told of again and again until it is heard: the protocol does not say when a subscription stands. Forgets it then. */
  async stands(sayHello: () => Promise<unknown>): Promise<void> {
    while (this.heard.length === 0) {
      await sayHello();
      await this.hears((events) => events.length > 0, 2_000);
    }
    this.heard.splice(0);
  }

  /** Waits until what was told satisfies, and gives it back. */
  hears(satisfies: (events: readonly Event[]) => boolean, limitMs = 60_000): Promise<readonly Event[]> {
    return eventually(() => this.heard, satisfies, limitMs);
  }

  /** Leaves. */
  async stop(): Promise<void> {
    await this.client.dispose();
  }
}
