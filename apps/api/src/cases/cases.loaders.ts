import { Injectable } from '@nestjs/common';
import {
  type CaseAction,
  type CaseAnswer,
  CasesService,
  CaseSteps,
  type CaseView,
  type FollowUp,
  FollowUpsReads,
  type FollowUpTry,
} from '#cases';
import { type Customer, CustomersService } from '#customers';
import type { RuleError } from '#errors';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';

/** Cases and customers for other types: any number of them in one statement per request and tick. */
@Injectable()
export class CasesLoaders {
  constructor(
    private readonly cases: CasesService,
    private readonly customers: CustomersService,
    private readonly steps: CaseSteps,
    private readonly reads: FollowUpsReads,
  ) {}

  /** A case by id. */
  customerCase(context: GraphContext, id: string): Promise<CaseView | undefined> {
    return loader<string, CaseView>(context, 'case', async (ids) => byKey(await this.cases.byIds(ids), (row) => row.id)).load(id);
  }

  /** A customer by id. */
  customer(context: GraphContext, id: string): Promise<Customer | undefined> {
    return loader<string, Customer>(context, 'customer', async (ids) => byKey(await this.customers.byIds(ids), (row) => row.id)).load(id);
  }

  /** What the customer of a case was answered. */
  answers(context: GraphContext, caseId: string): Promise<CaseAnswer[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.answers(ids), (row) => row.caseId);
    return loader<string, CaseAnswer[]>(context, 'case-answers', read).load(caseId);
  }

  /** A follow-up by id. */
  followUp(context: GraphContext, id: string): Promise<FollowUp | undefined> {
    return loader<string, FollowUp>(context, 'follow-up', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(id);
  }

  /** The follow-ups of a case. */
  followUps(context: GraphContext, caseId: string): Promise<FollowUp[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.ofCases(ids), (row) => row.caseId);
    return loader<string, FollowUp[]>(context, 'follow-ups-of-case', read).load(caseId);
  }

  /** The tries of a follow-up. */
  tries(context: GraphContext, followUpId: string): Promise<FollowUpTry[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.tries(ids), (row) => row.followUpId);
    return loader<string, FollowUpTry[]>(context, 'follow-up-tries', read).load(followUpId);
  }

  /** What the caller may do with a case now. */
  openActions(context: GraphContext, caseId: string, actor: Actor): Promise<CaseAction[] | undefined> {
    const read = async (ids: readonly string[]) => new Map((await this.steps.openActions(ids, actor)).map((row) => [row.id, row.actions]));
    return loader<string, CaseAction[]>(context, 'case-open-actions', read).load(caseId);
  }

  /** Why the caller may not do something with a case now. */
  async whyNot(
    context: GraphContext,
    caseId: string,
    { action, actor }: { action: CaseAction; actor: Actor },
  ): Promise<RuleError | undefined> {
    // Wrapped, since a loader that is given an Error takes it for a failure of the reading, and throws it.
    const read = async (ids: readonly string[]) =>
      new Map([...(await this.steps.whyNot(ids, action, actor))].map(([id, no]) => [id, { no }]));
    return (await loader<string, { no: RuleError }>(context, `case-why-not-${action}`, read).load(caseId))?.no;
  }
}
