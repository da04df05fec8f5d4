import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type CaseAnswer, type CaseView, type Complaint, ComplaintsReads, ComplaintsService } from '#cases';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { CurrentActor } from '../graphql/current-actor.js';
import { byKey, loader } from '../graphql/loaders.js';
import { type Connection, connection, pageRequest } from '../graphql/page.js';
import { payload } from '../graphql/user-errors.js';
import { CustomerCaseModel } from './case.model.js';
import { CasePayload } from './case.payload.js';
import { CasesLoaders } from './cases.loaders.js';
import * as models from './complaint.model.js';
import { CaseAnswerModel } from './follow-up.model.js';

/** Cases that are complaints, and their register. */
@Resolver(() => models.ComplaintModel)
export class ComplaintsResolver {
  constructor(
    private readonly complaints: ComplaintsService,
    private readonly reads: ComplaintsReads,
    private readonly cases: CasesLoaders,
  ) {}

  @Query(() => models.ComplaintConnection, {
    description: 'The register of complaints, the latest on top. As a file: /export/complaints.csv.',
  })
  async complaintRegister(@Args() args: models.ComplaintsArgs): Promise<Connection<Complaint & { pageKey: string }>> {
    const filter = args.filter ?? {};
    return connection(await this.reads.list(filter, pageRequest(args, 'complaints')), 'complaints', () => this.reads.count(filter));
  }

  @Mutation(() => CasePayload, {
    description:
      'Says that the customer of an open case of yours complains. Its clocks run since they did; you are reminded before each runs out and when it has.',
  })
  markComplaint(@Args('input') input: models.MarkComplaintInput, @CurrentActor() actor: Actor): Promise<CasePayload> {
    return payload('case', () => this.complaints.mark(input, actor));
  }

  @ResolveField(() => CustomerCaseModel, { description: 'Which case.' })
  case(@Parent() { caseId }: Complaint, @Context() context: GraphContext): Promise<CaseView | undefined> {
    return this.cases.customerCase(context, caseId);
  }

  @ResolveField(() => CaseAnswerModel, {
    nullable: true,
    description: 'The answer that stands, with the way to appeal where it is a no; null while there is none, and after it did not hold.',
  })
  async answer(@Parent() { caseId }: Complaint, @Context() context: GraphContext): Promise<CaseAnswer | null> {
    const last = (await this.cases.answers(context, caseId))?.at(-1);
    return last && !last.reopenedAt ? last : null;
  }
}

/** Hangs the clocks on a case. */
@Resolver(() => CustomerCaseModel)
export class CaseComplaintResolver {
  constructor(private readonly reads: ComplaintsReads) {}

  @ResolveField(() => models.ComplaintModel, { nullable: true, description: 'Its clocks when it is a complaint; null when it is none.' })
  async complaint(@Parent() { id }: CaseView, @Context() context: GraphContext): Promise<Complaint | null> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.ofCases(ids), (row) => row.caseId);
    return (await loader<string, Complaint>(context, 'complaint-of-case', read).load(id)) ?? null;
  }
}
