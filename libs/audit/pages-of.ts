import type pg from 'pg';

/** So many rows are in memory at once. */
const PAGE = 2_000;

let opened = 0;

/** The rows of one query, a page at a time, through a cursor of the transaction that is open. */
export async function* pagesOf<Row extends object>(client: pg.ClientBase, query: string): AsyncGenerator<Row[]> {
  const cursor = `audit_${++opened}`;
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query}`);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${PAGE} FROM ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) break;
  }
  await client.query(`CLOSE ${cursor}`);
}
