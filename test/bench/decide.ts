import { House } from '../support/house.js';
import { cloneDatabase } from '../support/postgres.js';
import type { Bench } from './bench.types.js';
import { PROPOSAL, recordPairs, replay, WORDS } from './own-sql.js';
import { prepareReference, reference } from './reference.js';
import { type Figures, line, measured } from './rounds.js';
import { usagesOf } from './usage.js';
import { Wire } from './wire.js';

const LANES = 32;
const ROUNDS = 3;
const AGENTS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
const RECORDED_PAIRS = 800;
/** Each customer is helped once or twice, as in a real house; what one was given for one cause is summed. */
const CASES_EACH = 2_000;
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
  const caseIds = await ground.casesOf('priya', RECORDED_PAIRS);
  const load = await overHttp(house, postgresPid);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const pairs = await recordPairs(ground.urls.apiUrl, { caseIds, ...actors, round });
    const own = await replay(ground.urls.apiUrl, LANES, pairs);
    const plain = await reference(limits.adminUrl, LANES, seconds / 2);
    const service = await load.run(seconds);
    const after = await reference(limits.adminUrl, LANES, seconds / 2); // before and after, since the machine's speed drifts
    rounds.push({ own, plain: { ...plain, perSecond: (plain.perSecond + after.perSecond) / 2 }, by: plain.by, service });
  }
  tell(rounds, print);
  load.used().forEach((words) => print(words));
  load.close();
  await house.close();
  await limits.drop();
}

interface Round {
  own: Figures;
  plain: Figures;
  by: string;
  service: Figures;
}

/** The median round by its ratio to R: the three lines of one round belong together, those of different rounds do not. */
function tell(rounds: readonly Round[], print: (line: string) => void): void {
  const ratio = ({ service, plain }: Round): number => service.perSecond / plain.perSecond;
  const sorted = [...rounds].sort((a, b) => ratio(a) - ratio(b));
  const median = sorted[Math.floor(sorted.length / 2)];
  if (!median) return;
  const { own, plain, by, service } = median;
  print(
    `decide: propose + co-sign, ${LANES} at a time; the median of ${rounds.length} rounds, R from ${sorted.map((round) => ratio(round).toFixed(2)).join(', ')}`,
  );
  print(line(`R, plain statements (${by})`, plain));
  print(line('S, our statements (pg)', own));
  print(
    line('service, over HTTP and GraphQL', service, `${ratio(median).toFixed(2)} R   ${(service.perSecond / own.perSecond).toFixed(2)} S`),
  );
}

/** Agents who each own a case, propose for it, and co-sign for the next one, as many at once as there are lanes. */
async function overHttp(
  house: House,
  postgresPid: number,
): Promise<{ run(seconds: number): Promise<Figures>; used(): string[]; close(): void }> {
  const [api, worker] = house.running;
  if (!api?.process.pid || !worker?.process.pid) throw new Error('The house needs an api and a worker.');
  const wire = new Wire(new URL(api.url), LANES);
  const agents = await Promise.all(
    AGENTS.map(async (handle) => ({ token: await house.person(handle).bearer(), caseIds: await house.ground.casesOf(handle, CASES_EACH) })),
  );
  let next = 0;
  const pair = async (lane: number, turn: number): Promise<void> => {
    const [proposer, signer] = [agents[lane % agents.length], agents[(lane + 1) % agents.length]];
    const key = `${lane}-${turn}-${Math.random()}`;
    const proposal = { ...PROPOSAL, caseId: proposer?.caseIds[next++ % CASES_EACH], idempotencyKey: `p${key}` };
    const { proposeException } = await wire.ask<Proposed>(proposer?.token ?? '', PROPOSE, { input: proposal });
    const { id: exceptionId, revision } = proposeException.exception;
    const signature = { exceptionId, digest: revision.digest, words: WORDS, idempotencyKey: `s${key}` };
    const { coSignException } = await wire.ask<Signed>(signer?.token ?? '', CO_SIGN, { input: signature });
    if (coSignException.exception.status !== 'APPROVED') throw new Error(JSON.stringify(coSignException));
  };
  await measured(LANES, 3, pair); // warm
  let pieces = 0;
  let words: string[] = [];
  return {
    run: async (seconds) => {
      const used = usagesOf({ api: api.process.pid ?? 0, worker: worker.process.pid ?? 0, postgres: postgresPid, client: process.pid });
      const figures = await measured(LANES, seconds, pair);
      pieces += figures.count;
      words = used(figures.count);
      return figures;
    },
    used: () => [`  of the last round, of ${pieces} pairs in all:`, ...words],
    close: () => wire.close(),
  };
}

interface Proposed {
  proposeException: { exception: { id: string; revision: { digest: string } } };
}

interface Signed {
  coSignException: { exception: { status: string } };
}
