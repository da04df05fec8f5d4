import { CloseCode, makeServer, type ServerOptions } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { LIMITS } from './limits.js';

/** How often a client must show that it is still there, in milliseconds. A client that is silent until the next time is cut off. */
const SIGN_OF_LIFE_MS = 12_000;

/** What is told of a message that cannot be read, or whose handling failed. */
export type Report = (error: unknown) => void;

/**
 * Lets the protocol speak over sockets of `ws`. Own, instead of `graphql-ws/use/ws`, which prints to the console whenever a client sends
 * something unreadable.
 */
export function wire<P extends Record<string, unknown>>(
  options: ServerOptions<P, Extra>,
  report: Report,
): (socket: WebSocket, request: IncomingMessage) => void {
  const server = makeServer<P, Extra>(options);
  return (socket, request) => {
    const signs = signsOfLife(socket);
    socket.on('error', () => socket.close(CloseCode.BadRequest)); // too long, or no UTF-8: `ws` closes it with the code that says so
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => sent(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (read) => {
          const isTooMuch = counter();
          socket.on('message', (data: Buffer) => {
            if (isTooMuch()) return socket.close(CloseCode.TooManyInitialisationRequests, 'Too many messages');
            void handled(socket, read(data.toString()), report);
          });
        },
      },
      { socket, request },
    );
    socket.once('close', (code, reason) => {
      clearInterval(signs);
      void handled(socket, closed(code, reason.toString()), report);
    });
  };
}

/** Counts the messages of a socket, and says when they are more than one may send in a minute. */
function counter(): () => boolean {
  let [count, since] = [0, Date.now()];
  return () => {
    if (Date.now() - since > 60_000) [count, since] = [0, Date.now()];
    return ++count > LIMITS.messagesPerMinute;
  };
}

function sent(socket: WebSocket, text: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve())));
}

async function handled(socket: WebSocket, work: void | Promise<void>, report: Report): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (socket.readyState === socket.OPEN) report(error); // else the client left while it was being told something
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  }
}

function signsOfLife(socket: WebSocket): NodeJS.Timeout {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  return setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, SIGN_OF_LIFE_MS);
}
