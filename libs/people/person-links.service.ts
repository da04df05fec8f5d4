import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, type Queryable, takeKey, untilWritten } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { adminNow, adminsBesides } from './people.look.js';
import { confirmRefusal, endRefusal, type LinkNow, proposalRefusal } from './person-links.rules.js';

/** Two accounts of one human, as admins say. Which of the two is named first means nothing. */
export interface AccountLink {
  readonly id: string;
  readonly personId: string;
  readonly toPersonId: string;
  readonly proposedById: string;
  readonly proposedAt: Date;
  readonly confirmedById: string | null;
  readonly confirmedAt: Date | null;
  readonly endProposedById: string | null;
  readonly endedById: string | null;
  readonly endedAt: Date | null;
  /** Null once erased. */
  readonly reason: string | null;
  /** Why it is to be ended, or was; null while nobody asks for that, and once erased. */
  readonly endReason: string | null;
}

/** What is to be said about which accounts. */
export interface ProposeAccountLink {
  readonly personId: string;
  readonly toPersonId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** Which link is confirmed. */
export interface ConfirmAccountLink {
  readonly linkId: string;
  readonly idempotencyKey?: string | null;
}

/** Which link is ended, and why. */
export interface EndAccountLink extends ConfirmAccountLink {
  readonly reason: string;
}

const COLUMNS = raw(
  [
    'l.id, l.person_id AS "personId", l.to_person_id AS "toPersonId", l.proposed_by AS "proposedById", l.proposed_at AS "proposedAt"',
    'l.confirmed_by AS "confirmedById", l.confirmed_at AS "confirmedAt", l.end_proposed_by AS "endProposedById", l.ended_by AS "endedById"',
    'l.ended_at AS "endedAt", (SELECT r.body FROM remarks r WHERE r.id = l.reason_id) AS reason',
  ].join(', '),
);
const END_REASON = raw('(SELECT r.body FROM remarks r WHERE r.id = l.end_reason_id)');

const NOW = raw(
  [
    'l.human_id AS "humanId", l.to_human_id AS "toHumanId", l.proposed_human AS "proposedHuman", l.end_proposed_human AS "endProposedHuman"',
    'l.confirmed_at IS NOT NULL AS "isConfirmed", l.ended_at IS NOT NULL AS "isEnded"',
  ].join(', '),
);

type Found = AccountLink & LinkNow;

/** As many links are listed at most, the latest first. */
const LISTED_MAX = 100;

/**
 * Accounts that two admins found to be of one human. What was recorded keeps its human; from the confirmation on, every rule and wall counts
 * both as one, and the database makes void what the one human gave twice, or to their own remedy. See ADR 0026.
 */
@Injectable()
export class PersonLinks {
  constructor(private readonly db: Database) {}

  /**
   * One admin says that two accounts are of one human. Nothing changes until another confirms it.
   * @throws NotAnAdminError NotFoundError InvalidError
   */
  propose(input: ProposeAccountLink, actor: Actor): Promise<Done<AccountLink>> {
    const taken = once(actor.personId, 'proposeAccountLink', input);
    return this.done(taken, () => untilWritten(() => this.tryToPropose(input, actor, taken)));
  }

  /**
   * Another admin confirms it: from the commit on, both accounts count as one human.
   * @throws NotAnAdminError SameAdminError NotFoundError LinkMovedOnError
   */
  confirm(input: ConfirmAccountLink, actor: Actor): Promise<Done<AccountLink>> {
    const taken = once(actor.personId, 'confirmAccountLink', input);
    const attempt = async (): Promise<AccountLink[]> => {
      const found = await this.look(input.linkId, actor);
      const refusal = confirmRefusal(found);
      if (refusal) throw refusal;
      const step = sql`confirmed_by = a.id, confirmed_human = a.human_id`;
      return this.write(
        { linkId: input.linkId, step, name: 'person.linked', unless: sql`confirmed_by IS NULL AND ended_by IS NULL` },
        actor,
        taken,
      );
    };
    return this.done(taken, () => untilWritten(attempt));
  }

  /**
   * Ends a link: at once when it was not confirmed; else one admin asks for it and another does it. Only what comes afterwards is counted
   * as two humans again; what became void stays void.
   * @throws NotAnAdminError SameAdminError OwnLinkError NotFoundError LinkMovedOnError InvalidError
   */
  end(input: EndAccountLink, actor: Actor): Promise<Done<AccountLink>> {
    const taken = once(actor.personId, 'endAccountLink', input);
    return this.done(taken, () => untilWritten(() => this.tryToEnd(input, actor, taken)));
  }

