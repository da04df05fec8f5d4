export { Database, type Queryable } from './database.js';
export { DatabaseModule } from './database.module.js';
export { type Done, IdempotencyKeyReusedError, once, type Once, onlyOnce, takeKey } from './idempotency.js';
export { type IdPrefix, newId } from './ids.js';
export { migrate, migrateDown, type MigrateOptions, pendingMigrations } from './migrate.js';
export { type RolePasswords } from './roles.js';
export { untilWritten } from './until-written.js';
export { WallError, wallRefusal } from './wall-refusal.js';
export { failedOn, isPostgresError, WALL_CODES } from './walls.js';
