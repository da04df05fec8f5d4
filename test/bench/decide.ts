import { House } from '../support/house.js';
import { cloneDatabase } from '../support/postgres.js';
import type { Bench } from './bench.types.js';
import { PROPOSAL, recordPairs, replay, WORDS } from './own-sql.js';
import { prepareReference, reference } from './reference.js';
import { type Figures, line, measured } from './rounds.js';
import { usageOf, type Usage } from './usage.js';
import { Wire } from './wire.js';

const LANES = 32;
const RECORDED_PAIRS = 3000;
const PROPOSE = `mutation ($input: ProposeExceptionInput!) { proposeException(input: $input) { exception { id revision { digest } } userErrors { code message } } }`;
const CO_SIGN = `mutation ($input: CoSignExceptionInput!) { coSignException(input: $input) { exception { status } userErrors { code message } } }`;

/**
 * Propose + co-sign → approved with review, facts and outbox, through HTTP and GraphQL with relay and worker at work, beside two limits of the
 * same Postgres in the same run: R, the plain statements one by one without walls, and S, the very statements that the service sends.
 */
export async function decide({ seconds, postgresPid, print }: Bench): Promise<void> {
  const limits = await cloneDatabase();
  await prepareReference(limits.adminUrl);
  const house = await House.open({ env: { LOG_LEVEL: 'error', DATABASE_POOL_MAX: '10' } });
  const { ground } = house;
  const actors = { proposer: await ground.actor('priya'), signer: await ground.actor('tom') };
  const caseId = await ground.caseOf('priya');
  const pairs = await recordPairs(ground.urls.apiUrl, RECORDED_PAIRS, { caseId, ...actors });
  const own = await replay(ground.urls.apiUrl, LANES, pairs);
  const plain = await reference(limits.adminUrl, LANES, seconds);
  const load = await overHttp(house, caseId, seconds);
  print(`decide: propose + co-sign, ${LANES} at a time, ${seconds} s each`);
  print(line(`R, plain statements (${plain.by})`, plain));
  print(line('S, our statements (pg)', own));
  print(
    line(
      'service, over HTTP and GraphQL',
      load.figures,
      `${(load.figures.perSecond / plain.perSecond).toFixed(2)} R   ${(load.figures.perSecond / own.perSecond).toFixed(2)} S`,
    ),
  );
  for (const [name, use] of Object.entries(load.usage)) {
    print(
      `  ${name.padEnd(10)} ${((use.cpuSeconds * 1000) / load.figures.count).toFixed(2)} ms CPU a pair   ${use.memoryMib.toFixed(0)} MiB`,
    );
  }
  await house.close();
  await limits.drop();

  async function overHttp(of: House, id: string, howLong: number): Promise<{ figures: Figures; usage: Record<string, Usage> }> {
    const wire = new Wire(new URL(of.urls[0] ?? ''), LANES);
    const [priya, tom] = await Promise.all([of.person('priya').bearer(), of.person('tom').bearer()]);
    const pair = async (lane: number, turn: number): Promise<void> => {
      const key = `${lane}-${turn}-${Math.random()}`;
      const { proposeException } = await wire.ask<Proposed>(priya, PROPOSE, {
        input: { ...PROPOSAL, caseId: id, idempotencyKey: `p${key}` },
      });
      const { id: exceptionId, revision } = proposeException.exception;
      const { coSignException } = await wire.ask<Signed>(tom, CO_SIGN, {
        input: { exceptionId, digest: revision.digest, words: WORDS, idempotencyKey: `s${key}` },
      });
      if (coSignException.exception.status !== 'APPROVED') throw new Error(JSON.stringify(coSignException));
    };
    await measured(LANES, 3, pair); // warm
    const who = {
      api: of.running[0]?.process.pid ?? 0,
      worker: of.running[1]?.process.pid ?? 0,
      postgres: postgresPid,
      client: process.pid,
    };
    const before = Object.entries(who).map(([name, pid]) => usageOf(pid, name === 'postgres'));
    const figures = await measured(LANES, howLong, pair);
    const usage = Object.fromEntries(
      Object.entries(who).map(([name, pid], index) => {
        const now = usageOf(pid, name === 'postgres');
        return [name, { ...now, cpuSeconds: now.cpuSeconds - (before[index]?.cpuSeconds ?? 0) }];
      }),
    );
    wire.close();
    return { figures, usage };
  }
}

interface Proposed {
  proposeException: { exception: { id: string; revision: { digest: string } } };
}

interface Signed {
  coSignException: { exception: { status: string } };
}
