import { Args, ArgsType, Context, Extensions, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsDate, IsOptional } from 'class-validator';
import type { PolicyException } from '#exceptions';
import type { Actor } from '#people';
import type { PolicyVersion } from '#policies';
import { ALSO_CAUGHT_MOST, Avoidances, type Confidence, type ExceptionsAvoided, PromotionDrafts, type Replay, Replays } from '#promotions';
import { CausesLoaders } from '../causes/causes.loaders.js';
import { PolicyExceptionModel } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Ids } from '../graphql/text.js';
import { conditionsModel } from '../policies/conditions-model.js';
import { PolicyVersionModel } from '../policies/policy.model.js';
import { ExceptionsAvoidedModel, PolicyConfidenceModel, PromotionDraftModel, ReplayModel } from './promotion.models.js';

/** A replay reads a year; what was avoided reads ninety days. */
const WORK_OF_A_REPLAY = 200;
const WORK_OF_NINETY_DAYS = 20;
const EXCEPTIONS_MOST = 100;

@ArgsType()
class ReplayArgs {
  @Field(() => ID, { description: 'The version, in whatever state; a draft above all.' })
  @Id()
  policyVersionId: string;

  @Field(() => DateTime, { nullable: true, description: 'From when on; a year before the end when left out.' })
  @IsOptional()
  @IsDate()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until before when; now when left out. At most 366 days after `from`.' })
  @IsOptional()
  @IsDate()
  to?: Date | null;
}

@ArgsType()
class PromotionDraftArgs {
  @Field(() => [ID], { description: 'Approved exceptions, at least one and at most 100.' })
  @Ids(EXCEPTIONS_MOST)
  exceptionIds: string[];
}

/** What a reviewer looks at before a version is proposed or activated. */
@Resolver()
export class PromotionsResolver {
  constructor(
    private readonly replays: Replays,
    private readonly drafts: PromotionDrafts,
    private readonly causes: CausesLoaders,
  ) {}

  @Extensions({ work: WORK_OF_A_REPLAY })
  @Query(() => ReplayModel, {
    description:
      'How a policy version would have judged what was proposed in a time that is over: what it covers, what that costs, and what else it catches.',
  })
  replay(@Args() { policyVersionId, from, to }: ReplayArgs, @CurrentActor() { blindTo }: Actor): Promise<Replay> {
    return this.replays.replay(policyVersionId, { from: from ?? null, to: to ?? null }, blindTo);
  }

  @Query(() => PromotionDraftModel, {
    description: 'A draft of a policy that would have allowed each of these exceptions. Stores nothing.',
  })
  async promotionDraft(@Args() { exceptionIds }: PromotionDraftArgs, @Context() context: GraphContext): Promise<PromotionDraftModel> {
    const draft = await this.drafts.draft(exceptionIds);
    return { ...draft, conditions: conditionsModel(draft.conditions, await this.causes.names(context, draft.conditions.causes)) };
  }
}

/** The exceptions that hang on a replay. */
@Resolver(() => ReplayModel)
export class ReplayFieldsResolver {
  constructor(private readonly exceptions: ExceptionsLoaders) {}

  @Extensions({ atMost: ALSO_CAUGHT_MOST })
  @ResolveField(() => [PolicyExceptionModel], {
    description: `Covered ones that people had said no to: declined, objected to, or found not to be done again. At most ${ALSO_CAUGHT_MOST}, the latest on top.`,
  })
  async alsoCaught(@Parent() { alsoCaughtIds }: Replay, @Context() context: GraphContext): Promise<PolicyException[]> {
    const found = await Promise.all(alsoCaughtIds.map((id) => this.exceptions.exception(context, id)));
    return found.filter((one) => one !== undefined);
  }
}

/** The exceptions that a draft is made of. */
@Resolver(() => PromotionDraftModel)
export class PromotionDraftFieldsResolver {
  constructor(private readonly loaders: ExceptionsLoaders) {}

  @Extensions({ atMost: EXCEPTIONS_MOST })
  @ResolveField(() => [PolicyExceptionModel], { description: 'The exceptions that it is made of.' })
  async exceptions(@Parent() { exceptionIds }: PromotionDraftModel, @Context() context: GraphContext): Promise<PolicyException[]> {
    const found = await Promise.all(exceptionIds.map((id) => this.loaders.exception(context, id)));
    return found.filter((one) => one !== undefined);
  }
}

/** Hangs on PolicyVersion what it saved and how far it is proven, so that policies need not know that exceptions exist. */
@Resolver(() => PolicyVersionModel)
export class PromotedVersionsResolver {
  constructor(private readonly avoidances: Avoidances) {}

  @Extensions({ work: WORK_OF_NINETY_DAYS })
  @ResolveField(() => ExceptionsAvoidedModel, {
    nullable: true,
    description: 'What it saved since it is in force; null when it never was.',
  })
  exceptionsAvoided(@Parent() { id }: PolicyVersion, @Context() context: GraphContext): Promise<ExceptionsAvoided | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.avoidances.avoided(ids), (row) => row.policyVersionId);
    return loader<string, ExceptionsAvoided>(context, 'exceptions-avoided', read).load(id);
  }

  @ResolveField(() => PolicyConfidenceModel, { description: 'How far it is proven.' })
  confidence(@Parent() { id }: PolicyVersion, @Context() context: GraphContext): Promise<Confidence | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.avoidances.confidence(ids), (row) => row.policyVersionId);
    return loader<string, Confidence>(context, 'policy-confidence', read).load(id);
  }
}
