import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Identities, InactivePersonError, SignInUnavailableError, UnauthenticatedError } from '#people';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LOG, type Log } from './log.js';
import { isFromOwnPage } from './own-page.js';
import { escaped, page } from './page.js';
import { PendingCookie, SessionCookie } from './sign-in.cookies.js';
import { OidcClient, SignInRefusedError } from './sign-in.oidc.js';
import { spokenTo } from './sign-in.words.js';

/** The way to the provider and back. */
interface Journey {
  readonly client: OidcClient;
  readonly pending: PendingCookie;
}

/** What signing in by browser needs besides people. */
export interface SignInMeans {
  readonly session: SessionCookie;
  /** Undefined where this service has no name at the provider: then only tokens from elsewhere are taken. */
  readonly journey?: Journey;
}

/** Injection token of the `SignInMeans`. */
export const SIGN_IN_MEANS = Symbol('SIGN_IN_MEANS');

const PATH_LENGTH_MAX = 512;
const NOT_SET_UP =
  'Signing in by browser is not set up here: the operator has to set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Programs can use access tokens.';

/** Signs people in and out by browser: /sign-in sends them to the company's provider, /sign-in/callback takes them back, /sign-out ends it. */
@Injectable()
export class SignIn implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly identities: Identities,
    @Inject(SIGN_IN_MEANS) private readonly means: SignInMeans,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Adds the routes to the server. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    server.get('/sign-in', (request, reply) => this.told(request, reply, (journey) => this.begin(journey, request, reply)));
    server.get('/sign-in/callback', (request, reply) => this.told(request, reply, (journey) => this.finish(journey, request, reply)));
    server.get('/sign-out', (request, reply) => this.signOut(request, reply));
    server.post('/sign-out', (request, reply) => this.signOut(request, reply));
  }

  private async begin({ client, pending }: Journey, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const begun = await client.begin(ownPath(request.query));
    return reply
      .header('set-cookie', await pending.set(begun.pending))
      .header('cache-control', 'no-store')
      .redirect(begun.url.href, 303);
  }

  private async finish({ client, pending }: Journey, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const begun = await pending.read(request.headers.cookie);
    if (!begun) throw new SignInRefusedError('The sign-in took too long, or was begun in another browser. Nothing was done.');
    const { search } = new URL(request.url, 'http://localhost');
    const { personId, secret, expiresAt } = await this.identities.openSession(await client.finish(search, begun));
    const before = this.means.session.read(request.headers.cookie);
    if (before) await this.identities.endSession(before);
    this.log.info({ ...request.trace, actorId: personId }, 'signed in');
    const cookies = [pending.clear(), this.means.session.set(secret, expiresAt)];
    return reply.header('set-cookie', cookies).header('cache-control', 'no-store').redirect(begun.to, 303);
  }

  /** A link on one of our pages, or an address that was typed in; a page of another site cannot sign anybody out. */
  private async signOut(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!isFromOwnPage(request.headers) && request.headers['sec-fetch-site'] !== 'none') {
      return show(reply.code(403), 'Do you want to sign out?', 'Another page asked for this. If it was you:', {
        to: '/sign-out',
        words: 'Sign out',
      });
    }
    const secret = this.means.session.read(request.headers.cookie);
    const actorId = secret && (await this.identities.endSession(secret));
    if (actorId) this.log.info({ ...request.trace, actorId }, 'signed out');
    return reply.header('set-cookie', this.means.session.clear()).header('cache-control', 'no-store').redirect('/', 303);
  }

  /** Does a step of the sign-in; what stands against it is told as a page, with the way to begin again. */
  private async told(
    request: FastifyRequest,
    reply: FastifyReply,
    step: (journey: Journey) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const { journey } = this.means;
    if (!journey) return show(reply.code(501), 'You cannot sign in here', NOT_SET_UP, { to: '/', words: 'To the start' });
    try {
      return await step(journey);
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) this.log.error({ ...request.trace, err: error }, 'internal error');
      else this.log.warn({ ...request.trace, err: error }, 'a sign-in was refused');
      const sentence = status === undefined ? 'Something went wrong on our side.' : (error as Error).message;
      return show(reply.code(status ?? 500), 'You are not signed in', sentence, { to: '/sign-in', words: 'Sign in again' });
    }
  }
}

/** The status for what may stand against a sign-in; undefined for what should not have happened. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof SignInRefusedError) return 400;
  if (error instanceof UnauthenticatedError || error instanceof InactivePersonError) return 403;
  return error instanceof SignInUnavailableError ? 503 : undefined;
}

/** Where the way goes on. */
interface Link {
  readonly to: string;
  readonly words: string;
}

/** Says it as a page, in the language of the browser: all of it is given in English. */
function show(reply: FastifyReply, title: string, sentence: string, { to, words: link }: Link): FastifyReply {
  const { lang, words } = spokenTo(reply.request.headers['accept-language']);
  const said = (english: string): string => escaped(words(english));
  const body = `<h1>${said(title)}</h1>\n<p>${said(sentence)}</p>\n<p><a href="${to}">${said(link)}</a></p>`;
  return page(reply.header('vary', 'accept-language'), { title: words(title), body, lang });
}

/** Where to go after the sign-in: a path on this very service, else its first page. A browser reads "//" and "/\" as another host. */
function ownPath(query: unknown): string {
  const { to } = query as { to?: unknown };
  return typeof to === 'string' && to.length <= PATH_LENGTH_MAX && /^\/(?![/\\])[^\p{C}\\]*$/u.test(to) ? to : '/';
}
