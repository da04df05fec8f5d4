import { isOverloaded } from '#database';
import { BusyError, InvalidError, NotFoundError, RuleError } from '#errors';
import { TakenError } from '#people';
import { GraphQLError } from 'graphql';

/** What SCIM calls the kinds of a bad request (RFC 7644, section 3.12). */
export type ScimType =
  'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue';

/** Thrown when a request cannot be done as it is written. Nothing was done. */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly scimType?: ScimType,
  ) {
    super(detail);
  }
}

/** An error as the client of a directory is told it. */
export interface ToldError {
  readonly status: number;
  readonly detail: string;
  readonly scimType?: ScimType;
  /** The code of the refusal, as the other doors tell it. */
  readonly code: string;
  /** After how many seconds to try again, where that helps. */
  readonly retryAfterSeconds?: number;
}

const AGAIN_SECONDS = 2;
const NOT_NOW = 'This cannot be done at this moment. Send the same request again.';
const APOLOGY = 'Something went wrong on our side. Please try again; if it stays so, tell the operator the request id.';
const BY_CODE: Readonly<Record<string, number>> = { NOT_ALLOWED: 403, LAST_ADMIN: 403, NOT_FOUND: 404 };
const BAD_STATUS: Readonly<Record<number, string>> = {
  408: 'The request took too long to arrive. Please send it again.',
  413: 'The request is larger than 256 KiB. Send fewer members at a time.',
  414: 'The address is too long.',
  415: 'Send JSON encoded as UTF-8, with the header Content-Type: application/scim+json.',
};

/** Why a request cannot be done: one of the kinds above. */
export function bad(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, detail, scimType);
}

/** What to answer for anything that was thrown. A status of 500 means that the operator should look into the log. */
export function tellError(error: unknown): ToldError {
  if (error instanceof ScimError) return { status: error.status, detail: error.message, scimType: error.scimType, code: 'BAD_USER_INPUT' };
  if (error instanceof RuleError) return tellRefusal(error);
  if (isOverloaded(error)) return { status: 503, detail: NOT_NOW, code: 'THROTTLED', retryAfterSeconds: AGAIN_SECONDS };
  if (error instanceof GraphQLError) return tellDoor(error);
  return tellServer(error);
}

function tellRefusal(error: RuleError): ToldError {
  const { code, message: detail, path } = error;
  if (error instanceof TakenError) return { status: 409, detail, scimType: 'uniqueness', code };
  if (error instanceof BusyError) return { status: 503, detail, code, retryAfterSeconds: AGAIN_SECONDS };
  if (error instanceof NotFoundError || code in BY_CODE) return { status: BY_CODE[code] ?? 404, detail, code };
  const where = error instanceof InvalidError && path.length > 0 ? `${path.join('.')}: ` : '';
  return { status: 400, detail: `${where}${detail}`, scimType: 'invalidValue', code };
}

/** What stands before every door says its status and its code itself: who is not known, and who has used their share. */
function tellDoor({ message, extensions }: GraphQLError): ToldError {
  const { code, http, retryAfterSeconds } = extensions as { code?: string; http?: { status?: number }; retryAfterSeconds?: number };
  const status = http?.status ?? 500;
  return { status, detail: status === 500 ? APOLOGY : message, code: code ?? 'INTERNAL', retryAfterSeconds };
}

function tellServer(error: unknown): ToldError {
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 500) return { status: 500, detail: APOLOGY, code: 'INTERNAL' };
  return { status, detail: BAD_STATUS[status] ?? 'The request could not be read. Check its headers and its body.', code: 'BAD_USER_INPUT' };
}
