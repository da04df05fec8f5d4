/** A throw-away PostgreSQL of a test run. */
export interface TestServer {
  /** The superuser's URL of the database `postgres`. */
  adminUrl: string;
  /** Ends the server at once and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL from the binaries that npm installed, on a free port of the loopback. */
export function startServer(): Promise<TestServer>;

/** A port of the loopback that is free now. */
export function freePort(): Promise<number>;
