import { connect } from 'node:net';

/** Where a call is cut: after so many bytes of the request were sent, or of the reply were received. */
export interface Cut {
  readonly of: 'request' | 'reply';
  readonly afterBytes: number;
  /** As a router that dies (reset), or as a client that goes away (end). */
  readonly how: 'reset' | 'end';
}

/** What had come back when the connection was cut: all of it, as text, and how many bytes. */
export interface Rest {
  readonly text: string;
  readonly bytes: number;
}

/** A client that gives up: nothing waits for longer. */
const PATIENCE_MS = 10_000;

/** The bytes of one GraphQL request over HTTP/1.1. */
export function requestBytes(host: string, token: string, operation: object): Buffer {
  const body = Buffer.from(JSON.stringify(operation));
  const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\nconnection: close\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Sends a request on a connection of its own and cuts it. */
export function sendAndCut(url: string, request: Buffer, { of, afterBytes, how }: Cut): Promise<Rest> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    let bytes = 0;
    const socket = connect(Number(port), hostname);
    const cut = (): void => {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
      const all = Buffer.concat(received).subarray(0, of === 'request' ? 0 : afterBytes);
      resolve({ text: all.toString(), bytes: all.length });
    };
    socket.setNoDelay(true).setTimeout(PATIENCE_MS, cut);
    socket.on('error', cut).on('end', cut);
    socket.on('connect', () => {
      const sent = of === 'request' ? request.subarray(0, afterBytes) : request;
      socket.write(sent, () => (of === 'request' || afterBytes === 0 ? cut() : undefined));
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      bytes += chunk.length;
      if (bytes >= afterBytes) cut();
    });
  });
}
