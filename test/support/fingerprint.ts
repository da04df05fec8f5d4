import type { SmallHouse } from './small-house.js';

/** When a token was last used is noted beside the request, whatever it comes to. */
const NOTED_BESIDE = "'last_used_at'";

/** Every table of ours with the number of its rows and a digest of all they hold: two that are equal mean that nothing was changed. */
export async function fingerprint(ground: SmallHouse): Promise<Record<string, string>> {
  const tables = await ground.rows<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name, count(*) || ' rows ' || coalesce(md5(string_agg(row, ',' ORDER BY row)), '') AS state
      FROM (SELECT (to_jsonb(t) - ${NOTED_BESIDE})::text AS row FROM public.${name} t) rows`,
  );
  const states = await ground.rows<{ name: string; state: string }>(each.join(' UNION ALL '));
  return Object.fromEntries(states.map(({ name, state }) => [name, state]));
}
