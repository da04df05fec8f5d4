import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket from 'ws';
import {
  type Forgery,
  type ForgeryCast,
  forgedTokens,
  forgeryCast,
  goodClaims,
  goodHeader,
  mint,
  publicJwk,
} from '../../support/forged-tokens.js';
import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { post, type Reply } from '../wire.js';

const AUDIENCE = 'countersign';
const ASK = { query: '{ me { id } }' };
/** What may stand in a header: the rest can only come through a socket, where a token is any text. */
const HEADER = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const FEWEST = 60;
/** Wrong by one second, and so right by the time it arrives: tried under a fixed clock by the verifier's own test. */
const BY_A_SECOND = 'issued beyond the tolerance';

/**
 * Every forged token, shown to the real api in a header and on a socket: none lets anybody in, none costs more than a refusal, and no answer
 * or log line repeats one. The same keys sign two tokens that are good, without which the proof would prove nothing.
 */
export async function tokens(proof: Proof): Promise<void> {
  const issuer = await startIssuer();
  const house = await House.open({ workers: 0, env: issuer.env });
  try {
    await house.ground.admin.query(
      `INSERT INTO identities (issuer, subject, person_id) SELECT $1, handle, id FROM people WHERE handle IN ('priya', 'wei') ON CONFLICT DO NOTHING`,
      [issuer.cast.issuer],
    );
    const url = house.urls[0] ?? '';
    for (const signer of [issuer.cast.rsa, issuer.cast.ec]) {
      const good = mint(goodHeader(signer), goodClaims({ ...issuer.cast, now: Math.floor(Date.now() / 1_000) }), signer);
      const reply = await post(url, good, ASK);
      proof.check(reply.text.trim() === '{"data":{"me":{"id":"per_priya"}}}', `A good ${signer.alg} token is not believed: ${reply.text}`);
      proof.check((await onSocket(url, good)) === 'taken', `A good ${signer.alg} token opens no socket.`);
    }
    // Those that are wrong by seconds come last in the list, and are tried first.
    const now = Math.floor(Date.now() / 1_000);
    const forged = [...forgedTokens({ ...issuer.cast, now }).reverse(), ...forgedApiTokens()].filter(([story]) => story !== BY_A_SECOND);
    proof.check(forged.length >= FEWEST, `Only ${forged.length} tokens were forged.`);
    for (const forgery of forged) await tryForgery(proof, url, forgery);
    const log = house.running[0]?.log ?? '';
    const told = forged.filter(([, token]) => token.length > 20 && log.includes(token)).map(([story]) => story);
    proof.check(told.length === 0, `The log repeats ${told.join(', ')}.`);
    proof.say(`${forged.length} forged tokens, each in a header and on a socket.`);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
    issuer.stop();
  }
}

interface Issuer {
  readonly cast: ForgeryCast;
  readonly env: Record<string, string>;
  stop(): void;
}

/** An issuer whose keys are ours, so that a forger with every key but the right one can be played. */
async function startIssuer(): Promise<Issuer> {
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cast = forgeryCast(issuer, AUDIENCE, Math.floor(Date.now() / 1_000));
  const keys = [cast.rsa, cast.ec, cast.unwanted].map(publicJwk);
  const env = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${issuer}/jwks`, OIDC_ALGORITHMS: 'RS256,ES256' };
  return { cast, env, stop: () => void server.close() };
}

function forgedApiTokens(): Forgery[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(4);
  return [
    ['an API token that is only a prefix', 'cst_', 'API'],
    ['an API token of one letter', 'cst_a', 'API'],
    ['an API token without its check', `cst_${letters.slice(0, 43)}`, 'API'],
    ['an API token with another check', `cst_${letters.slice(0, 43)}000000`, 'API'],
    ['an API token that is too long', `cst_${letters}`, 'API'],
    ['an API token in capitals', `CST_${letters.slice(0, 49).toUpperCase()}`, 'API'],
    ['an API token with a quote in it', `cst_' OR '1'='1${letters.slice(0, 36)}`, 'API'],
    ['an API token with a letter that looks like another', `cst_${letters.slice(0, 48)}\u0430`, 'API'],
  ];
}

async function tryForgery(proof: Proof, url: string, [story, token]: Forgery): Promise<void> {
  if (HEADER.test(token)) {
    const reply = await post(url, token, ASK);
    const fault = faultOf(reply, token);
    proof.check(fault === undefined, `${story}: ${fault}`);
  }
  const socket = await onSocket(url, token);
  proof.check(socket === 'closed', `${story}: a socket was ${socket}.`);
}

function faultOf({ status, text }: Reply, token: string): string | undefined {
  if (status !== 401 || !text.includes('"UNAUTHENTICATED"')) return `answered ${status} ${text.slice(0, 200)}`;
  if (/"data":\{/.test(text)) return `told something: ${text.slice(0, 200)}`;
  return token.length > 20 && text.includes(token) ? 'the answer repeats the token' : undefined;
}

function onSocket(url: string, token: string): Promise<'taken' | 'closed'> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
  return new Promise((resolve) => {
    socket.on('message', () => (resolve('taken'), socket.close()));
    socket.on('close', () => resolve('closed')).on('error', () => resolve('closed'));
  });
}
