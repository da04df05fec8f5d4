import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type Credential, Identities, InactivePersonError, SignInUnavailableError, UnauthenticatedError } from '#people';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import { Charges } from '../http/charges.js';
import { Gate } from '../http/gate.js';
import { SessionCookie } from '../http/sign-in.cookies.js';
import { refuseForeignPages } from '../http/own-page.js';
import { accessRefusal } from './access.interceptor.js';
import { type Credentials, credentialsOf, type GraphContext, newContext, type Rights } from './context.js';
import { notNow } from './refuse.js';

const BEARER = /^bearer +(\S+)$/i;

/** Who calls the GraphQL door: from what a request or socket shows, to the actor with the rights that the database gives them now. */
@Injectable()
export class Callers implements Rights {
  private readonly asked = new WeakMap<GraphContext, Promise<Actor>>();

  constructor(
    private readonly identities: Identities,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    private readonly charges: Charges,
    private readonly gate: Gate,
  ) {}

  /**
   * Makes the caller of one operation known: `context.actor`, and charges them for it. However many fields ask, this is done once.
   * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN (switched off), or THROTTLED: their share is spent, or the issuer's keys cannot be had
   */
  async know(context: GraphContext): Promise<Actor> {
    const known = this.asked.get(context) ?? this.charged(context);
    this.asked.set(context, known);
    try {
      return (context.actor = await known);
    } catch (error) {
      if (error instanceof UnauthenticatedError) context.trace.refusedFor = error.reason;
      throw toldAtTheDoor(error);
    }
  }

  /**
   * Makes the caller of a plain request known, before its body is read, and charges them for it.
   * @throws GraphQLError as `know` does, and for a cookie that another site's page sent
   */
  async knowRequest(request: FastifyRequest, cost: number): Promise<Actor> {
    const credentials = credentialsOf(request);
    refuseForeignPages(credentials, request.headers);
    request.trace.cost = cost;
    const actor = await this.know(newContext(request.trace, credentials));
    request.trace.actorId = actor.personId;
    return actor;
  }

  openSocket(request: IncomingMessage): Promise<void> {
    return this.gate.openSocket(request);
  }

  giveSchema(request: IncomingMessage): Promise<void> {
    return this.gate.giveSchema(request);
  }

  /** Reads the caller anew and puts the fresh rights into the context, so that the next event is judged by them. */
  async mayStillListen(context: GraphContext, field: string): Promise<boolean> {
    const now = await this.callerOf(context.credentials);
    const isTheSame = now !== undefined && now.personId === context.actor?.personId;
    if (isTheSame) context.actor = now;
    return isTheSame && accessRefusal(`Subscription.${field}`, now, {}) === undefined;
  }

  async callerOf(credentials: Credentials): Promise<Actor | undefined> {
    try {
      return await this.actorOf(credentials);
    } catch (error) {
      if (error instanceof UnauthenticatedError || error instanceof InactivePersonError) return undefined;
      throw error;
    }
  }

  private async charged(context: GraphContext): Promise<Actor> {
    const actor = await this.actorOf(context.credentials);
    this.gate.recognise(context.credentials, actor);
    context.share = await this.charges.operation(actor, context.trace);
    return actor;
  }

  private async actorOf(credentials: Credentials): Promise<Actor> {
    return this.identities.actorOf(this.credentialIn(credentials));
  }

  private credentialIn({ authorization, cookie }: Credentials): Credential {
    if (authorization !== undefined) {
      const bearer = BEARER.exec(authorization)?.[1];
      if (bearer === undefined) throw new UnauthenticatedError('MISSING');
      return { bearer };
    }
    const session = this.cookie.read(cookie);
    if (session === undefined) throw new UnauthenticatedError('MISSING');
    return { session };
  }
}

/** What the rooms throw about a caller, in the words of this door. */
function toldAtTheDoor(error: unknown): unknown {
  if (error instanceof UnauthenticatedError) return refused(error.message, 401, { code: 'UNAUTHENTICATED' });
  if (error instanceof InactivePersonError) return refused(error.message, 403, { code: 'FORBIDDEN' });
  if (error instanceof SignInUnavailableError) {
    // Of the five codes this is the one that says: nothing is wrong with the request, send it again later.
    return notNow(error.message, error.retryAfterSeconds, 503);
  }
  return error;
}

function refused(message: string, status: number, told: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { extensions: { ...told, http: { status } } });
}
