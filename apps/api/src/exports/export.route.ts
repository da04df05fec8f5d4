import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExportsService } from '#exports';
import { type Actor, oneHuman } from '#people';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accessRefusal } from '../graphql/access.interceptor.js';
import { Callers } from '../graphql/callers.js';
import { credentialsOf, newContext } from '../graphql/context.js';
import { asGraphQLError, present } from '../graphql/errors.js';
import { LIMITS } from '../graphql/limits.js';
import { badRequest } from '../graphql/refuse.js';
import { LOG, type Log } from '../http/log.js';
import { csvOf } from './csv.js';
import { LISTS } from './lists.js';
import { type ListPage, ListPages } from './pages.js';
import { ExportPlaces } from './places.js';
import { refuse } from './refuse.js';

/** A file under way. */
interface Export {
  readonly name: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly request: FastifyRequest;
  readonly signal: AbortSignal;
  rows: number;
}

/**
 * `GET /export/<list>.csv`: a list of the API as a file, row after row, with the conditions of its query. Whoever asks is known anew for each
 * hundred rows, so that a right that is lost ends the file; each hundred is charged, and waits when the share is spent.
 */
@Injectable()
export class ExportRoute implements OnModuleInit {
  private readonly closing = new AbortController();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly callers: Callers,
    private readonly pages: ListPages,
    private readonly exports: ExportsService,
    private readonly places: ExportPlaces,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Adds one route for each list; when the server closes, what is under way is cut off. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    for (const name of Object.keys(LISTS))
      server.get(`/export/${name}.csv`, { exposeHeadRoute: false }, (request, reply) => this.export(name, request, reply));
    server.addHook('preClose', async () => this.closing.abort());
  }

  private async export(name: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = await this.callers.knowRequest(request, LIMITS.exportCost);
    const refusal = accessRefusal(`Query.${LISTS[name]?.query ?? ''}`, actor, {});
    try {
      if (refusal) throw refusal;
      const { bom, given } = formOf(request);
      return await this.begin({ name, asked: this.pages.asked(name, given), bom }, actor, request, reply);
    } catch (error) {
      return refuse(asGraphQLError(error), request, reply);
    }
  }

  private async begin(
    { name, asked, bom }: { name: string; asked: Record<string, unknown>; bom: boolean },
    actor: Actor,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const leave = this.places.enter(oneHuman(actor));
    reply.raw.once('close', leave);
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(LIMITS.exportMs)]);
    const job: Export = { name, asked, request, signal, rows: 0 };
    const first = await this.page(job, null); // before the first byte: what is wrong with the question is told as such
    const id = await this.exports.begin({ list: name, asked }, actor);
    reply.raw.once('close', () => void this.end(id, job, actor, reply));
    return reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .header('cache-control', 'no-store')
      .send(csvOf(this.rows(job, first), { columns: LISTS[name]?.columns ?? [], bom, signal }));
  }

  private async *rows(job: Export, first: ListPage): AsyncGenerator<object> {
    for (let page = first; ; page = await this.page(job, page.pageInfo.endCursor)) {
      for (const node of page.nodes) {
        job.rows += 1;
        yield node;
      }
      if (!page.pageInfo.hasNextPage) return;
    }
  }

  /** Reads a page as the caller of now. Whose share is spent waits for it: the file takes longer, and is not cut off. */
  private async page({ name, asked, request, signal }: Export, after: string | null): Promise<ListPage> {
    for (;;) {
      const context = newContext({ requestId: request.id, cost: LIMITS.exportPageCost }, credentialsOf(request));
      try {
        return await this.pages.read(name, asked, after, context);
      } catch (error) {
        const seconds = after === null ? undefined : secondsToWait(error);
        if (seconds === undefined) throw error;
        await sleep(seconds * 1_000, undefined, { signal });
      }
    }
  }

  private async end(id: string, job: Export, actor: Actor, reply: FastifyReply): Promise<void> {
    const ended = { rows: job.rows, whole: reply.raw.writableFinished };
    await this.exports
      .end(id, ended, actor)
      .catch((err: unknown) => this.log.error({ ...job.request.trace, err }, 'the end of an export was not recorded'));
  }
}

/** How the file is to be, and the conditions of what is in it. @throws GraphQLError BAD_USER_INPUT */
function formOf({ raw, query }: FastifyRequest): { bom: boolean; given: Record<string, unknown> } {
  if (raw.httpVersion === '1.0') throw badRequest('Ask by HTTP/1.1: by 1.0 a file that was cut off would look whole.', 505);
  const { bom = 'false', ...given } = query as Record<string, unknown>;
  if (bom !== 'true' && bom !== 'false') throw badRequest('bom is true or false.');
  return { bom: bom === 'true', given };
}

function secondsToWait(error: unknown): number | undefined {
  const told = present(asGraphQLError(error), '').extensions;
  return told?.code === 'THROTTLED' && typeof told.retryAfterSeconds === 'number' ? told.retryAfterSeconds : undefined;
}
