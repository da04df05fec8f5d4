import { TOKEN_REFUSALS } from './token.rules.js';

/** Sentences for credentials that are well formed and still name nobody who may come in. */
const SIGN_IN_REFUSALS = {
  ...TOKEN_REFUSALS,
  UNKNOWN_PERSON: 'Your sign-in is valid, but nobody here is linked to it. Ask an admin to add you.',
  API_TOKEN_MISTYPED: 'The API token is incomplete or mistyped: its checksum does not fit. Copy it again.',
  API_TOKEN_UNKNOWN: 'The API token is not known here. Ask an admin for a new one.',
  API_TOKEN_EXPIRED: 'The API token has expired. Ask an admin for a new one.',
  API_TOKEN_REVOKED: 'The API token was revoked. Ask an admin for a new one.',
  SESSION_ENDED: 'Your session has ended. Sign in again.',
} as const satisfies Record<string, string>;

/** Why somebody could not be recognised. */
export type SignInRefusal = keyof typeof SIGN_IN_REFUSALS;

/**
 * Thrown when a request does not say, in a way that can be believed, who sent it. It is an access error and not a refusal of a rule:
 * the door answers with the code UNAUTHENTICATED among the top-level errors. Whoever is not linked is told the subject by which an admin links them.
 */
export class UnauthenticatedError extends Error {
  readonly code = 'UNAUTHENTICATED';
  constructor(
    readonly reason: SignInRefusal,
    { subject, ...options }: ErrorOptions & { readonly subject?: string } = {},
  ) {
    super(`${SIGN_IN_REFUSALS[reason]}${subject === undefined ? '' : ` They need to know your subject: "${subject}".`}`, options);
  }
}

/** Thrown when the person is known and may not act at all, because an admin switched the account off. */
export class InactivePersonError extends Error {
  readonly code = 'FORBIDDEN';
  constructor() {
    super('Your account is switched off. Ask an admin if you think that it should not be.');
  }
}

/** Thrown when it cannot be told who sent a request, because the issuer does not answer: nobody is let in, and nobody is accused. */
export class SignInUnavailableError extends Error {
  readonly code = 'UNAVAILABLE';
  /** After how many seconds another try makes sense. */
  readonly retryAfterSeconds = 5;
  constructor(options?: ErrorOptions) {
    super(
      'The sign-in service does not answer, so nobody can be recognised just now. Nothing was changed; try again in 5 seconds.',
      options,
    );
  }
}
