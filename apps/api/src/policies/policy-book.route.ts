import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RuleError } from '#errors';
import { ExportsService } from '#exports';
import { type Actor, isReviewer } from '#people';
import { type BookFault, type BookFile, type BookPage, type BookReport, PolicyBooks } from '#policies';
import { SETTINGS, type SettingsWith } from '#settings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { accessRefusal } from '../graphql/access.interceptor.js';
import { Callers } from '../graphql/callers.js';
import { LIMITS } from '../graphql/limits.js';
import { badRequest } from '../graphql/refuse.js';
import { valuesOf } from '../graphql/said-values.js';
import { lineFault } from '../graphql/text.js';
import { fileAsked } from '../http/file-asked.js';
import { LOG, type Log } from '../http/log.js';
import { policyPage } from './policy-page.js';
import { readPolicyFile, type SentFile } from './policy-file.js';

/** A thousand files take some seconds, and longer on a busy machine. */
const BOOK_MS_MAX = 60_000;
/** Faults that one answer names; `faultCount` tells of the rest. */
const FAULTS_NAMED_MAX = 1_000;
const NAME_LENGTH_MAX = 200;
/** Policies that are read at a time: each may have 400 KB. */
const PAGE = 25;

/**
 * `POST /policies/import` and `GET /policies/export`: a policy book as files of Markdown with front matter, in a list of names and texts. What the
 * one answers the other takes. Not GraphQL, whose bodies are small JSON. The caller is known, and known for a reviewer, before a book is read.
 */
@Injectable()
export class PolicyBookRoute implements OnModuleInit {
  private readonly reviewers = new WeakMap<FastifyRequest, Actor>();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly callers: Callers,
    private readonly books: PolicyBooks,
    private readonly exports: ExportsService,
    @Inject(SETTINGS) private readonly settings: SettingsWith<never>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Adds both routes to the server. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    const options = { bodyLimit: LIMITS.bookBytes, config: { requestMsMax: BOOK_MS_MAX } };
    server.post('/policies/import', { ...options, onRequest: (request) => this.know(request) }, (request, reply) =>
      this.take(request, reply),
    );
    server.get('/policies/export', { exposeHeadRoute: false }, (request, reply) => this.give(request, reply));
  }

  private async know(request: FastifyRequest): Promise<void> {
    const actor = await this.callers.knowRequest(request, LIMITS.bookCost);
    if (!isReviewer(actor)) throw forbidden('Only a reviewer in person imports policies.');
    this.reviewers.set(request, actor);
  }

  private async take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = this.reviewers.get(request);
    if (!actor) throw badRequest('Send a policy book as application/json.', 415);
    const asked = fileAsked(request);
    const sent = filesIn(request.body);
    const hash = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
    const files = await this.read(sent);
    const report = await this.books.take({ files, hash, ...asked }, actor).catch(asFault);
    const { faults, ...rest } = report;
    return reply.code(faults.length > 0 ? 422 : 200).send({
      dryRun: asked.dryRun,
      ...rest,
      faultCount: faults.length,
      faults: faults.slice(0, FAULTS_NAMED_MAX).map(told),
    });
  }

  /** One file after the other; in between others have their turn. */
  private async read(sent: readonly SentFile[]): Promise<BookFile[]> {
    const files: BookFile[] = [];
    for (const file of sent) {
      files.push(readPolicyFile(file, this.settings.houseTimeZone));
      await others();
    }
    return files;
  }

  private async give(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = await this.callers.knowRequest(request, LIMITS.bookCost);
    const refusal = accessRefusal('Query.policies', actor, {});
    if (refusal) throw forbidden(refusal.message);
    const job = { files: 0 };
    const first = await this.books.pages(0, PAGE); // before the first byte: what is wrong is a proper answer
    const id = await this.exports.begin({ list: 'policy book', asked: {} }, actor);
    reply.raw.once('close', () => {
      const ended = { rows: job.files, whole: reply.raw.writableFinished };
      void this.exports
        .end(id, ended, actor)
        .catch((err: unknown) => this.log.error({ ...request.trace, err }, 'the end of an export was not recorded'));
    });
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="policies.json"')
      .header('cache-control', 'no-store')
      .send(Readable.from(this.pieces(job, first)));
  }

  /** The list of files as JSON, a few at a time: what is cut off is no JSON. */
  private async *pieces(job: { files: number }, first: readonly BookPage[]): AsyncGenerator<string> {
    yield '{"files":[';
    for (let pages = first; pages.length > 0; pages = await this.books.pages(pages.at(-1)?.number ?? 0, PAGE)) {
      for (const page of pages) {
        yield `${job.files === 0 ? '' : ','}\n${JSON.stringify(policyPage(page, this.settings.houseTimeZone))}`;
        job.files += 1;
      }
    }
    yield '\n]}\n';
  }
}

/** The files of a book. @throws GraphQLError BAD_USER_INPUT when the body is no list of them */
function filesIn(body: unknown): SentFile[] {
  const list = body !== null && typeof body === 'object' && 'files' in body ? body.files : undefined;
  if (!Array.isArray(list)) throw badRequest('Send {"files": [{"name": "late-fees.md", "text": "---\\nref: …"}]}.');
  if (list.length > LIMITS.bookFiles) throw badRequest(`A policy book has at most ${LIMITS.bookFiles} files. Send it in parts.`);
  const files = list.map(fileIn);
  const names = new Set(files.map(({ name }) => name));
  if (names.size < files.length) throw badRequest('Two files of the book have the same name.');
  return files;
}

function fileIn(file: unknown): SentFile {
  const { name, text } = (file ?? {}) as { name?: unknown; text?: unknown };
  if (typeof name !== 'string' || typeof text !== 'string') throw badRequest('Each file has a name and a text.');
  if (name === '' || name.length > NAME_LENGTH_MAX || lineFault(name) !== undefined)
    throw badRequest(`The name of a file is one line of 1 to ${NAME_LENGTH_MAX} characters.`);
  return { name, text };
}

/** What stands against the book as a whole. */
function asFault(error: unknown): BookReport {
  if (!(error instanceof RuleError)) throw error;
  const nothing = { files: 0, created: 0, changed: 0, unchanged: 0, createdFiles: [], changedFiles: [], done: false, replayed: false };
  return { ...nothing, faults: [{ file: '', line: 1, field: null, error }] };
}

function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}

function told({ file, line, field, error: { code, message, sentence } }: BookFault) {
  return { file, line, field, code, message, template: sentence.template, values: valuesOf(sentence) };
}
