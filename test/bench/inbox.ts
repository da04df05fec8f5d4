import { House } from '../support/house.js';
import type { Bench } from './bench.types.js';
import { PROPOSAL } from './own-sql.js';
import { line, measured } from './rounds.js';
import { usagesOf } from './usage.js';
import { Wire } from './wire.js';

const LANES = 32;
const OPEN = 200;
const INBOX = `{ inbox(first: 20) { nodes { id ref status quorum expiresAt proposer { name } revision { number digest cause whatHappened remedy { kind amount { amountMinor currency } } } } pageInfo { hasNextPage endCursor } } }`;

/** The inbox of 20 rows, as the first thing that everybody sees, from one api process. */
export async function inbox({ seconds, postgresPid, print }: Bench): Promise<void> {
  const house = await House.open({ workers: 0, env: { LOG_LEVEL: 'error' } });
  await fill(house);
  const [api] = house.running;
  if (!api?.process.pid) throw new Error('The house has no api.');
  const wire = new Wire(new URL(api.url), LANES);
  const token = await house.person('tom').bearer();
  const ask = async (): Promise<void> => {
    const { inbox: page } = await wire.ask<{ inbox: { nodes: unknown[] } }>(token, INBOX);
    if (page.nodes.length !== 20) throw new Error(`The inbox has ${page.nodes.length} rows.`);
  };
  await measured(LANES, 3, ask); // warm
  const used = usagesOf({ api: api.process.pid, postgres: postgresPid });
  const figures = await measured(LANES, seconds, ask);
  print(`inbox: 20 of ${OPEN} rows, ${LANES} at a time, ${seconds} s`);
  print(line('service, one api process', figures));
  used(figures.count).forEach((words) => print(words));
  wire.close();
  await house.close();
}

async function fill(house: House): Promise<void> {
  const caseId = await house.ground.caseOf('priya');
  for (let n = 0; n < OPEN; n++) await house.person('priya').run('proposeException', { ...PROPOSAL, caseId }, 'exception { id }');
}
