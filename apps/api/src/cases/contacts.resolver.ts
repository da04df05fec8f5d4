import { Args, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { ContactsService, type RevealedContact } from '#cases';
import type { Actor } from '#people';
import { CurrentActor } from '../graphql/current-actor.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Id } from '../graphql/text.js';
import { payload, Payload } from '../graphql/user-errors.js';

/** Whom to reach. */
@InputType({ description: 'A case whose customer you would like to reach.' })
class RevealContactInput extends KeyedInput {
  @Field(() => ID, { description: 'Which case.' })
  @Id()
  caseId: string;
}

/** A number that came with a hand-off. */
@ObjectType('CallBack', { description: 'Where a customer is called back, as it was said when their case was handed on.' })
class CallBackModel {
  @Field(() => ID, { description: 'With which hand-off it was given.' })
  handOffId: string;

  @Field(() => String, { description: 'The number or address, in clear.' })
  contact: string;
}

/** How a customer is reached. */
@ObjectType('RevealedContact', { description: 'How the customer of a case is reached, in clear.' })
class RevealedContactModel {
  @Field(() => String, { description: 'Where they are reached.' })
  contact: string;

  @Field(() => [CallBackModel], { description: 'Where they are called back, by each hand-off of the case, the first one first.' })
  callBacks: CallBackModel[];
}

@ObjectType({ description: 'What the reveal of a contact answers.' })
class RevealContactPayload extends Payload {
  @Field(() => RevealedContactModel, { nullable: true, description: 'How the customer is reached; null when it was refused.' })
  contact: RevealedContact | null;
}

/** How customers are reached, for whoever asks, and tells thereby that they did. */
@Resolver()
export class ContactsResolver {
  constructor(private readonly contacts: ContactsService) {}

  @Mutation(() => RevealContactPayload, {
    description:
      'Answers how the customer of a case is reached, and records in the case that you looked. For everybody who may read the case; everywhere else contacts are masked.',
  })
  revealContact(@Args('input') input: RevealContactInput, @CurrentActor() actor: Actor): Promise<RevealContactPayload> {
    return payload('contact', () => this.contacts.reveal(input, actor));
  }
}
