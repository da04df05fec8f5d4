import { Injectable } from '@nestjs/common';
import {
  type HandOffAction,
  HandOffsReads,
  HandOffsService,
  type HandOffView,
  QuestionsService,
  type QuestionView,
  RecapsService,
} from '#cases';
import type { Actor } from '#people';
import type { GraphContext } from '../graphql/context.js';
import { byKey, listsByKey, loader } from '../graphql/loaders.js';

/** Hand-offs, questions and recaps, for any number of cases in one statement per request and tick. */
@Injectable()
export class HandOffsLoaders {
  constructor(
    private readonly reads: HandOffsReads,
    private readonly service: HandOffsService,
    private readonly questions: QuestionsService,
    private readonly recaps: RecapsService,
  ) {}

  handOff(context: GraphContext, id: string): Promise<HandOffView | undefined> {
    return loader<string, HandOffView>(context, 'hand-off', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(id);
  }

  ofCase(context: GraphContext, caseId: string): Promise<HandOffView[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.byCaseIds(ids), (row) => row.caseId);
    return loader<string, HandOffView[]>(context, 'hand-offs-of-case', read).load(caseId);
  }

  openActions(context: GraphContext, id: string, actor: Actor): Promise<HandOffAction[] | undefined> {
    const read = async (ids: readonly string[]) =>
      new Map((await this.service.openActions(ids, actor)).map((row) => [row.id, row.actions]));
    return loader<string, HandOffAction[]>(context, 'open-actions-of-hand-off', read).load(id);
  }

  async helpersOf(context: GraphContext, caseId: string): Promise<string[]> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.reads.helpersOf(ids), (row) => row.caseId);
    return ((await loader<string, { personId: string }[]>(context, 'helpers-of-case', read).load(caseId)) ?? []).map(
      ({ personId }) => personId,
    );
  }

  question(context: GraphContext, id: string): Promise<QuestionView | undefined> {
    return loader<string, QuestionView>(context, 'question', async (ids) => byKey(await this.questions.byIds(ids), (row) => row.id)).load(
      id,
    );
  }

  questionsOf(context: GraphContext, caseId: string): Promise<QuestionView[] | undefined> {
    const read = async (ids: readonly string[]) => listsByKey(ids, await this.questions.byCaseIds(ids), (row) => row.caseId);
    return loader<string, QuestionView[]>(context, 'questions-of-case', read).load(caseId);
  }

  async recapDraft(context: GraphContext, caseId: string): Promise<string> {
    const read = async (ids: readonly string[]) => new Map((await this.recaps.drafts(ids)).map(({ caseId: id, text }) => [id, text]));
    return (await loader<string, string>(context, 'recap-draft', read).load(caseId)) ?? '';
  }
}
