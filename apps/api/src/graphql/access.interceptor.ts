import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type OnApplicationBootstrap } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext, GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Observable } from 'rxjs';
import type { RuleError } from '#errors';
import { MachinesCannotSignError } from '#exceptions';
import type { Actor } from '#people';
import { KeyRequiredError, TokenMayNotError } from './access.errors.js';
import { ACCESS, IN_PERSON, SIGNING } from './access.js';
import type { GraphContext } from './context.js';

/** What of an operation's arguments matters here. */
interface Args {
  input?: { idempotencyKey?: string | null };
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Holds machines to the scopes of their token, operation by operation, and the whole schema to its access table. */
@Injectable()
export class AccessInterceptor implements NestInterceptor, OnApplicationBootstrap {
  constructor(private readonly host: GraphQLSchemaHost) {}

  /** @throws Error naming every operation without an access rule, and every rule without an operation: the service does not start */
  onApplicationBootstrap(): void {
    const faults = accessFaults(this.host.schema);
    if (faults.length > 0) throw new Error(`The access table (access.ts) does not fit the schema: ${faults.join('; ')}.`);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() === 'graphql') {
      const graphql = GqlExecutionContext.create(context);
      const { parentType, fieldName } = graphql.getInfo<GraphQLResolveInfo>();
      const { actor } = graphql.getContext<GraphContext>();
      const no = actor && ROOTS.includes(parentType.name) && accessRefusal(`${parentType.name}.${fieldName}`, actor, graphql.getArgs());
      if (no) throw no;
    }
    return next.handle();
  }
}

/** Why somebody may not call this operation so; undefined when they may. People are judged by the rules of the room. */
export function accessRefusal(operation: string, actor: Actor, args: Args): RuleError | undefined {
  const isMachine = actor.kind === 'MACHINE' || actor.scopes !== undefined;
  return isMachine ? machineRefusal(operation, actor, args) : undefined;
}

function machineRefusal(operation: string, actor: Actor, args: Args): RuleError | undefined {
  if (SIGNING.has(operation)) return new MachinesCannotSignError();
  const { machines } = ACCESS[operation] ?? IN_PERSON;
  if (!machines || !actor.scopes?.includes(machines)) return new TokenMayNotError(machines);
  return isMutationWithoutKey(operation, args) ? new KeyRequiredError() : undefined;
}

function isMutationWithoutKey(operation: string, { input }: Args): boolean {
  return operation.startsWith('Mutation.') && !input?.idempotencyKey;
}

/** What is wrong with the table, in words. */
function accessFaults(schema: GraphQLSchema): string[] {
  const operations = ROOTS.flatMap((root) =>
    Object.keys((schema.getType(root) as { getFields?(): object } | undefined)?.getFields?.() ?? {}).map((field) => `${root}.${field}`),
  );
  const missing = operations.filter((operation) => !(operation in ACCESS)).map((operation) => `${operation} has no access rule`);
  const unknown = Object.keys(ACCESS)
    .filter((operation) => !operations.includes(operation))
    .map((operation) => `${operation} is no operation`);
  return [...missing, ...unknown];
}
