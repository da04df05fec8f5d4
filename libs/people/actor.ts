/** What somebody may be, in the words of the schema. */
export const ROLES = ['AGENT', 'REVIEWER', 'ADMIN', 'AUDITOR'] as const;
/** One role. */
export type Role = (typeof ROLES)[number];

/** What a machine token may be used for. */
export const TOKEN_SCOPES = ['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS', 'SCIM'] as const;
/** One scope. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Who calls. The token said who; every right here was read from the database for this request. */
export interface Actor {
  personId: string;
  /** Rules count humans: two accounts of one human are one. A machine that works for a human counts as that human. */
  humanId: string;
  /** Other recorded humans who are the same one, since two admins linked their accounts. Ask `isSameHuman`. */
  alsoHumans?: readonly string[];
  kind: 'PERSON' | 'MACHINE';
  roles: readonly Role[];
  facesCustomers: boolean;
  active: boolean;
  /** Away at the moment of the request, by the database's clock. */
  away: boolean;
  /** What names a decided proposal that they are to judge without knowing the answer: its id, its ref, the ids of its review and disputes. Absent: nothing. */
  blindTo?: readonly string[];
  /** Only for machine tokens. */
  scopes?: readonly TokenScope[];
  tokenId?: string;
}
