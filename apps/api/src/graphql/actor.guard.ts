import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { isFromOwnPage } from '../http/own-page.js';
import { Callers } from './callers.js';
import type { GraphContext } from './context.js';

/** What the framework adds to the context of operations that came over HTTP; on sockets the cookie was judged when they were opened. */
type HttpContext = GraphContext & { readonly req?: FastifyRequest };

/** Lets nobody ask or change anything without saying who they are. Runs before each root field; all of them share one look-up. */
@Injectable()
export class ActorGuard implements CanActivate {
  constructor(private readonly callers: Callers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType<GqlContextType>() !== 'graphql') return true;
    const asked = GqlExecutionContext.create(context).getContext<HttpContext>();
    refuseForeignPages(asked);
    await this.callers.know(asked);
    return true;
  }
}

/** A browser sends our cookie with requests that another site's page makes; only our own pages may act by it. */
function refuseForeignPages({ credentials, req }: HttpContext): void {
  if (credentials.authorization !== undefined || credentials.cookie === undefined || !req || isFromOwnPage(req.headers)) return;
  const message =
    'A sign-in by cookie counts only on pages of this service itself. Programs send an access token: "Authorization: Bearer …".';
  throw new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}
