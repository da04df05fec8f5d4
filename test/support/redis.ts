import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { freePort } from './server.mjs';

/** A Redis of a suite's own, empty, on a free port of the loopback; nothing of it is written to disk. */
export interface TestRedis {
  readonly url: string;
  /** Forgets everything. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether a `redis-server` is on the PATH. Suites that need one say so when there is none, and are skipped. */
export function hasRedis(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found) process.stderr.write('Skipped on Redis: there is no redis-server on the PATH.\n');
  return found;
}

/** Ends the server when our end of the pipe closes, so that a run that was killed leaves none behind. The shell gives background jobs no input, hence 3. */
const BOUND = 'exec 3<&0; redis-server "$@" & cat <&3 >/dev/null; kill -9 $!';

/** Starts one, on a port of its own or on this one, and resolves when it answers. */
export async function startRedis(at?: number): Promise<TestRedis> {
  const port = at ?? (await freePort());
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const server = spawn('sh', ['-c', BOUND, 'redis-server', ...flags], { stdio: ['pipe', 'ignore', 'ignore'] });
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { url: `redis://127.0.0.1:${port}`, flush: () => flush(port), stop: () => stop(server) };
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function flush(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1');
  socket.resume().end('FLUSHALL\r\nQUIT\r\n');
  await once(socket, 'close');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.stdin?.end();
  await once(server, 'exit');
}
