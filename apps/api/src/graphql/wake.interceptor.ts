import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import sql from 'sql-template-tag';
import { Database } from '#database';
import { isMutation } from './refusals.interceptor.js';

/**
 * Wakes the relay after a mutation, so that what it recorded travels at once and not with the next poll. Outside the transaction, where it
 * cost a fifth of the writes, and one for all mutations that end while the last one is under way. A lost one costs a second.
 */
@Injectable()
export class WakeInterceptor implements NestInterceptor {
  private isUnderWay = false;
  private isWanted = false;

  constructor(private readonly db: Database) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return isMutation(context) ? next.handle().pipe(tap(() => this.wake())) : next.handle();
  }

  private wake(): void {
    this.isWanted = true;
    if (!this.isUnderWay) void this.notify();
  }

  private async notify(): Promise<void> {
    this.isUnderWay = true;
    while (this.isWanted) {
      this.isWanted = false;
      await this.db.query(sql`SELECT pg_notify('outbox_wake', '')`, 'outbox.wake').catch(() => undefined); // the poll comes anyway
    }
    this.isUnderWay = false;
  }
}