  /** Links by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<AccountLink[]> {
    return this.db.query<AccountLink>(
      sql`SELECT ${COLUMNS}, ${END_REASON} AS "endReason" FROM account_links l WHERE l.id = ANY (${ids})`,
      'links.byIds',
    );
  }

  /** The links of the house, what waits for a second admin first. */
  list(): Promise<AccountLink[]> {
    return this.db.query<AccountLink>(
      sql`SELECT ${COLUMNS}, ${END_REASON} AS "endReason" FROM account_links l ORDER BY (l.ended_at IS NULL AND (l.confirmed_at IS NULL OR l.end_proposed_by IS NOT NULL)) DESC,
        l.proposed_at DESC, l.id LIMIT ${LISTED_MAX}`,
      'links.list',
    );
  }

  /**
   * Exceptions that were approved while two of their people counted as two, and who are one human by now: the latest first. They stand,
   * since what was counted is counted; reviewers and auditors are to know.
   */
  async approvalsOfOneHuman(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT a.exception_id AS id FROM approvals a JOIN policy_exceptions e ON e.id = a.exception_id
          WHERE EXISTS (SELECT 1 FROM people k WHERE k.linked_human IS NOT NULL) AND (
            SELECT count(DISTINCT p.human_id) > count(DISTINCT coalesce(p.linked_human, p.human_id)) FROM people p WHERE p.id IN (
              SELECT e.proposer_id UNION SELECT r.author_id FROM revisions r WHERE r.exception_id = e.id
              UNION SELECT s.signer_id FROM counted_signatures c JOIN co_signatures s USING (exception_id, revision, human_id) WHERE c.exception_id = e.id))
          ORDER BY a.at DESC, a.exception_id LIMIT ${LISTED_MAX}`,
      'links.approvalsOfOne',
    );
    return rows.map(({ id }) => id);
  }

  private done(taken: Once | undefined, work: () => Promise<AccountLink>): Promise<Done<AccountLink>> {
    return onlyOnce(this.db, taken, work, async (id) => {
      const [link] = await this.byIds([id]);
      if (!link) throw new Error(`The link ${id} was written before, and links are never deleted.`);
      return link;
    });
  }

  private async tryToPropose(input: ProposeAccountLink, actor: Actor, taken: Once | undefined): Promise<AccountLink[]> {
    const { personId, toPersonId, reason } = input;
    const [ground] = await this.db.query<{ humans: { personId?: string; toPersonId?: string }; areLinked: boolean; actsAsAdmin: boolean }>(
      sql`SELECT EXISTS (${adminNow(actor)}) AS "actsAsAdmin",
            json_build_object('personId', (SELECT p.human_id FROM people p WHERE p.id = ${personId} AND p.kind = 'PERSON'),
              'toPersonId', (SELECT p.human_id FROM people p WHERE p.id = ${toPersonId} AND p.kind = 'PERSON')) AS humans,
            EXISTS (SELECT 1 FROM account_links l, people p, people o WHERE p.id = ${personId} AND o.id = ${toPersonId} AND l.ended_at IS NULL
              AND (l.human_id, l.to_human_id) IN ((p.human_id, o.human_id), (o.human_id, p.human_id))) AS "areLinked"`,
      'links.ground',
    );
    if (!ground) throw new Error('This query always has one row.');
    const humans = { personId: ground.humans.personId, toPersonId: ground.humans.toPersonId };
    const refusal = proposalRefusal({ ...ground, humans, reason, actor, otherAdmins: await adminsBesides(this.db, actor.personId) });
    if (refusal) throw refusal;
    return writeProposal(this.db, input, actor, taken);
  }

  private async tryToEnd({ linkId, reason }: EndAccountLink, actor: Actor, taken: Once | undefined): Promise<AccountLink[]> {
    const found = await this.look(linkId, actor);
    const refusal = endRefusal({ ...found, reason });
    if (refusal || !found.link) throw refusal ?? new Error('Without a link there is always a refusal.');
    const { isConfirmed, endProposedHuman } = found.link;
    const asks = sql`end_proposed_by = a.id, end_proposed_human = a.human_id, end_reason_id = (SELECT id FROM told)`;
    const ends = sql`ended_by = a.id, ended_human = a.human_id`;
    const unless = isConfirmed ? sql`confirmed_by IS NOT NULL AND ended_by IS NULL` : sql`confirmed_by IS NULL AND ended_by IS NULL`;
    if (!isConfirmed) return this.write({ linkId, step: sql`${asks}, ${ends}`, name: 'person.linkEnded', unless, reason }, actor, taken);
    if (endProposedHuman === null) {
      return this.write(
        { linkId, step: asks, name: 'person.linkEndProposed', unless: sql`${unless} AND end_proposed_by IS NULL`, reason },
        actor,
        taken,
      );
    }
    return this.write(
      { linkId, step: ends, name: 'person.linkEnded', unless: sql`${unless} AND end_proposed_by IS NOT NULL` },
      actor,
      taken,
    );
  }

  private async look(linkId: string, actor: Actor) {
    const [row] = await this.db.query<{ actsAsAdmin: boolean }>(sql`SELECT EXISTS (${adminNow(actor)}) AS "actsAsAdmin"`, 'links.admin');
    const [link] = await this.db.query<Found>(
      sql`SELECT ${COLUMNS}, ${END_REASON} AS "endReason", ${NOW} FROM account_links l WHERE l.id = ${linkId}`,
      'links.look',
    );
    return { link, actor, actsAsAdmin: row?.actsAsAdmin === true, otherAdmins: await adminsBesides(this.db, actor.personId) };
  }

  /** One step of a link with its fact; no row when somebody was faster. What follows from it, the database does in the same transaction. */
  private write({ linkId, step, name, unless, reason }: LinkStep, actor: Actor, taken: Once | undefined): Promise<AccountLink[]> {
    return this.db.query<AccountLink>(
      sql`WITH a AS (SELECT p.id, p.human_id FROM people p JOIN (${adminNow(actor)}) AS admin ON admin.id = p.id),
        told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${newId('rmk')}, ${linkId}, a.id, ${reason ?? null}::text FROM a WHERE ${reason ?? null}::text IS NOT NULL RETURNING id, body),
        l AS (UPDATE account_links SET ${step} FROM a WHERE account_links.id = ${linkId} AND ${unless} RETURNING account_links.*),
        recorded AS (INSERT INTO facts (subject_id, actor_id, name, body)
          SELECT l.person_id, ${actor.personId}, ${name}, json_build_object('linkId', l.id, 'toPersonId', l.to_person_id) FROM l RETURNING 1),
        keyed AS (${takeKey(taken, linkId, raw('l'))})
        SELECT ${COLUMNS}, coalesce((SELECT told.body FROM told), ${END_REASON}) AS "endReason" FROM l`,
    );
  }
}

interface LinkStep {
  readonly linkId: string;
  readonly step: Sql;
  readonly name: NewFact['name'];
  /** What must still hold of the link. */
  readonly unless: Sql;
  readonly reason?: string;
}

function writeProposal(db: Queryable, input: ProposeAccountLink, actor: Actor, taken: Once | undefined): Promise<AccountLink[]> {
  const { personId, toPersonId, reason } = input;
  const linkId = newId('lnk');
  const fact: NewFact = { subjectId: personId, actorId: actor.personId, name: 'person.linkProposed', body: { linkId, toPersonId } };
  return db.query<AccountLink>(
    sql`WITH a AS (SELECT p.id, p.human_id FROM people p JOIN (${adminNow(actor)}) AS admin ON admin.id = p.id),
      told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${newId('rmk')}, ${linkId}, a.id, ${reason} FROM a RETURNING id),
      l AS (INSERT INTO account_links (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human)
        SELECT ${linkId}, p.id, p.human_id, o.id, o.human_id, told.id, a.id, a.human_id FROM a, told, people p, people o
         WHERE p.id = ${personId} AND o.id = ${toPersonId} RETURNING *),
      recorded AS (${recordFacts([fact], raw('l'))}), keyed AS (${takeKey(taken, linkId, raw('l'))})
      SELECT l.id, l.person_id AS "personId", l.to_person_id AS "toPersonId", l.proposed_by AS "proposedById", l.proposed_at AS "proposedAt",
        NULL AS "confirmedById", NULL AS "confirmedAt", NULL AS "endProposedById", NULL AS "endedById", NULL AS "endedAt", ${reason}::text AS reason, NULL AS "endReason" FROM l`,
  );
}
