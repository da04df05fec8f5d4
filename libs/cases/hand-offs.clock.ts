import { Injectable } from '@nestjs/common';
import { Database, untilWritten } from '#database';
import type { FactName, NewFact } from '#facts';
import sql from 'sql-template-tag';
import { dueStep, HAND_OFF_CLOCK_STEPS, type HandOffNow } from './hand-off.rules.js';
import type { HandOffClockAction } from './hand-off.words.js';
import { lookAtHandOffs } from './hand-offs.look.js';
import { writeByClock, writeReturn } from './hand-offs.write.js';

/** One hand-off on which the clock has work to do. */
export interface DueHandOff {
  readonly id: string;
  readonly action: 'EXPIRE' | 'SETTLE';
  /** When it fell due. */
  readonly at: Date;
}

/** What happens to hand-offs because time passed, by the database's clock. Safe to repeat; runs in the worker, and before a new offer. */
@Injectable()
export class HandOffsClock {
  constructor(private readonly db: Database) {}

  /** Ends an offer whose time has passed; otherwise does nothing. Answers whether it did. */
  async expire(id: string): Promise<boolean> {
    return (await this.byClock(id, ['EXPIRE'])) !== undefined;
  }

  /**
   * When the time for a first touch has passed: gives a case back that nobody touched, or leaves it where it is when who had offered it is
   * not here; or finds that it was touched. Otherwise does nothing. Answers what it did.
   */
  settle(id: string): Promise<HandOffClockAction | undefined> {
    return this.byClock(id, ['RETURN', 'STAY', 'SETTLE']);
  }

  /** What is due by now, at most so many of each kind, the longest due first: the sweep puts it into the queue, whatever the queue lost. */
  due(most: number): Promise<DueHandOff[]> {
    return this.db.query<DueHandOff & Record<string, unknown>>(
      sql`(SELECT id, 'EXPIRE' AS action, expires_at AS at FROM hand_offs WHERE status = 'OFFERED' AND expires_at <= house_now() ORDER BY expires_at LIMIT ${most})
          UNION ALL
          (SELECT id, 'SETTLE', first_touch_due_at FROM hand_offs
            WHERE status = 'ACCEPTED' AND settled_at IS NULL AND first_touch_due_at <= house_now() ORDER BY first_touch_due_at LIMIT ${most})`,
      'handOffs.due',
    );
  }

  private async byClock(id: string, actions: readonly HandOffClockAction[]): Promise<HandOffClockAction | undefined> {
    const { done } = await untilWritten<{ done: HandOffClockAction | undefined }>(async () => {
      const [handOff] = await lookAtHandOffs(this.db, [id]);
      const action = handOff && dueStep(handOff);
      if (!handOff || !action || !actions.includes(action)) return [{ done: undefined }];
      const rows = await this.write(action, handOff);
      return rows.map(() => ({ done: action }));
    });
    return done;
  }

  private write(action: HandOffClockAction, handOff: HandOffNow): Promise<{ id: string }[]> {
    const { id, caseId, fromId, toId } = handOff;
    const told: readonly FactName[] = HAND_OFF_CLOCK_STEPS[action].facts;
    const facts = told.map((name): NewFact => ({ subjectId: caseId, actorId: null, name, body: { handOffId: id, fromId, toId } }));
    if (action === 'RETURN') return writeReturn(this.db, { id, facts }, handOff);
    return writeByClock(this.db, { id, facts }, handOff, action === 'EXPIRE' ? 'EXPIRED' : 'SETTLED');
  }
}
