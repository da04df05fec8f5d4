import type { IncomingMessage } from 'node:http';
import type { Actor } from '#people';
import type { Standing } from '#shares';
import type DataLoader from 'dataloader';

/** What a caller showed to say who they are. Taken from the HTTP headers, or from the `connection_init` message of a socket. */
export interface Credentials {
  /** The whole `Authorization` header, scheme included. */
  readonly authorization?: string;
  /** The whole `Cookie` header; undefined on sockets that another site opened. */
  readonly cookie?: string;
}

/** What a request over HTTP shows. */
export function credentialsOf({ headers }: { readonly headers: IncomingMessage['headers'] }): Credentials {
  return { authorization: headers.authorization, cookie: headers.cookie };
}

/** What the log says of one request: ids and names only, never a customer's text. Shared by reference, filled in on the way. */
export interface Trace {
  readonly requestId: string;
  operationName?: string;
  actorId?: string;
  /** What was charged for it, in objects. */
  cost?: number;
  /** The mutation of the schema that it is, if it is one. */
  mutation?: string;
  /** Why nobody was recognised, where that is what stood against it. */
  refusedFor?: string;
  /** The codes of the errors that were answered. */
  codes?: string[];
}

/** What travels with one GraphQL operation. One per request; a subscription gets one per event, with fresh loaders. */
export interface GraphContext {
  readonly requestId: string;
  readonly credentials: Credentials;
  readonly trace: Trace;
  /** One DataLoader per kind of parent: see loaders.ts. */
  readonly loaders: Map<string, DataLoader<never, unknown>>;
  /** Only for subscriptions: aborted when the caller may no longer listen, with the error to tell. */
  readonly signal?: AbortSignal;
  /** Whether the caller asked to be told what it costs. */
  readonly wantsCost?: boolean;
  /** How the caller's share stands after this operation; set with the actor. */
  share?: Standing;
  /** Set by the actor guard, with the rights that the database says now. */
  actor?: Actor;
}

/** A context for one operation, with nothing loaded and nobody known yet. */
export function newContext(trace: Trace, credentials: Credentials, wantsCost = false): GraphContext {
  return { requestId: trace.requestId, credentials, trace, loaders: new Map(), wantsCost };
}

/** The same caller and request, but with nothing loaded: an event later in time must not see rows that were read for an earlier one. */
export function refreshed(context: GraphContext): GraphContext {
  return { ...context, loaders: new Map() };
}

/** Who may ask and listen. Provided by the identity under the token `RIGHTS`; this door knows no tokens, cookies or roles itself. */
export interface Rights {
  /** The active person or machine that these credentials name now; undefined when they name nobody. Never throws for bad credentials. */
  callerOf(credentials: Credentials): Promise<Actor | undefined>;
  /** Charges an address for opening a socket. @throws GraphQLError THROTTLED when it has spent its share */
  openSocket(request: IncomingMessage): Promise<void>;
  /** Charges whoever asks for the schema. @throws GraphQLError THROTTLED */
  giveSchema(request: IncomingMessage): Promise<void>;
  /**
   * Whether the caller of a running subscription may still listen: signed in, active, credentials not expired or revoked, right not lost.
   * Asked every few seconds; `field` is the subscription's name in the schema.
   */
  mayStillListen(context: GraphContext, field: string): Promise<boolean>;
}

/** Injection token of the `Rights`. */
export const RIGHTS = Symbol('RIGHTS');
