import type { SmallHouse } from '../../support/small-house.js';
import type { Year } from './planned-year.js';

/** Puts one lie behind each claim of the year, so that a programme that finds nothing wrong proves nothing. */
export async function tellLies(house: SmallHouse, { exceptions }: Year): Promise<void> {
  const covered = exceptions.find(({ status }) => status === 'COVERED');
  const given = exceptions.filter((one) => one.planted === null && one.status === 'FULFILLED' && one.currency === 'AUD');
  const [hidden, swollen] = [given[0]?.id, given.at(-1)?.id];
  await house.admin.query('BEGIN');
  // Patterns: one exception that nobody finds. Dispersion: one amount that is not what was given.
  await house.admin.query('DELETE FROM precedents WHERE exception_id = $1', [hidden]);
  await house.admin.query('UPDATE precedents SET amount_minor = amount_minor * 50 WHERE exception_id = $1', [swollen]);
  // Figures: amounts of one pattern that are a little more than what was given.
  await house.admin.query(
    `UPDATE precedents SET amount_minor = amount_minor + 1 WHERE cause = (SELECT cause FROM precedents WHERE exception_id = $1)`,
    [swollen],
  );
  await house.admin.query('SET LOCAL session_replication_role = replica');
  // Replays, reach-backs and what had to be signed before: the limit itself is no longer within the limit.
  const [row] = await house.rows<{ body: string }>(`SELECT pg_get_functiondef('covers'::regproc) AS body`);
  await house.admin.query((row?.body ?? '').replace('amount <= v.amount_up_to', 'amount < v.amount_up_to'));
  // Avoided: a yes that the tables do not know any more, though its fact stands.
  await house.admin.query(`UPDATE policy_exceptions SET status = 'WITHDRAWN', covered_by = NULL WHERE id = $1`, [covered?.id]);
  await house.admin.query('COMMIT');
}
