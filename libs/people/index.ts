export { hasRole, isAdmin, isAuditor, isPeerWhoIsHere, isReviewer, mayActInPerson, mayUse } from './access.rules.js';
export { type Actor, type Role, ROLES, TOKEN_SCOPES, type TokenScope } from './actor.js';
export { ApiToken } from './api-token.entity.js';
export type { NewApiToken } from './api-token.rules.js';
export { ApiTokensReads, type KnownApiToken } from './api-tokens.reads.js';
export { ApiTokens, type CreatedApiToken, type RevokeApiToken } from './api-tokens.service.js';
export { addFirstAdmin, type FirstAdmin } from './first-admins.js';
export { Band, Cap, Guardrails } from './guardrails.entity.js';
export { type BandDraft, BANDS_MOST, QUORUM } from './bands.rules.js';
export { type CapDraft, isSatisfiable } from './guardrails-change.rules.js';
export { type ActivateGuardrails, GuardrailsChanges, type ProposeGuardrails } from './guardrails-changes.service.js';
export { GuardrailsClock } from './guardrails.clock.js';
export { type BandRule, defaultBands, type MeasuredRemedy, quorumFor } from './guardrails.rules.js';
export { ensureGuardrails, GuardrailsService, type GuardrailsWithBands } from './guardrails.service.js';
export { CAP_SCOPES, type CapScope, GUARDRAILS_STATUSES, type GuardrailsStatus } from './guardrails.words.js';
export { type Credential, Identities, type OpenedSession } from './identities.service.js';
export { IMPORT_COLUMNS, type ImportColumn, type ImportLine, type LineFault, REQUIRED_COLUMNS } from './import-cells.rules.js';
export { type ImportReport, PeopleImports } from './people-imports.service.js';
export type { SignInName } from './people.create.js';
export type { Leaving, Some } from './people.leaving.js';
export { PeopleModule } from './people.module.js';
export { adminNow } from './people.look.js';
export { type CreatePerson, type PeopleFilter, PeopleService, type UpdatePerson } from './people.service.js';
export { Person } from './person.entity.js';
export { AdminsAreMadeInPersonError, LastAdminError, NotAnAdminError, OwnsOpenCasesError, TakenError } from './person.errors.js';
export type { PersonChange } from './person.rules.js';
export {
  type AccountLink,
  type ConfirmAccountLink,
  type EndAccountLink,
  PersonLinks,
  type ProposeAccountLink,
} from './person-links.service.js';
export { isSameHuman, oneHuman } from './same-human.rules.js';
export { type SyncedChange, type TeamChange } from './synced.rules.js';
export { type NewSyncedPerson, SyncedPeople } from './synced-people.service.js';
export type { SyncedPeopleFilter, SyncedPerson } from './synced-people.look.js';
export { type NewSyncedTeam, SyncedTeams } from './synced-teams.service.js';
export type { SyncedTeam, SyncedTeamsFilter } from './synced-teams.look.js';
export { Team } from './team.entity.js';
export { type CreateTeam, type RenameTeam, Teams } from './teams.service.js';
export { InactivePersonError, SignInUnavailableError, UnauthenticatedError } from './token.errors.js';
export { TokenKeys } from './token-keys.js';
export { isSubject, type SubjectClaim } from './token.rules.js';
export { TokenVerifier, type VerifiedToken } from './token-verifier.js';
