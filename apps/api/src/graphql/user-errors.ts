import { Field, ObjectType } from '@nestjs/graphql';
import type { Done } from '#database';
import { ERROR_CODES, RuleError, type ErrorCode } from '#errors';
import { PolicyCoversThisError } from '#exceptions';
import { enumOf } from './enum-of.js';
import { SaidValueModel, valuesOf } from './said-values.js';

/** Every code of a refusal, as enum of the schema. */
const UserErrorCode = enumOf('UserErrorCode', 'Why something was refused. Codes are stable: they are added, never renamed.', ERROR_CODES);

/** One reason why a mutation changed nothing. `whoCould` and `coveredBy` are added by resolvers of people and policies, from their ids. */
@ObjectType('UserError', { description: 'A reason why something was refused, or would be. Nothing was changed.' })
export class UserErrorModel {
  @Field(() => UserErrorCode, { description: 'The stable code, for programs.' })
  code: ErrorCode;

  @Field(() => String, { description: 'A sentence for a person: what happened, and what to do next.' })
  message: string;

  @Field(() => String, {
    description: 'The sentence with `{names}` in place of its values, for programs that write it in their own language.',
  })
  template: string;

  @Field(() => [SaidValueModel], { description: 'The values of the template. A name that comes more than once is a list, in this order.' })
  values: readonly SaidValueModel[];

  @Field(() => [String], {
    description: 'The field below `input` that is at fault, outermost first; empty when it is not about one field.',
  })
  path: readonly string[];

  /** Not in the schema: the ids behind `whoCould`. */
  whoCouldIds: readonly string[];

  /** Not in the schema: the id behind `coveredBy`. */
  coveredById: string | undefined;
}

/** What every mutation answers besides the thing that it changed. */
@ObjectType({ isAbstract: true })
export abstract class Payload {
  @Field(() => [UserErrorModel], { description: 'Why nothing was changed; empty when it was done.' })
  userErrors: UserErrorModel[];

  @Field(() => Boolean, { description: 'True when the idempotency key was used before, and this is the answer that was given then.' })
  replayed: boolean;
}

/** Several fields of one input were not acceptable: thrown by the pipe, before any service is asked. */
export class InvalidInputError extends Error {
  constructor(readonly faults: readonly RuleError[]) {
    super('The input is not acceptable.');
  }
}

type Extras<D> = Omit<D, 'node' | 'replayed'>;

/** A payload with the thing that was changed (and what else the service answered beside it), or with the reasons why nothing was. */
export type PayloadOf<F extends string, D extends Done<unknown>> = { [K in F]: D['node'] | null } & Partial<Extras<D>> & Payload;

/**
 * Runs a mutation and makes its payload: the thing under `field`, or, for a refusal, `userErrors`.
 * A refusal that carries the current thing (`current`) shows it under `field`, so that the client can offer the next step.
 * Anything else that is thrown is not a refusal and goes on to the top level.
 */
export async function payload<F extends string, D extends Done<unknown>>(field: F, work: () => Promise<D>): Promise<PayloadOf<F, D>> {
  try {
    const { node, replayed, ...extras } = await work();
    return { ...extras, [field]: node, userErrors: [], replayed } as unknown as PayloadOf<F, D>;
  } catch (error) {
    const userErrors = refusalsIn(error);
    if (!userErrors) throw error;
    return { [field]: currentOf(error), userErrors, replayed: false } as unknown as PayloadOf<F, D>;
  }
}

/** One refusal as the schema shows it; also for `whyNot`. */
export function userError(error: RuleError): UserErrorModel {
  const { code, message, sentence, path, whoCould: whoCouldIds } = error;
  return {
    code,
    message,
    template: sentence.template,
    values: valuesOf(sentence),
    path,
    whoCouldIds,
    coveredById: error instanceof PolicyCoversThisError ? error.policyVersionId : undefined,
  };
}

/** The refusals that an error stands for, or undefined when it is none. */
export function refusalsIn(error: unknown): UserErrorModel[] | undefined {
  if (error instanceof RuleError) return [userError(error)];
  if (error instanceof InvalidInputError) return error.faults.map(userError);
  return undefined;
}

function currentOf(error: unknown): unknown {
  return error instanceof RuleError && 'current' in error ? (error.current ?? null) : null;
}
