import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { CaseView } from '#cases';
import type { PolicyException } from '#exceptions';
import { CustomerCaseModel } from '../cases/case.model.js';
import { CasesLoaders } from '../cases/cases.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { PolicyExceptionModel } from './exception.model.js';
import { ExceptionsLoaders } from './exceptions.loaders.js';

/** Hangs `exceptions` on CustomerCase from here, so that cases need not know that exceptions exist. */
@Resolver(() => CustomerCaseModel)
export class CaseExceptionsResolver {
  constructor(private readonly loaders: ExceptionsLoaders) {}

  @ResolveField(() => [PolicyExceptionModel], { description: 'Every exception for this case, the first one first.' })
  exceptions(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<PolicyException[] | undefined> {
    return this.loaders.ofCase(context, id);
  }
}

/** The case that an exception is for. */
@Resolver(() => PolicyExceptionModel)
export class ExceptionCaseResolver {
  constructor(private readonly cases: CasesLoaders) {}

  @ResolveField(() => CustomerCaseModel, { description: 'The customer’s case that it is for.' })
  case(@Parent() { caseId }: PolicyException, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }
}
