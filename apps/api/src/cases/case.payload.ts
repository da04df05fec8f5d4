import { Field, ObjectType } from '@nestjs/graphql';
import type { CaseView } from '#cases';
import { Payload } from '../graphql/user-errors.js';
import { CustomerCaseModel } from './case.model.js';

/** What every mutation of a case answers. */
@ObjectType({ description: 'What every mutation of a case answers.' })
export class CasePayload extends Payload {
  @Field(() => CustomerCaseModel, { nullable: true, description: 'The case as it is now; null when it was refused.' })
  case: CaseView | null;
}
