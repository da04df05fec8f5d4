/** A throw-away PostgreSQL of a test run. */
export interface TestServer {
  /** The superuser's URL of the database `postgres`. */
  adminUrl: string;
  /** Ends the server at once and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL from the binaries that npm installed, on a free port of the loopback. */
export function startServer(): Promise<TestServer>;

/**
 * A port of the loopback that is free now, and so is the one that stands beside it, if one does. Systems lend no such port to an outgoing connection,
 * which would have it by the time that somebody listens.
 */
export function freePort(beside?: (port: number) => number): Promise<number>;
