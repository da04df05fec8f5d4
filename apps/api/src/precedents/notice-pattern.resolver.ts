import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { NoticeView } from '#notices';
import { type Pattern, PatternsReads } from '#precedents';
import type { GraphContext } from '../graphql/context.js';
import { byKey, loader } from '../graphql/loaders.js';
import { NoticeModel } from '../notices/notice.model.js';
import { PatternModel } from './pattern.model.js';

/** Hangs `pattern` on Notice from here, so that notices need not know that patterns exist. */
@Resolver(() => NoticeModel)
export class NoticePatternResolver {
  constructor(private readonly patterns: PatternsReads) {}

  @ResolveField(() => PatternModel, {
    nullable: true,
    description: 'The pattern that it is about; null when it is about none, or when its cause was merged into another one since.',
  })
  pattern(@Parent() { subjectId }: NoticeView, @Context() context: GraphContext): Promise<Pattern | undefined> | null {
    if (!subjectId.startsWith('pat_')) return null;
    return loader<string, Pattern>(context, 'pattern', async (ids) => byKey(await this.patterns.byIds(ids), (row) => row.id)).load(
      subjectId,
    );
  }
}
