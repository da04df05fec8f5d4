import type { Settings } from '#settings';

/**
 * After so long without a word Postgres ends a session of ours. Pools let go of what is idle after 10 s, and lines of their own ask something
 * every 5 s; so this meets only those whose other end is gone, which would keep a lock and a place among the connections for two hours.
 */
const SILENCE_S = 15;

/** How a service keeps a line to Postgres: it gives up one that is silent, and has Postgres do the same on the other side. */
export function lineOptions({ databaseConnectMs, databaseQueryMs }: Pick<Settings, 'databaseConnectMs' | 'databaseQueryMs'>) {
  return {
    connectionTimeoutMillis: databaseConnectMs,
    query_timeout: databaseQueryMs,
    keepAlive: true,
    options: `-c idle_session_timeout=${SILENCE_S}s`,
  };
}
