import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { AppControllerRoute, AppViewRoute, BullBoardQueues, IServerAdapter, UIConfig } from '@bull-board/api/typings/app';
import type { SeenQueues } from '#jobs';
import { type BuiltFile, filesIn } from '../http/built-pages.js';

/** What one question to the board is answered. */
export interface BoardAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Asked = Parameters<AppControllerRoute['handler']>[0];

/** A kind without a prefix in its name, and no history: what has ended is not kept here. */
const LOOKS: UIConfig = {
  boardTitle: 'Countersign queues',
  showWorkers: false,
  hideRedisDetails: true,
  pollingInterval: { showSetting: true },
};
/** The only link of its page that leads out of the house: a font, which our policy of contents would refuse anyway. */
const FOREIGN_LINK = /<link [^>]*href="https:\/\/fonts\.googleapis\.com[^>]*>/g;

/**
 * Bull Board without the adapter of its own for Fastify, which wants a Node that we do not ask for: what it hands over is kept here, and only what
 * reads is answered. Its page is served without the font that it would fetch from elsewhere.
 */
export class QueueBoard implements IServerAdapter {
  private queues: BullBoardQueues = new Map();
  private config: UIConfig = {};
  private routes: readonly AppControllerRoute[] = [];
  private entry: AppViewRoute | undefined;
  private views = '';
  /** The files of its page by their paths below `static/`. */
  files: ReadonlyMap<string, BuiltFile> = new Map();

  constructor(
    seen: SeenQueues,
    private readonly basePath: string,
  ) {
    const queues = seen.queues().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false }));
    createBullBoard({ queues, serverAdapter: this, options: { uiConfig: LOOKS } });
  }

  /** The page, as HTML. */
  page(): string {
    const { name, params } = this.entry?.handler({ basePath: this.basePath, uiConfig: this.config }) ?? { name: '', params: {} };
    const words = params as Readonly<Record<string, string>>;
    const html = readFileSync(join(this.views, name), 'utf8').replace(FOREIGN_LINK, '');
    return html.replace(/<%[=-] (\w+) %>/g, (_, word: string) => words[word] ?? '');
  }

  /** What it says to a question by GET; undefined when there is no such question. */
  async answer(path: string, query: Asked extends { query: infer Q } | undefined ? Q : never): Promise<BoardAnswer | undefined> {
    for (const route of this.routes) {
      const params = paramsOf(route, path);
      if (!params) continue;
      const { status = 200, body } = await route.handler({
        queues: this.queues,
        uiConfig: this.config,
        params,
        query,
        body: {},
        headers: {},
      });
      return { status, body };
    }
    return undefined;
  }

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }

  setStaticPath(_route: string, path: string): this {
    this.files = filesIn(path);
    return this;
  }

  setEntryRoute(entry: AppViewRoute): this {
    this.entry = entry;
    return this;
  }

  setErrorHandler(): this {
    return this;
  }

  /** Of all that it can do, what reads. */
  setApiRoutes(routes: AppControllerRoute[]): this {
    this.routes = routes.filter(({ method }) => [method].flat().every((one) => one === 'get'));
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.config = config;
    return this;
  }
}

/** The parts of a path that a route names; undefined when the route is for another path. */
function paramsOf({ route }: AppControllerRoute, path: string): Record<string, string> | undefined {
  const given = path.split('/');
  const wanted = [route].flat()[0]?.split('/').slice(1) ?? [];
  if (given.length !== wanted.length || !wanted.every((part, place) => part.startsWith(':') || part === given[place])) return undefined;
  return Object.fromEntries(wanted.flatMap((part, place) => (part.startsWith(':') ? [[part.slice(1), given[place] ?? '']] : [])));
}
