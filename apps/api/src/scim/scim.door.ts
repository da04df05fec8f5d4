import { isUtf8 } from 'node:buffer';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '#people';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { GraphQLError } from 'graphql';
import { Callers } from '../graphql/callers.js';
import { LIMITS } from '../graphql/limits.js';
import { LOG, type Log } from '../http/log.js';
import { bad, ScimError, tellError } from './scim.errors.js';
import { BASE, MEDIA_TYPE, URN } from './scim.words.js';

/** A request of a directory, whose token was looked at. */
export interface Asked {
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

/** What stands before every address of SCIM: who asks is known before a body is read, and whatever stands against it is told as SCIM tells errors. */
@Injectable()
export class ScimDoor {
  private readonly actors = new WeakMap<FastifyRequest, Actor>();

  constructor(
    private readonly callers: Callers,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Lets the server read bodies of SCIM's own type, at its addresses alone. */
  readBodies(server: FastifyInstance): void {
    const parse = server.getDefaultJsonParser('error', 'error');
    server.addContentTypeParser(MEDIA_TYPE, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
      if (!request.routeOptions.url?.startsWith(BASE)) return done(new ScimError(415, 'Send application/json.'));
      if (!isUtf8(body)) return done(bad('invalidSyntax', 'The body is not valid UTF-8. Send JSON encoded as UTF-8.'));
      const read = (error: Error | null, value?: unknown): void =>
        done(error ? bad('invalidSyntax', 'The body is not valid JSON.') : null, value);
      return void parse(request, body.toString('utf8'), read);
    });
  }

  /** How a route of SCIM stands in the server. `cost`: what it is charged, in objects. */
  options(cost: (request: FastifyRequest) => number): RouteShorthandOptions {
    return {
      bodyLimit: LIMITS.scimBytes,
      onRequest: (request) => this.know(request, cost(request)),
      errorHandler: (error, request, reply) => void this.refuse(error, request, reply),
    };
  }

  /** The request, with who asks. */
  asked(request: FastifyRequest): Asked {
    const actor = this.actors.get(request);
    if (!actor) throw new Error('Who asks is known before a route runs.');
    return { actor, request };
  }

  private async know(request: FastifyRequest, cost: number): Promise<void> {
    const actor = await this.callers.knowRequest(request, cost);
    if (actor.kind !== 'MACHINE' || actor.tokenId === undefined || !actor.scopes?.includes('SCIM'))
      throw new GraphQLError('Only a machine keeps people in step with a directory, by an API token with the scope SCIM.', {
        extensions: { code: 'FORBIDDEN', http: { status: 403 } },
      });
    this.actors.set(request, actor);
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { status, detail, scimType, code, retryAfterSeconds } = tellError(error);
    if (status === 500) this.log.error({ ...request.trace, err: error }, 'internal error');
    request.trace.codes = [code];
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const refusal = { code, requestId: request.id };
    return send(reply.code(status), {
      schemas: [URN.error, URN.refusal],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail,
      [URN.refusal]: refusal,
    });
  }
}

/** Answers with a body of SCIM, which nobody keeps. */
export function send(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', `${MEDIA_TYPE}; charset=utf-8`).header('cache-control', 'no-store').send(JSON.stringify(body));
}
