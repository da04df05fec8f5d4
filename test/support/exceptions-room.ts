import type { Done } from '#database';
import {
  type Amend,
  ExceptionsClock,
  ExceptionsReads,
  ExceptionsService,
  type PolicyException,
  type Propose,
  ProposalsService,
} from '#exceptions';
import { readSettings, type Settings } from '#settings';
import { SmallHouse } from './small-house.js';

/** What a policy version allows. */
export interface Allowed {
  kinds?: readonly string[];
  causes?: readonly string[];
  upTo?: number;
  /** Of an earlier version, which this one takes the place of. */
  policyId?: string;
}

const ANSWERS = {
  whatHappened: 'The branch was flooded, so she could not pay.',
  whatPolicySays: 'A late fee stands.',
  whatWeDo: 'We take the fee and the interest back.',
  whyFair: 'Nobody could have paid there that day.',
};

/** A proposal of AUD 202.40, which needs one co-signature by the first bands of a house. */
export const FLOODED: Omit<Propose, 'caseId'> = {
  noPolicyExists: true,
  cause: 'flood',
  ...ANSWERS,
  remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20_240, currency: 'AUD' } },
};

let policies = 0;

/** The room of exceptions on a database of its own, as the roles api and worker see it, with the people of the small house. */
export class ExceptionsRoom {
  readonly settings: Settings;
  readonly reads: ExceptionsReads;
  readonly proposals: ProposalsService;
  readonly exceptions: ExceptionsService;
  /** What the worker does. */
  readonly clock: ExceptionsClock;

  private constructor(readonly house: SmallHouse) {
    this.settings = readSettings({ DATABASE_URL: house.urls.apiUrl, PUBLIC_URL: 'https://countersign.bank.example' });
    this.reads = new ExceptionsReads(house.api);
    this.proposals = new ProposalsService(house.api, this.reads, this.settings);
    this.exceptions = new ExceptionsService(house.api, this.reads, this.settings);
    this.clock = new ExceptionsClock(house.worker);
  }

  /** Makes the database, with the people and the guardrails of a new house. */
  static async open(): Promise<ExceptionsRoom> {
    return new ExceptionsRoom(await SmallHouse.open());
  }

  /** Priya's proposal for a new case of hers, unless told otherwise. */
  async propose(more: Partial<Propose> = {}, by = 'priya'): Promise<PolicyException> {
    const caseId = more.caseId ?? (await this.house.caseOf(by));
    return (await this.proposals.propose({ ...FLOODED, ...more, caseId }, await this.house.actor(by))).node;
  }

  /** Amends what stands now. */
  async amend(exceptionId: string, change: Omit<Amend, 'exceptionId' | 'expectedRevision'>, by = 'priya'): Promise<PolicyException> {
    const { revision } = await this.reads.byId(exceptionId);
    return (await this.proposals.amend({ exceptionId, expectedRevision: revision, ...change }, await this.house.actor(by))).node;
  }

  /** Co-signs what stands now. */
  async coSign(exceptionId: string, by: string, more: { words?: string; idempotencyKey?: string } = {}): Promise<PolicyException> {
    return (await this.vote('coSign', exceptionId, by, more)).node;
  }

  /** Objects to what stands now. */
  async object(exceptionId: string, by: string): Promise<PolicyException> {
    return (await this.vote('objectTo', exceptionId, by, { reason: 'She was told twice.' })).node;
  }

  /** Gives one vote on what stands now. */
  async vote<M extends 'coSign' | 'objectTo' | 'pass'>(
    method: M,
    exceptionId: string,
    by: string,
    more: object = {},
  ): Promise<Done<PolicyException>> {
    const input = { exceptionId, digest: await this.digest(exceptionId), reason: '', ...more };
    return this.exceptions[method](input, await this.house.actor(by));
  }

  /** Of the current revision, hex. */
  async digest(exceptionId: string): Promise<string> {
    const [revision] = await this.reads.currentRevisions([exceptionId]);
    return revision?.digest ?? '';
  }

  /** How each co-signature stands: who, revision, state. */
  async signatures(exceptionId: string): Promise<[signer: string, revision: number, state: string][]> {
    const found = await this.reads.coSignatures([exceptionId]);
    return found.map(({ signerId, revision, state }) => [signerId.replace('per_', ''), revision, state]);
  }

  /** The names of what happened to it, oldest first. */
  async told(exceptionId: string): Promise<string[]> {
    return (await this.house.factsOf(exceptionId)).map(({ name }) => name.replace('exception.', ''));
  }

  /** Stops the clock of the house at an instant. */
  async stopClockAt(instant: Date): Promise<void> {
    await this.house.admin.query(`CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      $$ SELECT timestamptz '${instant.toISOString()}' $$`);
  }

  /** A policy version in force from now on, by Renee and Omar; with `policyId`, in place of the one in force. Answers its id and its policy's. */
  async activate({ kinds = [], causes = [], upTo, policyId }: Allowed): Promise<{ id: string; policyId: string }> {
    const number = ++policies;
    const [id, of] = [`pve_test${number}`, policyId ?? `pol_test${number}`];
    const admin = this.house.admin;
    await admin.query('BEGIN');
    await admin.query(`INSERT INTO policies (id, title) VALUES ($1, 'Fees') ON CONFLICT DO NOTHING`, [of]);
    await admin.query(
      `INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, drafted_by)
         SELECT $1, $2, coalesce(max(number), 0) + 1, 'DRAFT', 'Fees stand.', $3, $4, $5::bigint, CASE WHEN $5::bigint IS NOT NULL THEN 'AUD' END, 'per_renee'
           FROM policy_versions WHERE policy_id = $2`,
      [id, of, kinds, causes, upTo ?? null],
    );
    await admin.query(
      `UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee' WHERE id = $1`,
      [id],
    );
    const { rows } = await admin.query<{ now: Date }>('SELECT house_now() AS now');
    const now = rows[0]?.now;
    await admin.query(
      `UPDATE policy_versions SET superseded_at = $2 WHERE policy_id = $1 AND status = 'ACTIVE' AND superseded_at IS NULL`,
      [of, now],
    );
    await admin.query(
      `UPDATE policy_versions SET status = 'ACTIVE', activated_by = 'per_omar', activated_human = 'hum_omar', effective_from = $2 WHERE id = $1`,
      [id, now],
    );
    await admin.query('COMMIT');
    return { id, policyId: of };
  }

  /** Hands a case over, at once. */
  async handOver(caseId: string, to: string): Promise<void> {
    await this.house.admin.query(
      `WITH closed AS (UPDATE ownership SET until_at = house_now() WHERE case_id = '${caseId}' AND until_at IS NULL RETURNING until_at)
       INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT '${caseId}', p.id, p.human_id, closed.until_at FROM closed, people p WHERE p.handle = '${to}'`,
    );
  }
}
