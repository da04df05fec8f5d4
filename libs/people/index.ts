export { type Actor, type Role, ROLES, TOKEN_SCOPES, type TokenScope } from './actor.js';
export { ApiToken } from './api-token.entity.js';
export type { NewApiToken } from './api-token.rules.js';
export { ApiTokens, type CreatedApiToken, type KnownApiToken, type RevokeApiToken } from './api-tokens.service.js';
export { type Credential, Identities, type OpenedSession } from './identities.service.js';
export { InactivePersonError, SignInUnavailableError, UnauthenticatedError } from './token.errors.js';
export { TokenKeys } from './token-keys.js';
export { TokenVerifier, type VerifiedToken } from './token-verifier.js';
