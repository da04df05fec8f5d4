import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type Settings } from '#settings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Credentials } from '../graphql/context.js';
import { addressOf, proxyList } from './address.js';
import { Charges, type Payer } from './charges.js';
import { Crowd } from './crowd.js';

/** For so long a credential that was good is taken for its holder's, in milliseconds, when it is to be decided whom to charge; never to let anybody do anything. */
const KNOWN_MS = 300_000;
const MOST_KNOWN = 20_000;

/** What costs nothing to answer, and what must be answered whoever asks. */
const OPEN = /^(?:\/|\/healthz|\/readyz|\/\.well-known\/.*|\/assets\/.*|\/explorer.*|\/console\/.*)$/;
/** Where a caller may send many requests at the same time. */
const CROWDED = /^\/(?:graphql$|scim\/)/;
const SIGN_IN = /^\/sign-(?:in|out)/;

/**
 * Stands before every route (promise 13): turns away whoever has spent their share or finds no place, and counts what was refused. An address of strangers that
 * is over its share does not stop a colleague behind the same address, whose credential was good a moment ago.
 */
@Injectable()
export class Gate implements OnModuleInit {
  private readonly known = new Map<string, { readonly payer: Payer; readonly untilMs: number }>();
  private readonly places = new WeakMap<FastifyRequest, () => void>();
  private readonly proxies: BlockList;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly charges: Charges,
    private readonly crowd: Crowd,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.proxies = proxyList(settings.trustedProxies);
  }

  /** Hooks into the server: before anything of a request is read, before it is looked at, when its answer is there, and after that was sent. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    server.addHook('onRequest', (request) => this.judge(request));
    server.addHook('preValidation', (request) => this.letIn(request));
    server.addHook('onSend', async (request) => this.places.get(request)?.()); // also when the caller has hung up: what they asked for was done until now
    server.addHook('onResponse', (request, reply) => this.count(request, reply));
  }

  /** Remembers whose credentials these are. */
  recognise(credentials: Credentials, payer: Payer): void {
    const digest = digestOf(credentials);
    this.known.delete(digest);
    this.known.set(digest, { payer, untilMs: Date.now() + KNOWN_MS });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }

  /** Charges an address for opening a socket. @throws GraphQLError THROTTLED */
  async openSocket(request: IncomingMessage): Promise<void> {
    await this.charges.stranger(this.addressOf(request));
  }

  /** Charges whoever asks for the schema. @throws GraphQLError THROTTLED */
  async giveSchema(request: IncomingMessage): Promise<void> {
    await this.charges.schema(this.addressOf(request), this.payerOf(request.headers));
  }

  private async judge(request: FastifyRequest): Promise<void> {
    const { url = '' } = request.routeOptions;
    if (OPEN.test(url)) return;
    const address = this.addressOf(request.raw);
    this.charges.judge(address, this.payerOf(request.headers));
    if (SIGN_IN.test(url)) await this.charges.stranger(address);
  }

  /** Gives it a place among what is under way. Whoever is not known yet counts as their address. */
  private async letIn(request: FastifyRequest): Promise<void> {
    if (!CROWDED.test(request.routeOptions.url ?? '')) return;
    const caller = this.payerOf(request.headers)?.personId ?? this.addressOf(request.raw);
    this.places.set(request, this.crowd.enter(caller));
    await this.crowd.lookedAt();
  }

  private async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { statusCode } = reply;
    if (statusCode === 401) this.known.delete(digestOf(request.headers));
    if (statusCode >= 400 && statusCode < 500 && statusCode !== 429)
      await this.charges.refused(this.addressOf(request.raw), this.payerOf(request.headers));
  }

  private payerOf(credentials: Credentials): Payer | undefined {
    const found = this.known.get(digestOf(credentials));
    return found && found.untilMs > Date.now() ? found.payer : undefined;
  }

  private addressOf(request: IncomingMessage): string {
    return addressOf(request, this.proxies);
  }
}

/** Not the credential itself: what is kept must be of no use to whoever reads the memory of the process. */
function digestOf({ authorization, cookie }: Credentials): string {
  return createHash('sha256')
    .update(authorization ?? cookie ?? '')
    .digest('base64');
}
