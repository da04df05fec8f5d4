import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.js';
import { toyHouse, type ToyHouse } from './toy.js';

let house: ToyHouse;

beforeAll(async () => {
  house = await toyHouse();
  await house.app.listen(0, '127.0.0.1');
});
afterAll(() => house.app.close());

/** Opens a socket. */
function open(): WebSocket {
  const { port } = house.app.getHttpServer().address() as AddressInfo;
  return new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
}

/** Opens one and says who it is; resolves with the socket when it was taken, with the code of its end when it was not. */
function enter(token: string): Promise<WebSocket | number> {
  const socket = open();
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
  return new Promise((resolve) => socket.on('message', () => resolve(socket)).on('close', resolve));
}

it('promise 13: gives one person twenty sockets at a time, whoever else has some', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, () => enter('ben')));
  expect(taken.every((socket) => socket instanceof WebSocket)).toBe(true);
  expect(await enter('ben')).toBe(4429);
  expect(await enter('ana')).toBeInstanceOf(WebSocket);
  (taken[0] as WebSocket).close();
  expect(
    await eventually(
      () => enter('ben'),
      (socket) => socket instanceof WebSocket,
    ),
  ).toBeInstanceOf(WebSocket);
  expect(await enter('ben')).toBe(4429);
});

it('promise 13: closes a socket on which more than six hundred messages come in a minute', async () => {
  const socket = open();
  let pongs = 0;
  socket.on('message', () => (pongs += 1));
  socket.on('open', () => {
    for (let n = 0; n <= 700; n++) socket.send(JSON.stringify({ type: 'ping' }));
  });
  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4429);
  expect(pongs).toBeLessThanOrEqual(600);
});
