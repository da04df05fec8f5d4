import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Actor } from '#people';
import type { GraphContext } from './context.js';

/** Who calls, with the rights that the guard read from the database for this request: `@CurrentActor() actor: Actor`. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = GqlExecutionContext.create(context).getContext<GraphContext>();
  if (!actor) throw new Error('An operation reached its resolver without passing the guard.');
  return actor;
});
