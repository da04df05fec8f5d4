import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Extensions, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ExceptionsReads, type MoneyAmount, type PolicyException } from '#exceptions';
import type { Policy } from '#policies';
import { type Matter, type Pattern, type PatternPolicy, type PatternSpread, PatternsReads, type PatternSums } from '#precedents';
import type { Actor } from '#people';
import type { ReviewView } from '#reviews';
import { PolicyExceptionConnection, PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';
import { MoneyModel } from '../graphql/money.model.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { PoliciesLoaders } from '../policies/policies.loaders.js';
import { PolicyModel } from '../policies/policy.model.js';
import { ReviewModel } from '../reviews/review.model.js';
import { PatternConnection, PatternModel, SpreadModel } from './pattern.model.js';

/** Whoever is farthest from the others comes first; of more, the pattern itself is to be looked at. */
const OUTLIERS_SHOWN = 5;

/** What is decided again and again. */
@Resolver()
export class PatternsResolver implements OnModuleInit {
  constructor(
    private readonly patterns: PatternsReads,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'pat', type: 'Pattern', load: (id, context) => this.byId(id, context) });
  }

  private byId(id: string, context: GraphContext): Promise<Pattern | undefined> {
    return loader<string, Pattern>(context, 'pattern', async (ids) => byKey(await this.patterns.byIds(ids), (row) => row.id)).load(id);
  }

  @Query(() => PatternConnection, {
    name: 'patterns',
    description: 'Patterns, the most frequent of the last days on top; two exceptions make one.',
  })
  async gathered(@Args() args: PageArgs): Promise<Connection<Pattern & { pageKey: string }>> {
    return connection(await this.patterns.list(pageRequest(args, 'patterns')), 'patterns', () => this.patterns.count());
  }
}

/** What the exceptions of a pattern come to. */
@Resolver(() => PatternModel)
export class PatternFieldsResolver {
  constructor(
    private readonly patterns: PatternsReads,
    private readonly loaders: ExceptionsLoaders,
    private readonly reads: ExceptionsReads,
    private readonly policies: PoliciesLoaders,
  ) {}

  @ResolveField(() => PolicyExceptionConnection, { description: 'The exceptions themselves, the latest on top.' })
  async exceptions(
    @Parent() { cause, kind }: Pattern,
    @Args() args: PageArgs,
    @CurrentActor() actor: Actor,
  ): Promise<Connection<PolicyException & { pageKey: string }>> {
    const filter = { cause, kind, status: ['APPROVED' as const, 'FULFILLED' as const, 'LAPSED' as const], without: actor.blindTo ?? [] };
    return connection(await this.reads.list(filter, 'NEWEST', pageRequest(args, 'NEWEST')), 'NEWEST', () => this.reads.count(filter));
  }

  @Extensions({ atMost: 5 })
  @ResolveField(() => [MoneyModel], { description: 'What they came to: one sum for each currency, the most frequent one first.' })
  async cost(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<readonly MoneyAmount[]> {
    return (await this.sums(context, pattern))?.cost ?? [];
  }

  @ResolveField(() => SpreadModel, { nullable: true, description: 'How widely the amounts differ; null when none has one.' })
  async spread(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<PatternSpread['spread']> {
    return (await this.spreads(context, pattern))?.spread ?? null;
  }

  @Extensions({ atMost: 2 * OUTLIERS_SHOWN })
  @ResolveField(() => [PolicyExceptionModel], {
    description: `Amounts that chance would hardly explain among the others, both ways: at most ${OUTLIERS_SHOWN} far lower ones first, then as many far higher ones.`,
  })
  async outliers(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<PolicyException[]> {
    const spread = await this.spreads(context, pattern);
    return this.shown(context, [...(spread?.lessIds ?? []).slice(0, OUTLIERS_SHOWN), ...(spread?.moreIds ?? []).slice(0, OUTLIERS_SHOWN)]);
  }

  @Extensions({ atMost: OUTLIERS_SHOWN })
  @ResolveField(() => [PolicyExceptionModel], {
    description: `Customers who were given far less than the others, the least first, at most ${OUTLIERS_SHOWN}: ask whether that was fair.`,
  })
  async underServed(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<PolicyException[]> {
    return this.shown(context, ((await this.spreads(context, pattern))?.lessIds ?? []).slice(0, OUTLIERS_SHOWN));
  }

  @ResolveField(() => Int, { description: 'How many objections there were to them; those that were taken back are not counted.' })
  async objections(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<number> {
    return (await this.sums(context, pattern))?.objections ?? 0;
  }

  @ResolveField(() => Int, { description: 'Of how many follow-ups it is known whether it helped.' })
  async followedUp(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<number> {
    return (await this.sums(context, pattern))?.asked ?? 0;
  }

  @ResolveField(() => Int, { description: 'In how many of these it helped.' })
  async helped(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<number> {
    return (await this.sums(context, pattern))?.helped ?? 0;
  }

  @ResolveField(() => [PolicyModel], { name: 'policies', description: 'The policies that stand on any of them, proposed or in force.' })
  async holding(@Parent() pattern: Pattern, @Context() context: GraphContext): Promise<Policy[]> {
    const read = async (keys: readonly string[]) => listsByKey(keys, await this.patterns.policies(keys.map(matterOf)), keyOf);
    const rows = await loader<string, PatternPolicy[]>(context, 'pattern-policies', read).load(keyOf(pattern));
    return this.policies.ofRows(context, rows ?? []);
  }

  private sums(context: GraphContext, pattern: Pattern): Promise<PatternSums | undefined> {
    const read = async (keys: readonly string[]) => byKey(await this.patterns.sums(keys.map(matterOf)), keyOf);
    return loader<string, PatternSums>(context, 'pattern-sums', read).load(keyOf(pattern));
  }

  private spreads(context: GraphContext, pattern: Pattern): Promise<PatternSpread | undefined> {
    const read = async (keys: readonly string[]) => byKey(await this.patterns.spreads(keys.map(matterOf)), keyOf);
    return loader<string, PatternSpread>(context, 'pattern-spreads', read).load(keyOf(pattern));
  }

  private async shown(context: GraphContext, ids: readonly string[]): Promise<PolicyException[]> {
    const found = await Promise.all(ids.map((id) => this.loaders.exception(context, id)));
    return found.filter((row) => row !== undefined);
  }
}

/** Hangs `pattern` on Review from here, so that reviews need not know that patterns exist. */
@Resolver(() => ReviewModel)
export class ReviewPatternResolver {
  constructor(private readonly patterns: PatternsReads) {}

  @ResolveField(() => PatternModel, {
    nullable: true,
    description: 'The exceptions with the same cause and kind of remedy; null while there is no other one.',
  })
  pattern(@Parent() review: ReviewView, @Context() context: GraphContext): Promise<Pattern | undefined> {
    const read = async (keys: readonly string[]) =>
      byKey(await this.patterns.ofMatters(keys.map(matterOf)), ({ asked, kind }) => keyOf({ cause: asked, kind }));
    return loader<string, Pattern & { asked: string }>(context, 'pattern-of-matter', read).load(keyOf(review));
  }
}

/** No cause holds a blank, so both are found again. */
const keyOf = ({ cause, kind }: Matter): string => `${cause} ${kind}`;

function matterOf(key: string): Matter {
  const [cause = '', kind = ''] = key.split(' ');
  return { cause, kind: kind as Matter['kind'] };
}
