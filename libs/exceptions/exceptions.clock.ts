import { Injectable } from '@nestjs/common';
import { Database, untilWritten } from '#database';
import sql from 'sql-template-tag';
import type { ClockAction, ExceptionNow, ExceptionStatus } from './attempt.js';
import { CLOCK_STEPS } from './exception.rules.js';
import { lookAt } from './exceptions.look.js';
import { writeBySystem } from './exceptions.write.js';

/** One exception on which the clock has work to do. */
export interface DueException {
  id: string;
  action: ClockAction;
  /** When it fell due. */
  at: Date;
}

/** What happens to exceptions without anybody asking: time passes, a policy comes to cover them. Safe to repeat; runs in the worker. */
@Injectable()
export class ExceptionsClock {
  constructor(private readonly db: Database) {}

  /** Expires a proposal whose time has passed by the database's clock; otherwise does nothing. Answers whether it did. */
  expire(id: string): Promise<boolean> {
    return this.byClock('EXPIRE', id);
  }

  /** Lapses an approved remedy that was not used in time and of which the customer was not told; otherwise does nothing. */
  lapse(id: string): Promise<boolean> {
    return this.byClock('LAPSE', id);
  }

  /** Ends an open proposal as COVERED when an active policy allows it by now; otherwise does nothing. */
  cover(id: string): Promise<boolean> {
    return this.bySystem(id, (exception) => {
      const isOpen = exception.status === 'PROPOSED' && !exception.frozen && exception.now < exception.expiresAt;
      return isOpen && exception.coveredBy ? { status: 'COVERED', coveredBy: exception.coveredBy, name: 'exception.covered' } : undefined;
    });
  }

  /** Open proposals that a policy version which is active now allows: what `cover` is to be called for. */
  async coveredNow(most: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT DISTINCT e.id FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
            JOIN policy_versions v ON v.status = 'ACTIVE' AND v.effective_from <= house_now() AND coalesce(v.superseded_at > house_now(), true)
             AND covers(v, r.kind, r.cause, r.amount_minor, r.currency)
           WHERE e.status = 'PROPOSED' AND NOT e.frozen AND e.expires_at > house_now() LIMIT ${most}`,
      'exceptions.coveredNow',
    );
    return rows.map(({ id }) => id);
  }

  /** What the clock has to do by now, the longest due first: the sweep puts it into the queue again, whatever the queue lost. */
  due(most: number): Promise<DueException[]> {
    return this.db.query<DueException & Record<string, unknown>>(
      sql`(SELECT id, 'EXPIRE' AS action, expires_at AS at FROM policy_exceptions WHERE status = 'PROPOSED' AND expires_at <= house_now() ORDER BY expires_at LIMIT ${most})
          UNION ALL
          (SELECT id, 'LAPSE', use_by FROM policy_exceptions WHERE status = 'APPROVED' AND customer_told_at IS NULL AND use_by <= house_now() ORDER BY use_by LIMIT ${most})`,
      'exceptions.due',
    );
  }

  private byClock(action: ClockAction, id: string): Promise<boolean> {
    const step = CLOCK_STEPS[action];
    return this.bySystem(id, (exception) => {
      const from: readonly ExceptionStatus[] = step.from;
      return from.includes(exception.status) && step.isDue(exception)
        ? { status: step.to[0], coveredBy: null, name: step.facts[0] }
        : undefined;
    });
  }

  private async bySystem(id: string, decide: (exception: ExceptionNow) => SystemStep | undefined): Promise<boolean> {
    const { done } = await untilWritten(async () => {
      const [exception] = await lookAt(this.db, [id]);
      const step = exception && decide(exception);
      if (!exception || !step) return [{ done: false }];
      const body = { revision: exception.revision, ...(step.coveredBy ? { policyVersionId: step.coveredBy } : {}) };
      const facts = [{ subjectId: id, actorId: null, name: step.name, body }];
      const rows = await writeBySystem(this.db, { id, turn: exception.turn, facts }, step);
      return rows.map(() => ({ done: true }));
    });
    return done;
  }
}

interface SystemStep {
  status: ExceptionStatus;
  coveredBy: string | null;
  name: 'exception.expired' | 'exception.lapsed' | 'exception.covered';
}
