import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type Credential, Identities, InactivePersonError, SignInUnavailableError, UnauthenticatedError } from '#people';
import { GraphQLError } from 'graphql';
import { SessionCookie } from '../http/sign-in.cookies.js';
import { accessRefusal } from './access.interceptor.js';
import type { Credentials, GraphContext, Rights } from './context.js';

const BEARER = /^bearer +(\S+)$/i;

/** Who calls the GraphQL door: from what a request or socket shows, to the actor with the rights that the database gives them now. */
@Injectable()
export class Callers implements Rights {
  private readonly asked = new WeakMap<GraphContext, Promise<Actor>>();

  constructor(
    private readonly identities: Identities,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
  ) {}

  /**
   * Makes the caller of one operation known: `context.actor`. However many fields ask, the database is asked once.
   * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN (switched off), or THROTTLED while the issuer's keys cannot be had
   */
  async know(context: GraphContext): Promise<Actor> {
    const known = this.asked.get(context) ?? this.actorOf(context.credentials);
    this.asked.set(context, known);
    try {
      return (context.actor = await known);
    } catch (error) {
      throw toldAtTheDoor(error);
    }
  }

  async isSignedIn(credentials: Credentials): Promise<boolean> {
    return (await this.ifAny(credentials)) !== undefined;
  }

  /** Reads the caller anew and puts the fresh rights into the context, so that the next event is judged by them. */
  async mayStillListen(context: GraphContext, field: string): Promise<boolean> {
    const now = await this.ifAny(context.credentials);
    const isTheSame = now !== undefined && now.personId === context.actor?.personId;
    if (isTheSame) context.actor = now;
    return isTheSame && accessRefusal(`Subscription.${field}`, now, {}) === undefined;
  }

  private async ifAny(credentials: Credentials): Promise<Actor | undefined> {
    try {
      return await this.actorOf(credentials);
    } catch (error) {
      if (error instanceof UnauthenticatedError || error instanceof InactivePersonError) return undefined;
      throw error;
    }
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
    return refused(error.message, 503, { code: 'THROTTLED', retryAfterSeconds: error.retryAfterSeconds });
  }
  return error;
}

function refused(message: string, status: number, told: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { extensions: { ...told, http: { status } } });
}
