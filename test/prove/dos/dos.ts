import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { post } from '../wire.js';
import { type Attack, ATTACKS, type Target } from './attacks.js';

const FEWEST = 40;
/** How much of the processor one attack may take of the api, in milliseconds; measured, not waited for. */
const MOST_CPU_MS = 20;
/** On a busy machine everything takes more of it, an honest request too, which takes about one of a quiet one: then that many of those. */
const MOST_HONEST = 20;
const SLOW_CONNECTIONS = 200;
/** Of one tick of the clock by which Linux counts a process's time. */
const TICK_MS = 10;

/**
 * Promise 13: attacks that a small request could make expensive. Each is refused, and takes less than 20 ms of the api's processor; while 200
 * connections send a byte now and then, everybody else is answered.
 */
export async function dos(proof: Proof): Promise<void> {
  const times = proof.rounds(20, 200);
  const house = await House.open({ workers: 0 });
  try {
    const target = { url: house.urls[0] ?? '', token: await house.person('priya').bearer() };
    const pid = house.running[0]?.process.pid ?? 0;
    proof.check(ATTACKS.length >= FEWEST, `Only ${ATTACKS.length} attacks.`);
    for (let n = 0; n < 200; n++) await post(target.url, target.token, { query: '{ me { id } }' }); // warm, as a service that is attacked is
    const honest = await cpuOf(pid, 100, () => post(target.url, target.token, { query: '{ me { id } }' }));
    proof.say(`An honest request takes ${honest.toFixed(1)} ms of the processor.`);
    for (const attack of ATTACKS) await tryAttack(proof, attack, { target, pid, times, honestMs: honest });
    await slowly(proof, target);
    proof.check(
      house.running.every(({ hasEnded }) => !hasEnded),
      'A process ended.',
    );
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

interface Field {
  readonly target: Target;
  readonly pid: number;
  readonly times: number;
  readonly honestMs: number;
}

async function tryAttack(proof: Proof, { story, strike }: Attack, { target, pid, times, honestMs }: Field): Promise<void> {
  const ends = new Set<number>();
  const cpuMs = await cpuOf(pid, times, async () => ends.add(await strike(target)));
  const isRefused = [...ends].every((end) => end === 0 || end === 1006 || (end >= 400 && end < 500) || end >= 1002);
  proof.check(isRefused, `${story}: was not refused (${[...ends].join(', ')}).`);
  proof.check(cpuMs < Math.max(MOST_CPU_MS, MOST_HONEST * honestMs), `${story}: took ${cpuMs.toFixed(1)} ms of the processor.`);
  proof.say(`${cpuMs.toFixed(1).padStart(5)} ms  ${story} (${[...ends].join(', ')})`);
}

/** The processor's time that a process took for one of so many calls, in milliseconds. */
async function cpuOf(pid: number, times: number, call: () => Promise<unknown>): Promise<number> {
  const before = cpuMs(pid);
  for (let n = 0; n < times; n++) await call();
  return (cpuMs(pid) - before) / times;
}

/** User and system time, by the kernel's own count. @throws Error where there is no /proc */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Holds many connections with requests that never end, and asks meanwhile. */
async function slowly(proof: Proof, { url, token }: Target): Promise<void> {
  const { hostname, port } = new URL(url);
  const slow: Socket[] = Array.from({ length: SLOW_CONNECTIONS }, () => connect(Number(port), hostname).on('error', () => undefined));
  slow.forEach((socket, n) => {
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`);
    if (n % 2 === 0) socket.write(`content-length: 60000\r\nauthorization: Bearer ${token}\r\n\r\n{`);
  });
  for (let n = 0; n < 100; n++) {
    slow[n]?.write(' ');
    const { status } = await post(url, token, { query: '{ me { id } }' });
    proof.check(status === 200, `An honest request got ${status} beside ${SLOW_CONNECTIONS} slow ones.`);
  }
  slow.forEach((socket) => socket.destroy());
}
