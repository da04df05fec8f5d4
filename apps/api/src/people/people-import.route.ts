import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RuleError } from '#errors';
import { type Actor, type ImportReport, isAdmin, type LineFault, PeopleImports } from '#people';
import { SETTINGS, type SettingsWith } from '#settings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Callers } from '../graphql/callers.js';
import { LIMITS } from '../graphql/limits.js';
import { badRequest } from '../graphql/refuse.js';
import { valuesOf } from '../graphql/said-values.js';
import { fileAsked } from '../http/file-asked.js';
import { readPeopleFile } from './people-file.js';

/** Ten thousand people take some seconds, and longer on a busy machine. */
const FILE_MS_MAX = 60_000;
/** Faults that one answer names; `faultCount` tells of the rest. */
const FAULTS_NAMED_MAX = 1_000;

/**
 * `POST /people/import`: people by a CSV file, for admins. Not GraphQL, whose bodies are small JSON. The caller is known, and known for an
 * admin, before the first byte of the file is read.
 */
@Injectable()
export class PeopleImportRoute implements OnModuleInit {
  private readonly admins = new WeakMap<FastifyRequest, Actor>();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly callers: Callers,
    private readonly imports: PeopleImports,
    @Inject(SETTINGS) private readonly settings: SettingsWith<'oidcIssuer'>,
  ) {}

  /** Adds the route to the server. What it reads is larger than anything else here; everywhere else such a body is refused by its size. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    server.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    const options = { bodyLimit: LIMITS.fileBytes, config: { requestMsMax: FILE_MS_MAX } };
    server.post('/people/import', { ...options, onRequest: (request) => this.know(request) }, (request, reply) =>
      this.import(request, reply),
    );
  }

  private async know(request: FastifyRequest): Promise<void> {
    const actor = await this.callers.knowRequest(request, LIMITS.fileCost);
    if (!isAdmin(actor))
      throw new GraphQLError('Only an admin in person imports people.', { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
    this.admins.set(request, actor);
  }

  private async import(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = this.admins.get(request);
    if (!actor || !Buffer.isBuffer(request.body)) throw badRequest('Send a file of people as text/csv.', 415);
    const asked = fileAsked(request);
    const fileHash = createHash('sha256').update(request.body).digest('hex');
    const order = { ...readPeopleFile(request.body), ...asked, fileHash, issuer: this.settings.oidcIssuer };
    const report = await this.imports.run(order, actor).catch(asFault);
    const { faults, ...rest } = report;
    return reply.code(faults.length > 0 ? 422 : 200).send({
      dryRun: asked.dryRun,
      ...rest,
      faultCount: faults.length,
      faults: faults.slice(0, FAULTS_NAMED_MAX).map(told),
    });
  }
}

/** What stands against the file as a whole is told at its first line. */
function asFault(error: unknown): ImportReport {
  if (!(error instanceof RuleError)) throw error;
  return { rows: 0, created: 0, changed: 0, unchanged: 0, done: false, replayed: false, faults: [{ line: 1, error }] };
}

function told({ line, error }: LineFault) {
  const { code, message, sentence } = error;
  return { line, column: error.path[0] ?? null, code, message, template: sentence.template, values: valuesOf(sentence) };
}
