import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { isNotNow } from './not-now.js';
import { isPostgresError } from './walls.js';

/** Somewhere to send statements: the pool, or one transaction. */
export interface Queryable {
  /** Sends one statement. With a name it is prepared once per connection; the same name must always carry the same text. */
  query<Row extends pg.QueryResultRow>(statement: Sql, name?: string): Promise<Row[]>;
}

const RETRIED = new Set(['40001', '40P01', '55P03']);
const MOST_TRIES = 3;
/** After so long, in milliseconds, somebody has waited enough: another try may take as long as a connection and a lock together. */
const MOST_MS = 3_000;

/** One pool per process: reads, one-statement writes, and transactions that retry what may be retried. */
@Injectable()
export class Database implements Queryable {
  /** The pool that TypeORM uses as well, and ends; see database.module.ts. */
  constructor(readonly pool: pg.Pool) {}

  async query<Row extends pg.QueryResultRow>(statement: Sql, name?: string): Promise<Row[]> {
    return again(() => send<Row>(this.pool, statement, name));
  }

  /** Runs work in one transaction; retries serialisation failures, deadlocks and lock time-outs three times with jitter, else rethrows. */
  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return again(async () => {
      const client = await this.pool.connect();
      let isBroken = false;
      try {
        await client.query('BEGIN');
        const result = await work({ query: (statement, name) => send(client, statement, name) });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // The connection itself may be what failed: then it must not go back to the pool, and to say goodbye would only take as long again.
        isBroken = (isNotNow(error) && !isPostgresError(error)) || (await rollBack(client));
        throw error;
      } finally {
        client.release(isBroken);
      }
    });
  }
}

/** Whether even this failed. The first error is the one to tell. */
function rollBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => false,
    () => true,
  );
}

async function send<Row extends pg.QueryResultRow>(client: pg.Pool | pg.PoolClient, statement: Sql, name?: string): Promise<Row[]> {
  const result = await client.query<Row>({ text: statement.text, values: statement.values, ...(name ? { name } : {}) });
  return result.rows;
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isPostgresError(error) || !RETRIED.has(error.code) || isEnough(tries, began)) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries * 10 + Math.random() * 20));
    }
  }
}

function isEnough(tries: number, began: number): boolean {
  return tries === MOST_TRIES || performance.now() - began > MOST_MS;
}
