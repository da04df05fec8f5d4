import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { PolicyException } from '#exceptions';
import { PRECEDENTS_MOST, PrecedentsService } from '#precedents';
import type { Actor } from '#people';
import { PolicyExceptionConnection } from '../exceptions/exception.model.js';
import { ExceptionsLoaders } from '../exceptions/exceptions.loaders.js';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { type Connection, connection } from '../graphql/page.js';
import { PrecedentsArgs } from './precedent.inputs.js';

/** What was decided before in like cases. */
@Resolver()
export class PrecedentsResolver {
  constructor(
    private readonly precedents: PrecedentsService,
    private readonly exceptions: ExceptionsLoaders,
  ) {}

  @Query(() => PolicyExceptionConnection, {
    name: 'precedents',
    description:
      'Approved exceptions that are most like what you are about to propose, the most alike first, at most ten in all. Each says what was done and for how much, and its review what came of it. Send the ids of those you were shown with the proposal.',
  })
  async alike(
    @Args() { search, first }: PrecedentsArgs,
    @CurrentActor() actor: Actor,
    @Context() context: GraphContext,
  ): Promise<Connection<PolicyException & { pageKey: string }>> {
    const hits = await this.precedents.search({ ...search, without: actor.blindTo ?? [] }, first ?? PRECEDENTS_MOST);
    const found = await Promise.all(hits.map(({ exceptionId }) => this.exceptions.exception(context, exceptionId)));
    const rows = found.filter((row) => row !== undefined).map((row, at) => ({ ...row, pageKey: String(at + 1) }));
    return connection({ rows, hasNextPage: false, hasPreviousPage: false }, 'precedents', () => Promise.resolve(rows.length));
  }
}
