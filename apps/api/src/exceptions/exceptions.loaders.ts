import { Injectable } from '@nestjs/common';
import {
  type CoSignature,
  type ExceptionAction,
  ExceptionsReads,
  ExceptionsService,
  type Objection,
  type PolicyException,
  type Revision,
} from '#exceptions';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';

/** Exceptions and what belongs to them, for any number of parents in one statement per request and tick. */
@Injectable()
export class ExceptionsLoaders {
  constructor(
    private readonly reads: ExceptionsReads,
    private readonly exceptions: ExceptionsService,
  ) {}

  exception(context: GraphContext, id: string): Promise<PolicyException | undefined> {
    return loader<string, PolicyException>(context, 'exception', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(
      id,
    );
  }

  ofCase(context: GraphContext, caseId: string): Promise<PolicyException[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.byCaseIds(ids), (row) => row.caseId);
    return loader<string, PolicyException[]>(context, 'exceptions-of-case', read).load(caseId);
  }

  currentRevision(context: GraphContext, id: string): Promise<Revision | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.currentRevisions(ids), (row) => row.exceptionId);
    return loader<string, Revision>(context, 'current-revision', read).load(id);
  }

  revisions(context: GraphContext, id: string): Promise<Revision[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.revisions(ids), (row) => row.exceptionId);
    return loader<string, Revision[]>(context, 'revisions', read).load(id);
  }

  coSignatures(context: GraphContext, id: string): Promise<CoSignature[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.coSignatures(ids), (row) => row.exceptionId);
    return loader<string, CoSignature[]>(context, 'co-signatures', read).load(id);
  }

  objections(context: GraphContext, id: string): Promise<Objection[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.objections(ids), (row) => row.exceptionId);
    return loader<string, Objection[]>(context, 'objections', read).load(id);
  }

  async shownPrecedents(context: GraphContext, id: string): Promise<PolicyException[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.shownPrecedents(ids), (row) => row.exceptionId);
    const shown = await loader<string, { precedentId: string }[]>(context, 'shown-precedents', read).load(id);
    const found = await Promise.all((shown ?? []).map(({ precedentId }) => this.exception(context, precedentId)));
    return found.filter((row) => row !== undefined);
  }

  async whyDifferent(context: GraphContext, id: string): Promise<string | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.whyDifferent(ids), (row) => row.exceptionId);
    return (await loader<string, { words: string | null }>(context, 'why-different', read).load(id))?.words ?? undefined;
  }

  async clonedInto(context: GraphContext, id: string): Promise<PolicyException | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.clones(ids), (row) => row.clonedFrom);
    const clone = await loader<string, { id: string }>(context, 'cloned-into', read).load(id);
    return clone && this.exception(context, clone.id);
  }

  endedReason(context: GraphContext, id: string): Promise<{ words: string | null; byId: string } | undefined> {
    const read = async (ids: readonly string[]) => byKey(await this.reads.endedReasons(ids), (row) => row.exceptionId);
    return loader<string, { words: string | null; byId: string }>(context, 'ended-reason', read).load(id);
  }

  openActions(context: GraphContext, id: string, actor: Actor): Promise<ExceptionAction[] | undefined> {
    const read = async (ids: readonly string[]) =>
      new Map((await this.exceptions.openActions(ids, actor)).map((row) => [row.id, row.actions]));
    return loader<string, ExceptionAction[]>(context, 'open-actions', read).load(id);
  }

  async eligibleCount(context: GraphContext, id: string): Promise<number> {
    const read = async (ids: readonly string[]) =>
      new Map((await this.reads.eligibleCounts(ids)).map((row) => [row.exceptionId, row.count]));
    return (await loader<string, number>(context, 'eligible-count', read).load(id)) ?? 0;
  }
}
