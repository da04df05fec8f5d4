import { House } from '../support/house.js';
import { cloneDatabase } from '../support/postgres.js';
import type { Bench } from './bench.types.js';
import { PROPOSAL, recordPairs, replay, WORDS } from './own-sql.js';
import { prepareReference, reference } from './reference.js';
import { type Figures, line, measured } from './rounds.js';
import { usagesOf } from './usage.js';
import { Wire } from './wire.js';

const LANES = 32;
const AGENTS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
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
  const load = await overHttp(house, seconds, postgresPid);
  const { perSecond } = load.figures;
  print(`decide: propose + co-sign, ${LANES} at a time, ${seconds} s each`);
  print(line(`R, plain statements (${plain.by})`, plain));
  print(line('S, our statements (pg)', own));
  print(
    line(
      'service, over HTTP and GraphQL',
      load.figures,
      `${(perSecond / plain.perSecond).toFixed(2)} R   ${(perSecond / own.perSecond).toFixed(2)} S`,
    ),
  );
  load.used.forEach((words) => print(words));
  await house.close();
  await limits.drop();
}

/** Agents who each own a case, propose for it, and co-sign for the next one, as many at once as there are lanes. */
async function overHttp(house: House, seconds: number, postgresPid: number): Promise<{ figures: Figures; used: string[] }> {
  const [api, worker] = house.running;
  if (!api?.process.pid || !worker?.process.pid) throw new Error('The house needs an api and a worker.');
  const wire = new Wire(new URL(api.url), LANES);
  const agents = await Promise.all(
    AGENTS.map(async (handle) => ({ token: await house.person(handle).bearer(), caseId: await house.ground.caseOf(handle) })),
  );
  const pair = async (lane: number, turn: number): Promise<void> => {
    const [proposer, signer] = [agents[lane % agents.length], agents[(lane + 1) % agents.length]];
    const key = `${lane}-${turn}-${Math.random()}`;
    const proposal = { ...PROPOSAL, caseId: proposer?.caseId, idempotencyKey: `p${key}` };
    const { proposeException } = await wire.ask<Proposed>(proposer?.token ?? '', PROPOSE, { input: proposal });
    const { id: exceptionId, revision } = proposeException.exception;
    const signature = { exceptionId, digest: revision.digest, words: WORDS, idempotencyKey: `s${key}` };
    const { coSignException } = await wire.ask<Signed>(signer?.token ?? '', CO_SIGN, { input: signature });
    if (coSignException.exception.status !== 'APPROVED') throw new Error(JSON.stringify(coSignException));
  };
  await measured(LANES, 3, pair); // warm
  const used = usagesOf({ api: api.process.pid, worker: worker.process.pid, postgres: postgresPid, client: process.pid });
  const figures = await measured(LANES, seconds, pair);
  wire.close();
  return { figures, used: used(figures.count) };
}

interface Proposed {
  proposeException: { exception: { id: string; revision: { digest: string } } };
}

interface Signed {
  coSignException: { exception: { status: string } };
}
