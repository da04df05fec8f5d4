import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type CallHandler, type DynamicModule, Module } from '@nestjs/common';
import { Context, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Database } from '#database';
import type { Actor } from '#people';
import { readSettings, SettingsModule } from '#settings';
import pg from 'pg';
import { AccessInterceptor } from '../../apps/api/src/graphql/access.interceptor.js';
import type { GraphContext } from '../../apps/api/src/graphql/context.js';
import { CurrentActor } from '../../apps/api/src/graphql/current-actor.js';
import { Feed } from '../../apps/api/src/graphql/feed.js';
import { GraphqlModule } from '../../apps/api/src/graphql/graphql.module.js';
import { MoneyModel } from '../../apps/api/src/graphql/money.model.js';
import { IdentityModule } from '../../apps/api/src/http/identity.module.js';
import { LogModule } from '../../apps/api/src/http/log.module.js';
import { FrameworkLog, openLog } from '../../apps/api/src/http/log.js';
import { httpServer } from '../../apps/api/src/http/server.js';
import { demoProviderPort } from '../../apps/cli/src/oidc/demo-issuer.js';
import { type RunningProvider, startProvider } from '../../apps/cli/src/oidc/provider.js';
import { demoToken } from '../../apps/cli/src/token.command.js';
import { TestBrowser, type Visit } from '../support/browser.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';
import { freePort } from '../support/server.mjs';

/** Asks nothing but who is there. */
@Resolver()
class WhoResolver {
  constructor(private readonly feed: Feed) {}

  @Query(() => String)
  who(@CurrentActor() actor: Actor): string {
    return actor.personId;
  }

  /** The shared door resolves money, so the schema has to have some. */
  @Query(() => MoneyModel, { nullable: true })
  money(): null {
    return null;
  }

  @Subscription(() => String)
  heard(@Context() context: GraphContext): AsyncIterableIterator<{ heard: string }> {
    return this.feed.events(context, { concerns: () => true, tell: async (notice) => [{ heard: notice?.subjectId ?? 'all' }] });
  }
}

@Module({ imports: [GraphqlModule], providers: [WhoResolver] })
class WhoModule {}

@Module({})
class DatabaseAlone {
  /** The database without the entities of all rooms, of which nothing is needed here. */
  static of(db: Database): DynamicModule {
    return { module: DatabaseAlone, global: true, providers: [{ provide: Database, useValue: db }], exports: [Database] };
  }
}

/** What the api answered. */
export interface Answer {
  readonly data?: { readonly who?: string } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** The table lists the operations of the real schema; here there are others, and every caller may ask them. */
const NO_ACCESS_TABLE = { intercept: (_: unknown, next: CallHandler) => next.handle() };

const HANDLES = ['priya', 'sam', 'wei', 'nobody'];
const PEOPLE = HANDLES.map((handle) => ({ handle, name: handle, roles: ['AGENT'], about: 'looks around' }));

/** An api with nothing in it but its identity, beside the demo's real provider, on a database of its own. "nobody" can sign in and is not known. */
export class IdentityHouse {
  private constructor(
    private readonly database: TestDatabase,
    readonly admin: pg.Client,
    readonly pool: pg.Pool,
    private readonly demo: { readonly provider: RunningProvider; readonly port: number; readonly dataDir: string },
  ) {}

  app: NestFastifyApplication;
  /** The lines of its log. */
  readonly lines: Record<string, unknown>[] = [];

  static async open(): Promise<IdentityHouse> {
    const database = await cloneDatabase();
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const pool = new pg.Pool({ connectionString: database.apiUrl, max: 4 });
    const port = await freePort(demoProviderPort); // The command that prints tokens knows the provider's port from the api's.
    const dataDir = await mkdtemp(join(tmpdir(), 'countersign-identity-'));
    const provider = await startProvider({ port: demoProviderPort(port), apiPort: port, dataDir, people: PEOPLE });
    await admin.query(`INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers)
      SELECT 'per_' || h, 'hum_' || h, 'PERSON', h, h, h || '@bank.example', CASE h WHEN 'wei' THEN '{ADMIN}'::text[] ELSE '{AGENT}' END, h <> 'wei'
        FROM unnest(ARRAY['priya', 'sam', 'wei']) AS h`);
    const link = `INSERT INTO identities (issuer, subject, person_id) SELECT $1, handle, id FROM people WHERE kind = 'PERSON'`;
    await admin.query(link, [provider.issuer]);
    const house = new IdentityHouse(database, admin, pool, { provider, port, dataDir });
    house.app = await house.startApi(port);
    return house;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.demo.provider.stop();
    await Promise.all([this.admin.end(), this.pool.end()]);
    await this.database.drop();
    await rm(this.demo.dataDir, { recursive: true });
  }

  get api(): string {
    return `http://localhost:${this.demo.port}`;
  }

  get port(): number {
    return this.demo.port;
  }

  get issuer(): string {
    return this.demo.provider.issuer;
  }

  /** An api on that port that believes the demo's provider, unless other settings are given. */
  async startApi(port: number, more: Record<string, string> = {}): Promise<NestFastifyApplication> {
    const { issuer, audience, jwksUrl, algorithm, clientId, clientSecret } = this.demo.provider;
    const oidc = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, OIDC_ALGORITHMS: algorithm };
    const client = { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
    const env = { PORT: String(port), DATABASE_URL: this.database.apiUrl, ...oidc, ...client, ...more };
    const settings = readSettings(env, ['databaseUrl', 'oidcIssuer', 'oidcAudience', 'oidcJwksUrl']);
    const log = openLog('info', linesInto(this.lines));
    const ground = [SettingsModule.of(settings), LogModule.of(log), DatabaseAlone.of(new Database(this.pool)), IdentityModule];
    const building = Test.createTestingModule({ imports: [...ground, WhoModule] });
    const built = await building.overrideProvider(AccessInterceptor).useValue(NO_ACCESS_TABLE).compile();
    const server = httpServer(log, settings);
    const app = built.createNestApplication<NestFastifyApplication>(server, { logger: new FrameworkLog(log) });
    await app.listen(settings.port, '127.0.0.1');
    return app;
  }

  async ask(headers: Record<string, string>, query = '{ who }', at = this.api): Promise<Answer> {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) };
    return (await (await fetch(`${at}/graphql`, sent)).json()) as Answer;
  }

  /** The code of the first error of the answer. */
  async codeFor(headers: Record<string, string>): Promise<unknown> {
    return (await this.ask(headers)).errors?.[0]?.extensions['code'];
  }

  async token(name: string): Promise<string> {
    return demoToken(name, { port: this.demo.port, dataDir: this.demo.dataDir, people: PEOPLE });
  }

  async bearer(name: string): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.token(name)}` };
  }

  /** Goes to the page of names; `from` is a path of the api. */
  async toNames(browser: TestBrowser, from = '/sign-in'): Promise<Visit> {
    return browser.follow(await browser.go(`${this.api}${from}`));
  }

  /** Signs in by the pages alone; ends where the browser ends. */
  async signIn(browser: TestBrowser, handle: string): Promise<Visit> {
    const { url } = await this.toNames(browser);
    return browser.follow(await browser.go(url, { handle }));
  }

  /** The headers with which one of our own pages would ask. */
  asPage(browser: TestBrowser): Record<string, string> {
    return { cookie: browser.cookiesFor(this.api), 'sec-fetch-site': 'same-origin' };
  }
}

function linesInto(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _, done) => done(void lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>)),
  });
}
