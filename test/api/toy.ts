import 'reflect-metadata';
import { Injectable, Module, type CallHandler, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import {
  Args,
  Context,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { Writable } from 'node:stream';
import { Database, type Done } from '#database';
import { RuleError, say } from '#errors';
import { pageOf } from '#pages';
import type { Actor } from '#people';
import { readSettings, SettingsModule } from '#settings';
import { AccessInterceptor } from '../../apps/api/src/graphql/access.interceptor.js';
import { RIGHTS, type Credentials, type GraphContext, type Rights } from '../../apps/api/src/graphql/context.js';
import { FactLine } from '../../apps/api/src/graphql/fact-line.js';
import { Feed } from '../../apps/api/src/graphql/feed.js';
import { GraphqlModule } from '../../apps/api/src/graphql/graphql.module.js';
import { byKey, loader } from '../../apps/api/src/graphql/loaders.js';
import { MoneyInput } from '../../apps/api/src/graphql/money.input.js';
import { MoneyModel } from '../../apps/api/src/graphql/money.model.js';
import { Node, NodeKinds } from '../../apps/api/src/graphql/node.js';
import { connection, connectionOf, PageArgs, pageRequest } from '../../apps/api/src/graphql/page.js';
import { DateTime } from '../../apps/api/src/graphql/scalars.js';
import { Id, Key, Line, Prose } from '../../apps/api/src/graphql/text.js';
import { Payload, payload, UserErrorModel } from '../../apps/api/src/graphql/user-errors.js';
import { HttpModule } from '../../apps/api/src/http/http.module.js';
import { LogModule } from '../../apps/api/src/http/log.module.js';
import { FrameworkLog, openLog } from '../../apps/api/src/http/log.js';
import { PUBLIC_KEYS } from '../../apps/api/src/http/routes.js';
import { httpServer } from '../../apps/api/src/http/server.js';

/** A small api with toys in place of exceptions: everything but the toys is the real door. */

@ObjectType('Toy', { implements: () => [Node] })
export class ToyModel implements Node {
  id: string;
  @Field(() => String) title: string;
  @Field(() => MoneyModel, { nullable: true }) price: MoneyModel | null;
  @Field(() => DateTime, { nullable: true }) madeAt: Date | null;
  pageKey: string;
}

@ObjectType()
class ToyConnection extends connectionOf('Toy', () => ToyModel) {}

@ObjectType()
class ToyPayload extends Payload {
  @Field(() => ToyModel, { nullable: true }) toy: ToyModel | null;
}

@InputType()
export class RenameToyInput {
  @Field(() => ID) @Id() toyId: string;
  @Field(() => String) @Line(20) title: string;
  @Field(() => String, { nullable: true }) @IsOptional() @Prose(40) note?: string | null;
  @Field(() => MoneyInput, { nullable: true }) @IsOptional() @ValidateNested() @Type(() => MoneyInput) price?: MoneyInput | null;
  @Field(() => String, { nullable: true }) @IsOptional() @Key() idempotencyKey?: string | null;
}

@ObjectType()
class ToyEvent {
  @Field(() => ID) toyId: string;
  @Field(() => String) fact: string;
  @Field(() => String) title: string;
}

class StaleToyError extends RuleError {
  readonly code = 'STALE_REVISION';
  override whoCould = ['per_mia', 'per_tom'];
  constructor(readonly current: ToyModel) {
    super(say`Somebody was faster. Read the toy again.`);
  }
}

@Injectable()
export class Toys implements OnModuleInit {
  readonly shelf = new Map<string, ToyModel>();
  /** How often the shelf was read in batches, and counted. */
  reads = 0;
  counts = 0;
  /** What was really done. */
  renamed: RenameToyInput[] = [];

  constructor(private readonly kinds: NodeKinds) {
    for (let number = 1; number <= 30; number++) {
      const key = String(number).padStart(2, '0');
      this.shelf.set(`toy_${key}`, {
        id: `toy_${key}`,
        title: `Toy ${number}`,
        price: { amountMinor: number * 100, currency: 'AUD' },
        madeAt: new Date(0),
        pageKey: key,
      });
    }
  }

  onModuleInit(): void {
    this.kinds.add({ prefix: 'toy', type: 'Toy', load: (id, context) => this.load(id, context) });
  }

  load(id: string, context: GraphContext): Promise<ToyModel | undefined> {
    return loader(context, 'toy', async (ids: readonly string[]) => {
      this.reads += 1;
      return byKey(
        ids.flatMap((key) => this.shelf.get(key) ?? []),
        ({ id: own }) => own,
      );
    }).load(id);
  }

  async rename(input: RenameToyInput): Promise<Done<ToyModel>> {
    const toy = this.shelf.get(input.toyId);
    if (!toy) throw new Error(`no toy "${input.toyId}" for "Adele Novak"`);
    if (input.title === 'stale') throw new StaleToyError(toy);
    this.renamed.push(input);
    toy.title = input.title;
    return { node: toy, replayed: input.idempotencyKey === 'again' };
  }
}

@Resolver(() => ToyModel)
class ToyResolver {
  constructor(
    private readonly toys: Toys,
    private readonly feed: Feed,
  ) {}

  @Query(() => ToyModel, { nullable: true })
  toy(@Args('id', { type: () => ID }) id: string, @Context() context: GraphContext): Promise<ToyModel | undefined> {
    if (context.credentials.authorization) context.actor = { personId: 'per_ana' } as Actor; // as the guard of the real api does
    return this.toys.load(id, context);
  }

  @Query(() => ToyConnection)
  toys_(@Args() args: PageArgs): object {
    return this.page(args);
  }

  @Query(() => String)
  broken(): string {
    throw new Error('the shelf of "Adele Novak" fell down');
  }

  @Query(() => String)
  async slow(@Args('ms') ms: number): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return 'done';
  }

  @Mutation(() => ToyPayload)
  renameToy(@Args('input') input: RenameToyInput): Promise<ToyPayload> {
    return payload('toy', () => this.toys.rename(input));
  }

  @Subscription(() => ToyEvent)
  toyChanged(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphContext,
  ): AsyncIterableIterator<{ toyChanged: ToyEvent }> {
    return this.feed.events(context, {
      concerns: ({ subjectId }) => subjectId === id,
      tell: async (notice) => {
        const title = this.toys.shelf.get(id)?.title ?? '';
        return [{ toyChanged: { toyId: id, fact: notice?.name ?? 'resync', title } }];
      },
    });
  }

  @ResolveField(() => [ToyModel])
  async friends(@Parent() { id }: ToyModel, @Context() context: GraphContext): Promise<(ToyModel | undefined)[]> {
    return [await this.toys.load(id === 'toy_01' ? 'toy_02' : 'toy_01', context)];
  }

  @ResolveField(() => ToyConnection)
  others(@Args() args: PageArgs): object {
    return this.page(args);
  }

  private page(args: PageArgs): object {
    const request = pageRequest(args, 'shelf');
    const all = [...this.toys.shelf.values()];
    const ordered = request.backwards ? all.toReversed() : all;
    const start = request.from ? ordered.findIndex(({ id }) => id === request.from?.id) + 1 : 0;
    return connection(pageOf(ordered.slice(start, start + request.take + 1), request), 'shelf', async () => {
      this.toys.counts += 1;
      return all.length;
    });
  }
}

@Resolver(() => ToyEvent)
class ToyEventResolver {
  constructor(private readonly toys: Toys) {}

  @ResolveField(() => ToyModel, { nullable: true })
  async toy(@Parent() { toyId }: ToyEvent, @Context() context: GraphContext): Promise<object | undefined> {
    const toy = await this.toys.load(toyId, context);
    return toy && { ...toy };
  }
}

/** As the people's feature will do it. */
@Resolver(() => UserErrorModel)
class WhoCouldResolver {
  @ResolveField(() => [String])
  whoCould(@Parent() { whoCouldIds }: UserErrorModel): readonly string[] {
    return whoCouldIds;
  }
}

const SOMEBODY: Actor = { personId: '', humanId: 'hum', kind: 'PERSON', roles: [], facesCustomers: true, active: true, away: false };

/** Everybody whose token is in `known` is signed in. */
export class ToyRights implements Rights {
  readonly known = new Set(['ana', 'ben']);
  isDown = false;
  asked = 0;

  /** Nobody is charged for anything here. */
  async openSocket(): Promise<void> {}
  async giveSchema(): Promise<void> {}

  async callerOf({ authorization, cookie }: Credentials): Promise<Actor | undefined> {
    const name = authorization?.replace('Bearer ', '') ?? cookie?.replace('session=', '') ?? '';
    return this.known.has(name) ? { ...SOMEBODY, personId: `per_${name}` } : undefined;
  }

  async mayStillListen({ credentials }: GraphContext): Promise<boolean> {
    this.asked += 1;
    if (this.isDown) throw new Error('down');
    return (await this.callerOf(credentials)) !== undefined;
  }
}

/** How a toy house differs from the usual. */
export interface ToyOptions {
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running toy house. */
export interface ToyHouse {
  readonly app: NestFastifyApplication;
  readonly rights: ToyRights;
  readonly toys: Toys;
  readonly feed: Feed;
  /** The lines of its log. */
  readonly lines: Record<string, unknown>[];
}

/** Starts one. Without a database it has no line for facts, and is not ready. */
export async function toyHouse({ databaseUrl, env }: ToyOptions = {}): Promise<ToyHouse> {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const log = openLog('debug', stream);
  const rights = new ToyRights();
  const settings = readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl ?? 'postgres://nobody@127.0.0.1:9/none', ...env });
  const keys = { publicJwks: async () => ({ keys: [{ kty: 'OKP', kid: 'one' }] }) };
  @Module({})
  class ToyGround {
    static of(): DynamicModule {
      const tokens = [
        { provide: RIGHTS, useValue: rights },
        { provide: PUBLIC_KEYS, useValue: keys },
        { provide: Database, useValue: { query: async () => Promise.reject(new Error('no database')) } },
      ];
      return { module: ToyGround, global: true, providers: tokens, exports: tokens };
    }
  }
  const building = Test.createTestingModule({
    imports: [SettingsModule.of(settings), LogModule.of(log), ToyGround.of(), GraphqlModule, HttpModule],
    providers: [Toys, ToyResolver, ToyEventResolver, WhoCouldResolver],
  });
  building.overrideProvider(AccessInterceptor).useValue({ intercept: (_: unknown, next: CallHandler) => next.handle() }); // its table knows no toys
  const module = await (databaseUrl ? building : building.overrideProvider(FactLine).useValue({ isUp: false })).compile();
  const app = module.createNestApplication<NestFastifyApplication>(httpServer(log, settings), { logger: new FrameworkLog(log) });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { app, rights, toys: app.get(Toys), feed: app.get(Feed), lines };
}
