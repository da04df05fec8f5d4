import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { hire, type SetScene, setScenes } from '../stage.js';
import { payloadOf, post, type Reply } from '../wire.js';
import { naiveRaceAgainstWalls, raceWithoutWalls } from './no-wall.js';

const SIGNERS = 100;
const HOUR_MS = 3_600_000;
const CO_SIGN = `mutation ($input: CoSignExceptionInput!) { coSignException(input: $input) { exception { status } userErrors { code } } }`;

/** Promises 1 and 5: a hundred colleagues co-sign the same text at the same moment, through two api processes, again and again; one of them approves. */
export async function race(proof: Proof): Promise<void> {
  if (proof.options['no-wall']) return raceWithoutWalls(proof);
  await naiveRaceAgainstWalls(proof);
  const rounds = proof.rounds(100, 1_000);
  const house = await House.open({ apis: 2, workers: 0 });
  try {
    const signers = await hire(house.ground.admin, 'signer', SIGNERS);
    await house.ground.admin.query(
      `INSERT INTO identities (issuer, subject, person_id) SELECT $1, handle, id FROM people WHERE id = ANY ($2)`,
      [house.env.OIDC_ISSUER, signers],
    );
    const tokens = await Promise.all(signers.map((id) => house.person(id.replace('per_', '')).bearer()));
    const scene = { proposerId: 'per_priya', quorum: 1, expiresInMs: HOUR_MS };
    const scenes = await setScenes(
      house.ground.admin,
      Array.from({ length: rounds }, () => scene),
    );
    proof.say(`${rounds} proposals, ${SIGNERS} colleagues, 2 api processes.`);
    for (const set of scenes) await raceOnce(proof, house, set, proof.chance.shuffled(tokens));
    await recordedAsAlsoAgreed(proof, house, rounds);
    for (const { kind, log } of house.running)
      if (/level":(50|60)/.test(log)) proof.fail(`The ${kind} logged an error: ${log.slice(-500)}`);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

async function raceOnce(proof: Proof, house: House, { id, digest }: SetScene, tokens: readonly string[]): Promise<void> {
  const operation = { query: CO_SIGN, variables: { input: { exceptionId: id, digest } } };
  const replies = await Promise.all(tokens.map((token, n) => post(house.urls[n % 2] ?? '', token, operation)));
  const outcomes = replies.map(outcome);
  const won = outcomes.filter((one) => one === 'APPROVED').length;
  const late = outcomes.filter((one) => one === 'ALREADY_DECIDED').length;
  const others = [...new Set(outcomes.filter((one) => one !== 'APPROVED' && one !== 'ALREADY_DECIDED'))];
  proof.check(
    won === 1 && late === tokens.length - 1,
    `${id}: ${won} approved, ${late} came too late, and ${others.join('; ') || 'nothing else'}`,
  );
}

function outcome(reply: Reply): string {
  const found = payloadOf(reply, 'coSignException');
  if (!found) return `HTTP ${reply.status} ${reply.text.slice(0, 200)}`;
  return found.codes.length > 0 ? found.codes.join('+') : (found.payload.exception as { status: string }).status;
}

async function recordedAsAlsoAgreed(proof: Proof, house: House, rounds: number): Promise<void> {
  const [row] = await house.ground.rows<{ whole: number }>(
    `SELECT count(*)::int AS whole FROM (SELECT exception_id FROM co_signatures GROUP BY exception_id
       HAVING count(*) FILTER (WHERE also_agreed) = $1 AND count(*) FILTER (WHERE NOT also_agreed) = 1) AS e`,
    [SIGNERS - 1],
  );
  proof.check(
    row?.whole === rounds,
    `Of ${rounds} exceptions, ${row?.whole} have one signature that counts and ${SIGNERS - 1} that also agree.`,
  );
}
