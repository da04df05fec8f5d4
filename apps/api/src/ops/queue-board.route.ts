import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SeenQueues } from '#jobs';
import { isAdmin } from '#people';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Callers } from '../graphql/callers.js';
import { sendFile } from '../http/built-pages.js';
import type { QueueBoard } from './queue-board.js';

const AT = '/ops/queues';
/** What a look is charged: the board asks for all queues at once, every few seconds. */
const COST = 20;
/**
 * As for our own programs, and one thing more: its page says from where its addresses count, which is our own address (`base-uri`).
 * No script is inline: what stands in its page is data.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/** `GET /ops/queues`: Bull Board, for admins, to look at only. Loaded when somebody first looks. See ADR 0051. */
@Injectable()
export class QueueBoardRoute implements OnModuleInit {
  private board: Promise<QueueBoard> | undefined;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly callers: Callers,
    private readonly queues: SeenQueues,
  ) {}

  /** Adds the routes. There are none by which anything could be changed. */
  onModuleInit(): void {
    const server: FastifyInstance = this.adapters.httpAdapter.getInstance();
    const serve = (request: FastifyRequest, reply: FastifyReply) => this.serve(request, reply);
    for (const path of [AT, `${AT}/*`]) server.get(path, { exposeHeadRoute: false }, serve);
  }

  private async serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
    // Typed by hand: a cookie counts on our own pages only, so the way leads over the page that links here.
    if (request.headers['sec-fetch-site'] === 'none') return reply.redirect('/ops');
    const actor = await this.callers.knowRequest(request, COST);
    if (!isAdmin(actor)) throw forbidden();
    const board = await this.opened();
    const path = (request.params as Record<string, string | undefined>)['*'] ?? '';
    reply.header('content-security-policy', POLICY);
    if (path.startsWith('static/')) return sendFile(reply, board.files.get(path.slice('static/'.length)), 'private, max-age=3600');
    reply.header('cache-control', 'no-store');
    if (!path.startsWith('api/')) return reply.header('content-type', 'text/html; charset=utf-8').send(board.page());
    const answer = await board.answer(path, request.query as Record<string, string>);
    if (!answer) return reply.callNotFound();
    return reply.code(answer.status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer.body));
  }

  private opened(): Promise<QueueBoard> {
    this.board ??= import('./queue-board.js').then(({ QueueBoard }) => new QueueBoard(this.queues, `${AT}/`));
    return this.board;
  }
}

function forbidden(): GraphQLError {
  const message = 'Only admins look at the queues. Ask one of them.';
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}
