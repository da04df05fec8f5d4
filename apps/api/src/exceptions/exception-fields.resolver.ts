import { Args, Context, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type CoSignature,
  EXCEPTION_ACTIONS,
  type ExceptionAction as ActionWord,
  type ExceptionStatus,
  ExceptionsReads,
  ExceptionsService,
  type Objection,
  type PolicyException,
  type Revision,
} from '#exceptions';
import type { Actor, Person } from '#people';
import type { TimelineEntry } from '#facts';
import { FactConnection } from '../facts/fact.model.js';
import { Timelines } from '../facts/timelines.js';
import { type Connection, PageArgs } from '../graphql/page.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { UserErrorModel, userError } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonModel } from '../people/person.model.js';
import {
  CoSignatureModel,
  EligibleCoSignersModel,
  ExceptionAction,
  ObjectionModel,
  PolicyExceptionModel,
  RevisionModel,
} from './exception.model.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';

const ENDED_BY_A_PERSON: ReadonlySet<ExceptionStatus> = new Set(['WITHDRAWN', 'STOPPED']);

/** What hangs on an exception. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionFieldsResolver {
  constructor(
    private readonly loaders: ExceptionsLoaders,
    private readonly people: PeopleLoaders,
    private readonly exceptions: ExceptionsService,
    private readonly reads: ExceptionsReads,
    private readonly timelines: Timelines,
  ) {}

  @ResolveField(() => PersonModel, { description: 'Who put it forward.' })
  proposer(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, exception.proposerId);
  }

  @ResolveField(() => RevisionModel, { description: 'The current revision: this is what is signed.' })
  revision(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<Revision | undefined> {
    return this.loaders.currentRevision(context, exception.id);
  }

  @ResolveField(() => [RevisionModel], { description: 'Every revision, the first one first.' })
  revisions(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<Revision[] | undefined> {
    return this.loaders.revisions(context, exception.id);
  }

  @ResolveField(() => [CoSignatureModel], { description: 'Every co-signature and what became of it, the first one first.' })
  coSignatures(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<CoSignature[] | undefined> {
    return this.loaders.coSignatures(context, exception.id);
  }

  @ResolveField(() => [ObjectionModel], {
    description: 'Every objection, stale ones included: they stay visible to everybody who reads it later.',
  })
  objections(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<Objection[] | undefined> {
    return this.loaders.objections(context, exception.id);
  }

  @ResolveField(() => [PolicyExceptionModel], { description: 'The precedents that were shown to the proposer, in that order.' })
  shownPrecedents(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<PolicyException[]> {
    return this.loaders.shownPrecedents(context, exception.id);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why it is different from those precedents, as its proposer says; null when nothing was said, or once erased.',
  })
  whyDifferent(@Parent() exception: PolicyException, @Context() context: GraphContext): Promise<string | undefined> {
    return this.loaders.whyDifferent(context, exception.id);
  }

  @ResolveField(() => PolicyExceptionModel, {
    nullable: true,
    description: 'The expired proposal that it takes up again; null when it is none.',
  })
  async clonedFrom(@Parent() { clonedFrom }: PolicyException, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    return clonedFrom === null ? undefined : this.loaders.exception(context, clonedFrom);
  }

  @ResolveField(() => PolicyExceptionModel, {
    nullable: true,
    description: 'The proposal that took it up again after it had expired; null while none did.',
  })
  clonedInto(@Parent() { id }: PolicyException, @Context() context: GraphContext): Promise<PolicyException | undefined> {
    return this.loaders.clonedInto(context, id);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Why it was withdrawn or stopped, or why an admin asks to stop it, in the words of whoever did; null otherwise, and once erased.',
  })
  async endedReason(@Parent() { id, endedReasonId }: PolicyException, @Context() context: GraphContext): Promise<string | null> {
    return endedReasonId === null ? null : ((await this.loaders.endedReason(context, id))?.words ?? null);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'Who withdrew or stopped it; null while it has not come to that.' })
  async endedBy(@Parent() { id, status, endedReasonId }: PolicyException, @Context() context: GraphContext): Promise<Person | null> {
    if (endedReasonId === null || !ENDED_BY_A_PERSON.has(status)) return null;
    const said = await this.loaders.endedReason(context, id);
    return said ? this.people.person(context, said.byId) : null;
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The admin who asked to stop it; another one stops it.' })
  stopProposedBy(@Parent() { stopProposedBy }: PolicyException, @Context() context: GraphContext): Promise<Person> | null {
    return stopProposedBy === null ? null : this.people.person(context, stopProposedBy);
  }

  @ResolveField(() => [ExceptionAction], { description: 'What you may do now: show these buttons and no others.' })
  openActions(
    @Parent() exception: PolicyException,
    @CurrentActor() actor: Actor,
    @Context() context: GraphContext,
  ): Promise<ActionWord[] | undefined> {
    return this.loaders.openActions(context, exception.id, actor);
  }

  @Extensions({ atMost: 1 })
  @ResolveField(() => [UserErrorModel], { description: 'Why you may not do this now; empty when you may.' })
  async whyNot(
    @Parent() exception: PolicyException,
    @CurrentActor() actor: Actor,
    @Args('action', { type: () => ExceptionAction, description: 'What you would like to do.' }) action: ActionWord,
  ): Promise<UserErrorModel[]> {
    const no = EXCEPTION_ACTIONS.includes(action) ? await this.exceptions.whyNot(exception.id, action, actor) : undefined;
    return no ? [userError(no)] : [];
  }

  @ResolveField(() => FactConnection, { description: 'Everything that happened to it and to its review.' })
  async timeline(@Parent() { id }: PolicyException, @Args() args: PageArgs): Promise<Connection<TimelineEntry>> {
    return this.timelines.page(await this.reads.subjectsOf(id), args);
  }

  @ResolveField(() => EligibleCoSignersModel, { description: 'Who could co-sign this now.' })
  eligibleCoSigners(@Parent() exception: PolicyException): { exceptionId: string } {
    return { exceptionId: exception.id };
  }
}

/** How many could co-sign, and who. */
@Resolver(() => EligibleCoSignersModel)
export class EligibleCoSignersResolver {
  constructor(
    private readonly loaders: ExceptionsLoaders,
    private readonly reads: ExceptionsReads,
    private readonly peopleLoaders: PeopleLoaders,
  ) {}

