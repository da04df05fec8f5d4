import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type OnApplicationBootstrap } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext, GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Observable } from 'rxjs';
import type { RuleError } from '#errors';
import { MachinesCannotSignError } from '#exceptions';
import type { Actor } from '#people';
import { BlindLookOpenError, KeyRequiredError, TokenMayNotError, TokenMayNotReadError } from './access.errors.js';
import { fieldFaults, firstReadField } from './access.fields.js';
import { ACCESS, IN_PERSON, SIGNING } from './access.js';
import type { GraphContext } from './context.js';
import { namedBlindly } from './veil.js';

/** What of an operation's arguments matters here. */
interface Args {
  input?: { idempotencyKey?: string | null };
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Holds machines to the scopes of their token, operation by operation, and the whole schema to its access table. */
@Injectable()
export class AccessInterceptor implements NestInterceptor, OnApplicationBootstrap {
  constructor(private readonly host: GraphQLSchemaHost) {}

  /** @throws Error naming every operation and type without an access rule, and every rule without its operation, type or field: the service does not start */
  onApplicationBootstrap(): void {
    const faults = [...accessFaults(this.host.schema), ...fieldFaults(this.host.schema)];
    if (faults.length > 0) throw new Error(`The access tables (access.ts, access.fields.ts) do not fit the schema: ${faults.join('; ')}.`);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() === 'graphql') {
      const graphql = GqlExecutionContext.create(context);
      const info = graphql.getInfo<GraphQLResolveInfo>();
      const { parentType, fieldName } = info;
      const { actor } = graphql.getContext<GraphContext>();
      const isRoot = actor && ROOTS.includes(parentType.name);
      const no =
        isRoot &&
        (accessRefusal(`${parentType.name}.${fieldName}`, actor, graphql.getArgs()) ??
          readingRefusal(actor, info) ??
          blindRefusal(actor, graphql.getArgs()));
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

/** Why somebody may not select this of what an operation answers. Said before it runs: nothing is done then. */
function readingRefusal(actor: Actor, info: Parameters<typeof firstReadField>[0]): RuleError | undefined {
  if (!actor.scopes || actor.scopes.includes('READ')) return undefined;
  const field = firstReadField(info);
  return field === undefined ? undefined : new TokenMayNotReadError(field);
}

/** Why somebody may not name this: they are to judge it without knowing how it was decided. */
function blindRefusal({ blindTo }: Actor, args: unknown): RuleError | undefined {
  return blindTo && namedBlindly(args, blindTo) ? new BlindLookOpenError() : undefined;
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
