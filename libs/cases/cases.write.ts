import { insertCustomer, type NewCustomer } from '#customers';
import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { CaseView } from './case.entity.js';
import type { CaseStatus } from './case.words.js';
import { CASE_COLUMNS } from './cases.look.js';
import { complaint, complaintTold } from './complaints.write.js';

/** A case that the rules let be opened. */
export interface OpeningWrite {
  readonly id: string;
  readonly ownerId: string;
  readonly openedBy: string;
  /** NEW when a machine opened it: its owner has not seen it yet. */
  readonly status: Extract<CaseStatus, 'NEW' | 'OWNED'>;
  /** How long the owner may take to acknowledge it. */
  readonly acknowledgeHours: number;
  readonly customerId: string;
  /** When the customer is new: who they are. */
  readonly customer: NewCustomer | undefined;
  readonly need: string;
  readonly internal: boolean;
  readonly externalRef: string | null;
  /** When the customer complained; null: it is no complaint. */
  readonly complainedAt: Date | null;
  /** Of the house, for a complaint. */
  readonly complaintProfile: string;
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
  /** What another room writes with it. */
  readonly link?: OpeningLink | undefined;
}

/** What another room writes in the very statement that opens a case. */
export interface OpeningLink {
  /** What it is, for the name of the statement. */
  readonly name: string;
  readonly once: Once | undefined;
  readonly facts: (caseId: string) => readonly NewFact[];
  /** An INSERT that reads the case from `opened`. */
  readonly arm: Sql;
  /** The constraint that says that somebody was faster, for good. */
  readonly final: string;
}

/** The case, once everything stands by which a complaint is judged: its customer and its owner. Nothing where it is no complaint. */
const FIRST = raw('(SELECT opened.* FROM opened, (SELECT count(*) FROM customer) AS named, (SELECT count(*) FROM owned) AS mine)');

/** Writes the case with its customer, words, first owner, facts and key; no row when the owner left meanwhile. */
export function writeOpening(db: Queryable, opening: OpeningWrite): Promise<CaseView[]> {
  const { id, customer, link } = opening;
  return db.query<CaseView>(
    sql`WITH seen AS (SELECT id, human_id FROM people WHERE id = ${opening.ownerId} AND kind = 'PERSON' AND active FOR SHARE),
      moment AS (SELECT house_now() AS at FROM seen),
      customer AS (${insertCustomer(opening.customerId, customer, raw('seen'))}),
      opened AS (INSERT INTO cases (id, status, customer_id, internal, external_ref, opened_by, opened_at, acknowledged_at, acknowledge_by, owner_id)
        SELECT ${id}, s.status, ${opening.customerId}, ${opening.internal}::boolean, ${opening.externalRef}::text, ${opening.openedBy}, moment.at,
            CASE s.status WHEN 'OWNED' THEN moment.at END, moment.at + make_interval(hours => ${opening.acknowledgeHours}::int), ${opening.ownerId}
          FROM moment, (SELECT ${opening.status}::text AS status) s RETURNING *),
      told AS (INSERT INTO case_texts (case_id, need) SELECT opened.id, ${opening.need} FROM opened RETURNING *),
      owned AS (INSERT INTO ownership (case_id, person_id, human_id, from_at)
        SELECT opened.id, seen.id, seen.human_id, opened.opened_at FROM opened, seen RETURNING *),
      recorded AS (${recordFacts([...opening.facts, ...(link?.facts(id) ?? [])], raw('opened'))}), keyed AS (${takeKey(opening.once, id, raw('opened'))})
      , complained AS (${complaint(opening, { beganAt: sql`${opening.complainedAt}::timestamptz`, byId: opening.openedBy, acknowledgedAt: raw('f.acknowledged_at') }, FIRST)}),
      complaint_told AS (${complaintTold(opening.openedBy, raw('recorded'))}), linked AS (${link?.arm ?? sql`SELECT 1`})
      SELECT ${CASE_COLUMNS} FROM opened c, told t, owned`,
    link ? `cases.open.${link.name}` : 'cases.open',
  );
}
