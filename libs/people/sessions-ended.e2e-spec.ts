import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { SmallHouse } from '../../test/support/small-house.js';
import { Identities } from './identities.service.js';
import type { TokenVerifier } from './token-verifier.js';

const ISSUER = 'https://login.example';
let house: SmallHouse;

beforeAll(async () => {
  house = await SmallHouse.open();
  await house.admin.query(
    `INSERT INTO identities (issuer, subject, person_id) SELECT '${ISSUER}', handle, id FROM people WHERE kind = 'PERSON'`,
  );
});
afterAll(() => house.close());

/** Here every "token" is believed; forged ones are the business of token-verifier.spec. */
const believing = {
  verify: async (token: string) => ({ issuer: ISSUER, subject: String(decodeJwt(token).sub), issuedAt: Number(decodeJwt(token).iat) }),
} as TokenVerifier;

const issued = (secondsAgo: number): { bearer: string } => {
  const claims = { sub: 'wei', iat: Math.floor(Date.now() / 1000) - secondsAgo };
  return { bearer: `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.` };
};

it('promise 2: whose sessions were ended is known again by what began afterwards only, token and session alike', async () => {
  const identities = new Identities(house.api, believing);
  const ended = expect.objectContaining({ reason: 'SESSION_ENDED' });
  const { secret } = await identities.openSession({ issuer: ISSUER, subject: 'wei', issuedAt: 0 });
  const before = issued(30);
  expect(await identities.actorOf(before)).toMatchObject({ personId: 'per_wei' });
  await house.admin.query(`UPDATE people SET sessions_ended_at = house_now() - interval '10 seconds' WHERE id = 'per_wei'`);
  await house.admin.query(`UPDATE sessions SET created_at = house_now() - interval '30 seconds'`);
  await expect(identities.actorOf(before)).rejects.toEqual(ended);
  await expect(identities.actorOf({ session: secret })).rejects.toEqual(ended);
  await expect(identities.openSession({ issuer: ISSUER, subject: 'wei', issuedAt: 0 })).rejects.toEqual(ended);
  expect(await identities.actorOf(issued(0))).toMatchObject({ personId: 'per_wei' });
  const again = await identities.openSession({ issuer: ISSUER, subject: 'wei', issuedAt: Date.now() / 1000 });
  expect(await identities.actorOf({ session: again.secret })).toMatchObject({ personId: 'per_wei' });
});
