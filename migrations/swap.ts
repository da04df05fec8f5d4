import type { QueryRunner } from 'typeorm';

/** Puts another part into a function of an earlier migration, wherever the part stands, and leaves the rest of it as it is. */
export async function swap(runner: QueryRunner, name: string, was: string, is: string): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef($1::regproc) AS definition`, [name])) as { definition: string }[];
  if (!row?.definition.includes(was)) throw new Error(`The function ${name} is not as this migration knows it.`);
  await runner.query(row.definition.replaceAll(was, () => is));
}
