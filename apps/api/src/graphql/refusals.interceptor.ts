import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { catchError, of, tap, type Observable } from 'rxjs';
import type { GraphContext } from './context.js';
import { refusalsIn } from './user-errors.js';

/**
 * Turns a refusal that was thrown before or beside `payload()` (above all by the pipe that checks inputs) into the payload of the mutation.
 * Its codes are noted for the log, as those of all refusals of a mutation. A refusal of a query or subscription goes on to the top level, where errors.ts gives it a code.
 */
@Injectable()
export class RefusalsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!isMutation(context)) return next.handle();
    const { trace } = GqlExecutionContext.create(context).getContext<GraphContext>();
    const answered = next.handle() as Observable<Refused | undefined>;
    return answered.pipe(
      catchError((error: unknown) => of(refusedPayload(error))),
      tap((payload) => {
        if (payload?.userErrors?.length) trace.codes = payload.userErrors.map(({ code }) => code);
      }),
    );
  }
}

interface Refused {
  readonly userErrors?: readonly { code: string }[];
}

/** Whether this is a root field of a mutation. */
export function isMutation(context: ExecutionContext): boolean {
  if (context.getType<GqlContextType>() !== 'graphql') return false;
  return GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>().parentType.name === 'Mutation';
}

function refusedPayload(error: unknown): Refused & { replayed: boolean } {
  const userErrors = refusalsIn(error);
  if (!userErrors) throw error;
  return { userErrors, replayed: false };
}
