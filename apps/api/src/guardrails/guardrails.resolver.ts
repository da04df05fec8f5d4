import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Field, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { RemedyKind as KindWord } from '#exceptions';
import { type Actor, GuardrailsChanges, GuardrailsService, type GuardrailsWithBands, isSatisfiable, type Person } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { NodeKinds } from '../graphql/node.js';
import { type Connection, connection, PageArgs, pageRequest } from '../graphql/page.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from '../people/people.loaders.js';
import { PersonPayload } from '../people/people.resolver.js';
import { PersonModel } from '../people/person.model.js';
import { ActivateGuardrailsInput, ProposeGuardrailsInput } from './guardrails.inputs.js';
import { BandModel, CapModel, GuardrailsConnection, GuardrailsModel } from './guardrails.model.js';

@ObjectType({ description: 'What every mutation of the guardrails answers.' })
class GuardrailsPayload extends Payload {
  @Field(() => GuardrailsModel, { nullable: true, description: 'The version as it is now; null when it was refused.' })
  guardrails: GuardrailsWithBands | null;
}

/** The limits of the house, as clients read them and admins change them. */
@Resolver(() => GuardrailsModel)
export class GuardrailsResolver {
  constructor(
    private readonly guardrails: GuardrailsService,
    private readonly changes: GuardrailsChanges,
  ) {}

  @Query(() => GuardrailsModel, { name: 'guardrails', description: 'The limits in force.' })
  active(): Promise<GuardrailsWithBands> {
    return this.guardrails.active();
  }

  @Query(() => GuardrailsConnection, {
    name: 'guardrailsVersions',
    description: 'Every version of the limits, proposed, in force or over, the newest on top. For admins and auditors.',
  })
  async versions(@Args() args: PageArgs, @CurrentActor() actor: Actor): Promise<Connection<GuardrailsWithBands & { pageKey: string }>> {
    const page = await this.guardrails.versions(pageRequest(args, 'guardrails'), actor);
    return connection(page, 'guardrails', () => this.guardrails.count());
  }

  @Mutation(() => GuardrailsPayload, {
    description: 'Proposes limits to take the place of those in force. Nothing changes until another admin activates them. For admins.',
  })
  proposeGuardrails(@Args('input') input: ProposeGuardrailsInput, @CurrentActor() actor: Actor): Promise<GuardrailsPayload> {
    return payload('guardrails', () => this.changes.propose(input, actor));
  }

  @Mutation(() => GuardrailsPayload, {
    description: 'Puts proposed limits into force at once. By another admin than the one who proposed them.',
  })
  activateGuardrails(@Args('input') input: ActivateGuardrailsInput, @CurrentActor() actor: Actor): Promise<GuardrailsPayload> {
    return payload('guardrails', () => this.changes.activate(input, actor));
  }
}

/** What hangs on a version of the limits. */
@Resolver(() => GuardrailsModel)
export class GuardrailsFieldsResolver implements OnModuleInit {
  constructor(
    private readonly guardrails: GuardrailsService,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    this.nodes.add({ prefix: 'grd', type: 'Guardrails', load: (id, context) => this.load(id, context) });
  }

  @ResolveField(() => [BandModel], { description: 'The bands that choose the quorum, from top to bottom.' })
  bands(@Parent() { bands }: GuardrailsWithBands): BandModel[] {
    return bands.map(({ upTo, currency, quorum, kinds }) => ({
      quorum,
      kinds: kinds as KindWord[] | null,
      upTo: upTo !== null && currency !== null ? { amountMinor: upTo, currency } : null,
    }));
  }

  @ResolveField(() => [CapModel], { description: 'The limits over time; empty while the house has set none.' })
  caps(@Parent() { caps }: GuardrailsWithBands): CapModel[] {
    return caps;
  }

  @ResolveField(() => PersonModel, { description: 'Who proposed this version.' })
  proposedBy(@Parent() { proposedBy }: GuardrailsWithBands, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, proposedBy);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The other admin who activated it; null while nobody has.' })
  activatedBy(@Parent() { activatedBy }: GuardrailsWithBands, @Context() context: GraphContext): Promise<Person> | null {
    return activatedBy ? this.people.person(context, activatedBy) : null;
  }

  @ResolveField(() => GuardrailsModel, {
    nullable: true,
    description: 'The version that it was proposed to replace; null for the first one of the house.',
  })
  replaces(@Parent() { replaces }: GuardrailsWithBands, @Context() context: GraphContext): Promise<GuardrailsWithBands | undefined> | null {
    return replaces ? this.load(replaces, context) : null;
  }

  @ResolveField(() => Boolean, {
    description: 'Whether enough people are here at this moment for its strictest band: its quorum, and one who proposes.',
  })
  async satisfiable(@Parent() { bands }: GuardrailsWithBands, @Context() context: GraphContext): Promise<boolean> {
    return isSatisfiable(Math.max(...bands.map(({ quorum }) => quorum)), await this.eligibleCount(context));
  }

  @ResolveField(() => Int, { description: 'How many people could co-sign somebody else’s proposal at this moment.' })
  async eligibleCount(@Context() context: GraphContext): Promise<number> {
    const read = async (houses: readonly string[]) => {
      const count = await this.guardrails.peopleWhoCouldSign();
      return new Map(houses.map((house) => [house, count]));
    };
    const count = await loader<string, number>(context, 'peopleWhoCouldSign', read).load('house');
    if (count === undefined) throw new Error('The people of the house are always counted.');
    return count;
  }

  private load(id: string, context: GraphContext): Promise<GuardrailsWithBands | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.guardrails.byIds(ids), (row) => row.id);
    return loader<string, GuardrailsWithBands>(context, 'guardrails', read).load(id);
  }
}

/** Shows the limits beside the person who was changed: whoever sends somebody on leave sees at once when too few remain. */
@Resolver(() => PersonPayload)
export class ChangedPersonGuardrailsResolver {
  constructor(private readonly guardrails: GuardrailsService) {}

  @ResolveField(() => GuardrailsModel, {
    name: 'guardrails',
    nullable: true,
    description: 'The limits in force: ask for `satisfiable`, to see whether enough people remain for them. Null when it was refused.',
  })
  inForce(@Parent() { person }: PersonPayload): Promise<GuardrailsWithBands> | null {
    return person ? this.guardrails.active() : null;
  }
}
