import { readFileSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { exportLines, VERIFIER } from '#audit';
import { NotAllowedError, say } from '#errors';
import { ExportsService } from '#exports';
import { type Actor, isAdmin, isAuditor, oneHuman } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { accessRefusal } from '../graphql/access.interceptor.js';
import { Callers } from '../graphql/callers.js';
import { credentialsOf } from '../graphql/context.js';
import { asGraphQLError } from '../graphql/errors.js';
import { LIMITS } from '../graphql/limits.js';
import { LOG, type Log } from '../http/log.js';
import { ExportPlaces } from './places.js';
import { refuse } from './refuse.js';

/** After so many records it is asked again whether the reader may still read. */
const RECORDS_BETWEEN = 5_000;

/** A file under way. */
interface Export {
  readonly request: FastifyRequest;
  readonly client: pg.Client;
  records: number;
}

/**
 * `GET /export/audit.jsonl.gz`: the whole history as `countersign audit export` writes it, for auditors and admins; and `GET /export/verify.mjs`,
 * which verifies it without us. No word of a customer is in it. It is read on a connection of its own, all of one instant, and is cut off when
 * the right to it is lost or ten minutes are over. See ADR 0058.
 */
@Injectable()
export class AuditRoute implements OnModuleInit {
  private readonly closing = new AbortController();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly callers: Callers,
    private readonly exports: ExportsService,
    private readonly places: ExportPlaces,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Adds the routes; when the server closes, what is under way is cut off. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    const verifier = readFileSync(VERIFIER);
    server.get('/export/audit.jsonl.gz', { exposeHeadRoute: false }, (request, reply) => this.export(request, reply));
    server.get('/export/verify.mjs', (_, reply) => attached(reply, 'verify.mjs', 'text/javascript; charset=utf-8').send(verifier));
    server.addHook('preClose', async () => this.closing.abort());
  }

  private async export(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = await this.callers.knowRequest(request, LIMITS.exportCost);
    try {
      mustBeReader(actor);
      return await this.begin(actor, request, reply);
    } catch (error) {
      return refuse(asGraphQLError(error), request, reply);
    }
  }

  private async begin(actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.raw.once('close', this.places.enter(oneHuman(actor)));
    const job: Export = { request, client: this.newClient(), records: 0 };
    const id = await this.exports.begin({ list: 'audit', asked: {} }, actor);
    reply.raw.once('close', () => void this.end(id, job, actor, reply));
    await job.client.connect();
    const lines = Readable.from(this.lines(job), { signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(LIMITS.exportMs)]) });
    const file = pipeline(
      lines,
      createGzip(),
      (error) => error && this.log.warn({ ...request.trace, err: error }, 'an audit export was cut off'),
    );
    return attached(reply, 'audit.jsonl.gz', 'application/gzip').send(file);
  }

  private async *lines(job: Export): AsyncGenerator<string> {
    for await (const line of exportLines(job.client, () => job.records++)) {
      if (job.records % RECORDS_BETWEEN === 0) mustBeReader(await this.callers.callerOf(credentialsOf(job.request)));
      yield line;
    }
  }

  private newClient(): pg.Client {
    const client = new pg.Client({
      connectionString: this.settings.databaseUrl,
      connectionTimeoutMillis: this.settings.databaseConnectMs,
      application_name: 'countersign api: audit export',
      keepAlive: true,
    });
    return client.on('error', () => undefined); // the query under way tells
  }

  /** Also of a file whose reader was gone before its first line: what was never read never ends by itself. */
  private async end(id: string, { records, request, client }: Export, actor: Actor, reply: FastifyReply): Promise<void> {
    await client.end().catch(() => undefined);
    await this.exports
      .end(id, { rows: records, whole: reply.raw.writableFinished }, actor)
      .catch((err: unknown) => this.log.error({ ...request.trace, err }, 'the end of an export was not recorded'));
  }
}

/** @throws RuleError for machines, for people who are neither, and for whoever may not come in any more */
function mustBeReader(actor: Actor | undefined): void {
  const refusal = actor && accessRefusal('Query.house', actor, {});
  if (refusal) throw refusal;
  if (!actor || !(isAuditor(actor) || isAdmin(actor)))
    throw new NotAllowedError(say`Only auditors and admins take the history out. Ask one of them.`);
}

function attached(reply: FastifyReply, name: string, type: string): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store');
}
