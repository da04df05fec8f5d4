import { House } from '../support/house.js';
import type { Bench } from './bench.types.js';
import { PROPOSAL } from './own-sql.js';
import { line, measured } from './rounds.js';
import { usageOf } from './usage.js';
import { Wire } from './wire.js';

const LANES = 32;
const OPEN = 200;
const INBOX = `{ inbox(first: 20) { nodes { id ref status quorum expiresAt proposer { name } revision { number digest cause whatHappened remedy { kind amount { amountMinor currency } } } } pageInfo { hasNextPage endCursor } } }`;

/** The inbox of 20 rows, as the first thing that everybody sees, from one api process. */
export async function inbox({ seconds, postgresPid, print }: Bench): Promise<void> {
  const house = await House.open({ workers: 0, env: { LOG_LEVEL: 'error' } });
  const [priya, tom] = [house.person('priya'), house.person('tom')];
  const caseId = await house.ground.caseOf('priya');
  for (let n = 0; n < OPEN; n++) await priya.run('proposeException', { ...PROPOSAL, caseId }, 'exception { id }');
  const wire = new Wire(new URL(house.urls[0] ?? ''), LANES);
  const token = await tom.bearer();
  const ask = async (): Promise<void> => {
    const { inbox: page } = await wire.ask<{ inbox: { nodes: unknown[] } }>(token, INBOX);
    if (page.nodes.length !== 20) throw new Error(`The inbox has ${page.nodes.length} rows.`);
  };
  await measured(LANES, 3, ask); // warm
  const pid = house.running[0]?.process.pid ?? 0;
  const before = [usageOf(pid), usageOf(postgresPid, true)];
  const figures = await measured(LANES, seconds, ask);
  const after = [usageOf(pid), usageOf(postgresPid, true)];
  print(`inbox: 20 of ${OPEN} rows, ${LANES} at a time, ${seconds} s`);
  print(line('service, one api process', figures));
  for (const [index, name] of ['api', 'postgres'].entries()) {
    const spent = (after[index]?.cpuSeconds ?? 0) - (before[index]?.cpuSeconds ?? 0);
    print(
      `  ${name.padEnd(10)} ${((spent * 1000) / figures.count).toFixed(2)} ms CPU a request   ${(after[index]?.memoryMib ?? 0).toFixed(0)} MiB`,
    );
  }
  wire.close();
  await house.close();
}
