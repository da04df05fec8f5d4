/** One line of an export; its kind says what it tells. Hashes are hex, instants are milliseconds since 1970. */
export interface AuditRecord {
  readonly kind: string;
  readonly [field: string]: unknown;
}
