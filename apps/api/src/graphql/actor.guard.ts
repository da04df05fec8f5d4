import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { refuseForeignPages } from '../http/own-page.js';
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
    if (asked.req) refuseForeignPages(asked.credentials, asked.req.headers);
    await this.callers.know(asked);
    return true;
  }
}
