import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../graphql/limits.js';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.js';
import { Groups } from './groups.js';
import { listOf, readQuery, type ScimQuery, shown } from './query.js';
import type { Resource } from './resources.js';
import { ScimDoor, send } from './scim.door.js';
import { ScimError } from './scim.errors.js';
import { BASE } from './scim.words.js';
import { type Judge, Users } from './users.js';

/** What both kinds of resources can do. */
interface Kind {
  list(query: ScimQuery): Promise<object>;
  get(id: string): Promise<Resource>;
  create(body: unknown, actor: Actor): Promise<Resource>;
  replace(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource>;
  patch(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource>;
  remove(id: string, judge: Judge, actor: Actor): Promise<void>;
}

/** A filter names one resource, as a rule; whoever asks for a page is charged for a page. */
const FILTER_COST = 10;

/** `/scim/v2`: users and groups for a directory that keeps people in step (RFC 7643, RFC 7644). */
@Injectable()
export class ScimRoutes implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly door: ScimDoor,
    private readonly users: Users,
    private readonly groups: Groups,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Adds the routes to the server. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    this.door.readBodies(server);
    this.discovery(server);
    this.kind(server, `${BASE}/Users`, this.users);
    this.kind(server, `${BASE}/Groups`, this.groups);
    server.all(`${BASE}/*`, this.door.options(one), () => {
      throw new ScimError(404, 'There is nothing at this address.');
    });
  }

  private discovery(server: FastifyInstance): void {
    const url = this.settings.publicUrl;
    const options = this.door.options(one);
    server.get(`${BASE}/ServiceProviderConfig`, options, (_, reply) => send(reply, serviceProviderConfig(url)));
    for (const [path, found] of [
      [`${BASE}/ResourceTypes`, resourceTypes(url)],
      [`${BASE}/Schemas`, schemas(url)],
    ] as const) {
      server.get(path, options, (_, reply) => send(reply, listOf(found.length, found, 1)));
      server.get<{ Params: { id: string } }>(`${path}/:id`, options, (request, reply) => {
        const wanted = found.find(({ id }) => id === request.params.id);
        if (!wanted) throw new ScimError(404, 'There is nothing at this address.');
        return send(reply, wanted);
      });
    }
  }

  private kind(server: FastifyInstance, path: string, kind: Kind): void {
    const reading = this.door.options(one);
    const writing = this.door.options(() => LIMITS.mutationCost);
    server.get(path, this.door.options(costOfList), async (request, reply) => send(reply, await kind.list(readQuery(request.query))));
    server.post(path, writing, async (request, reply) => {
      const made = await kind.create(request.body, this.door.asked(request).actor);
      return answer(reply.code(201).header('location', made.meta.location), made, request);
    });
    server.get(`${path}/:id`, reading, async (request, reply) => answer(reply, await kind.get(idIn(request)), request));
    server.put(`${path}/:id`, writing, async (request, reply) =>
      answer(reply, await kind.replace(idIn(request), request.body, judgeOf(request), this.door.asked(request).actor), request),
    );
    server.patch(`${path}/:id`, writing, async (request, reply) =>
      answer(reply, await kind.patch(idIn(request), request.body, judgeOf(request), this.door.asked(request).actor), request),
    );
    server.delete(`${path}/:id`, writing, async (request, reply) => {
      await kind.remove(idIn(request), judgeOf(request), this.door.asked(request).actor);
      return reply.code(204).send();
    });
  }
}

const one = (): number => 1;

function costOfList(request: FastifyRequest): number {
  const { filter, count } = readQuery(request.query);
  return filter === undefined ? Math.max(1, count) : FILTER_COST;
}

function idIn({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}

function answer(reply: FastifyReply, resource: Resource, { query }: FastifyRequest): FastifyReply {
  return send(reply.header('etag', resource.meta.version), shown(resource, readQuery(query)));
}

/** `If-Match`: the client changes only what it knows. Without it, whatever stands is changed. */
function judgeOf({ headers }: FastifyRequest): Judge {
  const wanted = headers['if-match']?.split(',').map((version) => version.trim());
  return ({ meta }) => {
    if (wanted && !wanted.includes('*') && !wanted.includes(meta.version))
      throw new ScimError(412, 'This was changed since you read it. Read it again, and decide anew.');
  };
}
