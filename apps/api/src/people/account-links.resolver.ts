import type { OnModuleInit } from '@nestjs/common';
import {
  Args,
  Context,
  Extensions,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { NotAllowedError, say } from '#errors';
import { type AccountLink, type Actor, isAdmin, isAuditor, isReviewer, type Person, PersonLinks } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node, NodeKinds } from '../graphql/node.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Prose } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';
import { PeopleLoaders } from './people.loaders.js';
import { PersonModel } from './person.model.js';

@ObjectType('AccountLink', {
  implements: () => Node,
  description: 'Two accounts that were recorded as two humans and are one. From the confirmation on, rules count both as one human.',
})
class AccountLinkModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { nullable: true, description: 'How the first admin knows; null once erased.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is to be ended, or was; null while nobody asks for that, and once erased.' })
  endReason: string | null;

  @Field(() => DateTime, { description: 'When the first admin said so.' })
  proposedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a second admin confirmed it; null while it changes nothing.' })
  confirmedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended; what came before stays as it was counted.' })
  endedAt: Date | null;
}

@InputType({ description: 'Two accounts that are of one human.' })
class ProposeAccountLinkInput extends KeyedInput {
  @Field(() => ID, { description: 'One of the two accounts.' })
  @Id()
  personId: string;

  @Field(() => ID, { description: 'The other one.' })
  @Id()
  toPersonId: string;

  @Field(() => String, { description: 'How you know; the second admin reads it.' })
  @Prose(2000)
  reason: string;
}

@InputType({ description: 'Which link is confirmed.' })
class ConfirmAccountLinkInput extends KeyedInput {
  @Field(() => ID, { description: 'Which link.' })
  @Id()
  linkId: string;
}

@InputType({ description: 'Which link is ended, and why.' })
class EndAccountLinkInput extends ConfirmAccountLinkInput {
  @Field(() => String, { description: 'Why; the second admin reads it.' })
  @Prose(2000)
  reason: string;
}

@ObjectType({ description: 'What every mutation of a link answers.' })
class AccountLinkPayload extends Payload {
  @Field(() => AccountLinkModel, { nullable: true, description: 'The link as it is now; null when it was refused.' })
  link: AccountLink | null;
}

/** Accounts of one human, linked by two admins. */
@Resolver(() => AccountLinkModel)
export class AccountLinksResolver implements OnModuleInit {
  constructor(
    private readonly links: PersonLinks,
    private readonly people: PeopleLoaders,
    private readonly nodes: NodeKinds,
  ) {}

  onModuleInit(): void {
    const load = async (id: string): Promise<AccountLink | null> => (await this.links.byIds([id]))[0] ?? null;
    this.nodes.add({
      prefix: 'lnk',
      type: 'AccountLink',
      load: (id, { actor }) => (actor && mayRead(actor) ? load(id) : Promise.resolve(null)),
    });
  }

  @Query(() => [AccountLinkModel], {
    description: 'Links of accounts, what waits for a second admin first, 100 at most. For admins, reviewers and auditors.',
  })
  @Extensions({ atMost: 100 })
  accountLinks(@CurrentActor() actor: Actor): Promise<AccountLink[]> {
    if (!mayRead(actor))
      throw new NotAllowedError(say`Only admins, reviewers and auditors see which accounts are linked. Ask one of them.`);
    return this.links.list();
  }

  @Mutation(() => AccountLinkPayload, {
    description: 'Says that two accounts are of one human. Changes nothing until another admin confirms it. For admins.',
  })
  proposeAccountLink(@Args('input') input: ProposeAccountLinkInput, @CurrentActor() actor: Actor): Promise<AccountLinkPayload> {
    return payload('link', () => this.links.propose(input, actor));
  }

  @Mutation(() => AccountLinkPayload, {
    description:
      'Confirms it as another admin: both accounts count as one human from now on. Of two open signatures the later is void; so is one on a proposal of the other account.',
  })
  confirmAccountLink(@Args('input') input: ConfirmAccountLinkInput, @CurrentActor() actor: Actor): Promise<AccountLinkPayload> {
    return payload('link', () => this.links.confirm(input, actor));
  }

  @Mutation(() => AccountLinkPayload, {
    description: 'Ends a link: one admin asks, another does it, neither of them linked by it. One that was not confirmed is ended at once.',
  })
  endAccountLink(@Args('input') input: EndAccountLinkInput, @CurrentActor() actor: Actor): Promise<AccountLinkPayload> {
    return payload('link', () => this.links.end(input, actor));
  }

  @ResolveField(() => PersonModel, { description: 'One of the two accounts.' })
  person(@Parent() { personId }: AccountLink, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, personId);
  }

  @ResolveField(() => PersonModel, { description: 'The other one.' })
  other(@Parent() { toPersonId }: AccountLink, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, toPersonId);
  }

  @ResolveField(() => PersonModel, { description: 'The admin who said so first.' })
  proposedBy(@Parent() { proposedById }: AccountLink, @Context() context: GraphContext): Promise<Person> {
    return this.people.person(context, proposedById);
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The admin who confirmed it.' })
  confirmedBy(@Parent() { confirmedById }: AccountLink, @Context() context: GraphContext): Promise<Person> | null {
    return confirmedById ? this.people.person(context, confirmedById) : null;
  }

  @ResolveField(() => PersonModel, { nullable: true, description: 'The admin who asked to end it.' })
  endProposedBy(@Parent() { endProposedById }: AccountLink, @Context() context: GraphContext): Promise<Person> | null {
    return endProposedById ? this.people.person(context, endProposedById) : null;
  }
}

function mayRead(actor: Actor): boolean {
  return isAdmin(actor) || isReviewer(actor) || isAuditor(actor);
}
