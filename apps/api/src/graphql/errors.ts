import { HttpException } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isOverloaded } from '#database';
import { RuleError } from '#errors';
import { notNow } from './refuse.js';
import { type SaidValueModel, valuesOf } from './said-values.js';
import { InvalidInputError } from './user-errors.js';

/** The only codes of top-level errors. Every business "no" of a mutation is in `userErrors` instead. */
export type TopLevelCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'THROTTLED' | 'BAD_USER_INPUT' | 'INTERNAL';

/** How an error is told to the client, request id not included. */
interface Told {
  readonly code: TopLevelCode;
  readonly message: string;
  /** The field of the input or arguments that is at fault. */
  readonly path?: readonly string[];
  /** The code of the rule that spoke, where one did. */
  readonly refusal?: string;
  /** What the rule said, as in `UserError`. */
  readonly template?: string;
  readonly values?: readonly SaidValueModel[];
  /** After how many seconds to try again, when throttled. */
  readonly retryAfterSeconds?: number;
}

const CODES = new Set<unknown>(['UNAUTHENTICATED', 'FORBIDDEN', 'THROTTLED', 'BAD_USER_INPUT', 'INTERNAL'] satisfies TopLevelCode[]);

/** Codes by which the GraphQL library says that the request is at fault. */
const REQUEST_CODES = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const BY_STATUS: Readonly<Record<number, TopLevelCode>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 429: 'THROTTLED' };
const LONGEST_MESSAGE = 500;
/** Of a path within a variable, as the library writes it. */
const LONGEST_PLACE = 500;
const APOLOGY = 'Something went wrong on our side. Please try again; if it stays so, tell the operator the request id.';

/** What the database could not do now. Whether a mutation was done nobody can say: its key does. */
const NOT_NOW = 'This cannot be answered at this moment. Send the same request again, a mutation with the same idempotency key.';
const AGAIN_SECONDS = 2;

/** A top-level error as the client sees it: one of five codes, a sentence and the request id; never a stack, a suggestion or an inner message. */
export function present(error: GraphQLError, requestId: string): GraphQLFormattedError {
  const { message, ...told } = tell(error);
  return {
    message: short(message),
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...told, requestId },
  };
}

/** Something could not be answered now; whether it was done nobody can say. */
export function unanswered(): GraphQLError {
  return notNow(NOT_NOW, AGAIN_SECONDS, 503);
}

/** The code under which an error is told: INTERNAL means that the operator should look into the log. */
export function codeOf(error: GraphQLError): TopLevelCode {
  return tell(error).code;
}

/**
 * Any error as one of GraphQL. Needed for ours that have a `path` (of the input): the GraphQL library takes them for errors that it has
 * already placed in the answer, and lets them through as they are.
 */
export function asGraphQLError(error: unknown): GraphQLError {
  if (isOverloaded(error)) return unanswered();
  return error instanceof GraphQLError
    ? error
    : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

/** What was first thrown: the library wraps errors, its own too, once for each level that adds something. */
export function causeOf(error: GraphQLError): Error | undefined {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? (causeOf(originalError) ?? originalError) : originalError;
}

function tell(error: GraphQLError): Told {
  const cause = causeOf(error);
  if (cause instanceof RuleError) return tellRefusal(cause);
  if (cause instanceof InvalidInputError) return tellFaults(cause);
  if (cause instanceof HttpException) return tellHttp(cause);
  if (isOverloaded(cause)) return { code: 'THROTTLED', message: NOT_NOW, retryAfterSeconds: AGAIN_SECONDS };
  return cause ? (tellAccess(cause) ?? tellGraphQL(error)) : tellGraphQL(error);
}

/** Errors of access that a room throws carry their code themselves. One that says "not now" (UNAVAILABLE) is told as one to try again. */
function tellAccess(cause: Error & { readonly code?: unknown; readonly retryAfterSeconds?: unknown }): Told | undefined {
  const code = cause.code === 'UNAVAILABLE' ? 'THROTTLED' : cause.code;
  if (cause instanceof GraphQLError || !CODES.has(code) || code === 'INTERNAL') return undefined;
  return { code: code as TopLevelCode, message: cause.message, ...retryAfter(cause.retryAfterSeconds) };
}

function retryAfter(seconds: unknown): { retryAfterSeconds?: number } {
  return typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {};
}

function tellRefusal({ code: refusal, message, path, sentence }: RuleError): Told {
  const code = refusal === 'NOT_ALLOWED' || refusal === 'NOT_ELIGIBLE' ? 'FORBIDDEN' : 'BAD_USER_INPUT';
  return { code, message, path, refusal, template: sentence.template, values: valuesOf(sentence) };
}

function tellFaults({ faults }: InvalidInputError): Told {
  const [first] = faults;
  const message = faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`).join(' ');
  return { code: 'BAD_USER_INPUT', message, path: first?.path ?? [], refusal: 'INVALID' };
}

function tellHttp(error: HttpException): Told {
  const status = error.getStatus();
  if (status >= 500) return { code: 'INTERNAL', message: APOLOGY };
  return { code: BY_STATUS[status] ?? 'BAD_USER_INPUT', message: error.message };
}

function tellGraphQL(error: GraphQLError): Told {
  const { code, retryAfterSeconds } = error.extensions;
  if (code === 'INTERNAL') return { code, message: APOLOGY };
  if (CODES.has(code)) return { ...withPath(error), code: code as TopLevelCode, ...retryAfter(retryAfterSeconds) };
  if (REQUEST_CODES.has(code) || isTheRequestsFault(error)) return { ...withPath(error), code: 'BAD_USER_INPUT' };
  return { code: 'INTERNAL', message: APOLOGY };
}

/**
 * The GraphQL library throws plain GraphQLErrors for documents and variables (before anything ran, so without a path in the answer) and for
 * arguments that are wrong. With a path they may also be about an answer of ours that does not fit the schema: that is our fault.
 */
function isTheRequestsFault(error: GraphQLError): boolean {
  const isPlain = error.originalError === undefined || error.originalError instanceof GraphQLError;
  return isPlain && error.extensions.code === undefined && (error.path === undefined || error.message.startsWith('Argument "'));
}

/** Says which field of a variable is wrong, and why, without repeating the value. */
function withPath(error: GraphQLError): { message: string; path?: readonly string[] } {
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(error.message) ?? [];
  if (variable === undefined) return { message: unsuggested(error.message) };
  // The library repeats the whole value before the place, once for each of fifty errors: only the end is read.
  const said = error.originalError?.message ?? 'The value is not acceptable.';
  const reason = unsuggested(short(said));
  const path = [...pathIn(error.message.slice(-said.length - LONGEST_PLACE, error.message.length - said.length)), ...fieldIn(reason)];
  return { message: reason, path: variable === 'input' ? path : [variable, ...path] };
}

/** The path at the end of `Variable "$input" got invalid value … at "input.remedy.amount"; `. */
function pathIn(prefix: string): readonly string[] {
  const [, place] = / at "\w+((?:\.\w+|\[\d+\])+)"; $/.exec(prefix) ?? [];
  return place?.match(/\w+/g) ?? [];
}

/** The field that is missing, or that there is none of; the place names only the object around it. */
function fieldIn(reason: string): readonly string[] {
  const [, field] = /^Field "(\w+)" (?:of required type|is not defined)/.exec(reason) ?? [];
  return field === undefined ? [] : [field];
}

function unsuggested(message: string): string {
  return message.replace(/ ?Did you mean [^?]*\?/g, '');
}

function short(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}