  @ResolveField(() => Int, { description: 'How many distinct humans.' })
  count(@Parent() { exceptionId }: EligibleCoSignersModel, @Context() context: GraphContext): Promise<number> {
    return this.loaders.eligibleCount(context, exceptionId);
  }

  @ResolveField(() => [PersonModel], { description: 'Who they are, by name.' })
  async people(
    @Parent() { exceptionId }: EligibleCoSignersModel,
    @Context() context: GraphContext,
    @Args('first', { type: () => Int, nullable: true, description: 'How many at most, 1 to 100; 25 when left out.' }) first: number | null,
  ): Promise<Person[]> {
    const most = Math.min(Math.max(first ?? 25, 1), 100);
    return this.peopleLoaders.persons(context, await this.reads.eligibleCoSigners(exceptionId, most));
  }
}

/** Who wrote a revision. */
@Resolver(() => RevisionModel)
export class RevisionFieldsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who wrote it; whoever wrote one may not co-sign any.' })
  author(@Parent() revision: RevisionModel, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, revision.authorId);
  }
}

/** Who signed. */
@Resolver(() => CoSignatureModel)
export class CoSignatureFieldsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who gave it.' })
  signer(@Parent() signature: CoSignatureModel, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, signature.signerId);
  }
}

/** Who objected. */
@Resolver(() => ObjectionModel)
export class ObjectionFieldsResolver {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => PersonModel, { description: 'Who gave it.' })
  by(@Parent() objection: ObjectionModel, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, objection.byId);
  }
}
