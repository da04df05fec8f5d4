import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceptionsRoom, FLOODED } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';

let room: ExceptionsRoom;
let house: SmallHouse;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
});
afterAll(() => house.close());
afterEach(async () => {
  await house.clock('0');
  await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
});

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const aud = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });
/** Priya's proposal that needs two signatures, with that of Tom. */
const signedByTom = async (): Promise<PolicyException> => {
  const { id } = await room.propose(aud(150_000));
  return room.coSign(id, 'tom', { words: 'I would want that too.' });
};

describe('to propose', () => {
  it('takes the quorum from the band, the time from working hours, and stores what was shown', async () => {
    const [shown, also] = [await room.propose(), await room.propose()];
    const one = await room.propose({ shownPrecedentIds: [also.id, shown.id] });
    expect(one).toMatchObject({ status: 'PROPOSED', turn: 1, revision: 1, quorum: 1, raised: 0, policyVersionId: null, approvedAt: null });
    expect(one.ref).toMatch(/^EX-1\d{3}$/);
    expect(one.expiresAt.getTime() - one.createdAt.getTime()).toBeGreaterThanOrEqual(4 * 3_600_000 - 1000);
    expect((await room.reads.shownPrecedents([one.id])).map(({ precedentId }) => precedentId)).toEqual([also.id, shown.id]);
    expect(await house.factsOf(one.id)).toEqual([
      {
        name: 'exception.proposed',
        actor_id: 'per_priya',
        body: { caseId: one.caseId, revision: 1, digest: await room.digest(one.id), quorum: 1 },
      },
    ]);
  });

  it('keeps why it is different as words of its proposer, which nobody changes', async () => {
    const shown = await room.propose();
    const { id } = await room.propose({ shownPrecedentIds: [shown.id], whyDifferent: 'She had paid there for twenty years.' });
    expect(await room.reads.whyDifferent([shown.id, id])).toEqual([{ exceptionId: id, words: 'She had paid there for twenty years.' }]);
    await room.amend(id, { whyFair: 'It was not her fault.' });
    expect(await room.reads.whyDifferent([id])).toHaveLength(1);
    await expect(
      house.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, why_different_id = NULL WHERE id = '${id}'`),
    ).rejects.toMatchObject({
      code: 'TP900',
    });
    await house.admin.query(`UPDATE remarks SET body = NULL, erased_at = house_now() WHERE subject_id = '${id}'`);
    expect(await room.reads.whyDifferent([id])).toEqual([{ exceptionId: id, words: null }]);
  });

  it.each([
    [50_000, 'AUD', 1],
    [50_001, 'AUD', 2],
    [200_000, 'AUD', 2],
    [200_001, 'AUD', 3],
    [1, 'NZD', 3],
  ])('%i minor units of %s needs %i', async (amountMinor, currency, quorum) => {
    expect(await room.propose({ remedy: { kind: 'REFUND', amount: { amountMinor, currency } } })).toMatchObject({ quorum });
  });

  it('is refused, by code and path, and nothing is stored', async () => {
    const caseId = await house.caseOf('tom');
    const ended = await house.endedCaseOf('priya');
    const other = await room.propose();
    const before = await house.rows('SELECT count(*)::int AS count FROM policy_exceptions');
    await expect(room.propose({ caseId })).rejects.toEqual(refused('NOT_OWNER'));
    await expect(room.propose({ caseId: 'cas_none' })).rejects.toEqual(refused('NOT_FOUND', { path: ['caseId'] }));
    await expect(room.propose({ caseId: ended })).rejects.toEqual(refused('INVALID', { path: ['caseId'] }));
    await expect(room.propose({ noPolicyExists: false })).rejects.toEqual(refused('INVALID', { path: ['policyVersionId'] }));
    await expect(room.propose({ policyVersionId: 'pve_none' })).rejects.toEqual(refused('INVALID', { path: ['policyVersionId'] }));
    await expect(room.propose({ noPolicyExists: null, policyVersionId: 'pve_none' })).rejects.toEqual(
      refused('NOT_FOUND', { path: ['policyVersionId'] }),
    );
    await expect(room.propose({ remedy: { kind: 'REFUND' } })).rejects.toEqual(refused('INVALID', { path: ['remedy'] }));
    await expect(room.propose({ remedy: { kind: 'DEED', amount: { amountMinor: 1, currency: 'AUD' } } })).rejects.toEqual(
      refused('INVALID', { path: ['remedy', 'deed'] }),
    );
    await expect(room.propose({ shownPrecedentIds: ['exc_none'] })).rejects.toEqual(refused('NOT_FOUND', { path: ['shownPrecedentIds'] }));
    await expect(room.propose({ clonedFromId: 'exc_none' })).rejects.toEqual(refused('NOT_FOUND', { path: ['clonedFromId'] }));
    await expect(room.propose({ clonedFromId: other.id, caseId: other.caseId })).rejects.toEqual(
      refused('INVALID', { path: ['clonedFromId'] }),
    );
    expect(await house.rows('SELECT count(*)::int AS count FROM policy_exceptions')).toEqual(before);
  });

  it('is refused where too few are here who could sign', async () => {
    await house.admin.query(
      `UPDATE people SET active = false WHERE faces_customers AND handle NOT IN ('priya', 'tom', 'lachlan', 'lach2')`,
    );
    await room.propose(aud(150_000));
    // Lachlan's two accounts are one human.
    await expect(room.propose(aud(250_000))).rejects.toEqual(
      refused('QUORUM_UNREACHABLE', { message: expect.stringContaining('3 co-signatures, and 2') }),
    );
    const { id } = await room.propose({}, 'lachlan');
    await expect(room.amend(id, aud(250_000), 'lachlan')).rejects.toEqual(refused('QUORUM_UNREACHABLE'));
  });

  it('by a robot counts as by its human', async () => {
    const caseId = await house.caseOf('lachlan');
    const { id } = await room.propose({ caseId }, 'desk');
    await expect(room.coSign(id, 'lach2')).rejects.toEqual(
      refused('SELF_CO_SIGN', { whoCould: expect.not.arrayContaining(['per_lachlan', 'per_lach2']) }),
    );
    await expect(room.coSign(id, 'lachlan')).rejects.toEqual(refused('SELF_CO_SIGN'));
    await expect(room.coSign(id, 'desk')).rejects.toEqual(refused('MACHINES_CANNOT_SIGN'));
  });
});

describe('promise 3: to amend', () => {
  it('the wording carries signatures over, with their words', async () => {
    const { id } = await signedByTom();
    const amended = await room.amend(id, { whyFair: 'Nobody could have paid there that day; I asked.' });
    expect(amended).toMatchObject({ revision: 2, quorum: 2, turn: 3 });
    expect(await room.reads.coSignatures([id])).toEqual([
      expect.objectContaining({
        signerId: 'per_tom',
        revision: 2,
        carriedFrom: 1,
        state: 'GIVEN',
        words: 'I would want that too.',
        digest: await room.digest(id),
      }),
    ]);
    expect((await house.factsOf(id)).at(-1)?.body).toMatchObject({ material: false, carried: ['hum_tom'] });
    expect(await room.coSign(id, 'mia')).toMatchObject({ status: 'APPROVED', approvedRevision: 2 });
    await expect(room.coSign(id, 'tom')).rejects.toEqual(refused('ALREADY_DECIDED'));
  });

  it.each([
    ['the amount', aud(150_001), 2],
    ['the amount, into a lower band', aud(20_000), 1],
    ['what we do', { whatWeDo: 'We take half of it back.' }, 2],
    ['the kind', { remedy: { kind: 'REFUND' as const, amount: { amountMinor: 150_000, currency: 'AUD' } } }, 2],
    ['a deed beside it', { remedy: { ...aud(150_000).remedy, deed: 'A call by the branch.' } }, 2],
  ])('%s makes every signature stale and chooses the quorum anew', async (_, change, quorum) => {
    const { id, expiresAt } = await signedByTom();
    expect(await room.amend(id, change)).toMatchObject({ revision: 2, quorum, expiresAt });
    expect(await room.signatures(id)).toEqual([['tom', 1, 'STALE']]);
    expect((await house.factsOf(id)).at(-1)?.body).toMatchObject({ material: true, carried: [] });
    expect((await room.coSign(id, 'tom')).status).toBe(quorum === 1 ? 'APPROVED' : 'PROPOSED');
  });

  it('without a change is refused, and leaves every signature; to ask for one more co-signer is a change', async () => {
    const { id } = await signedByTom();
    const { whyFair, remedy, cause } = FLOODED;
    for (const same of [{}, { whyFair, cause }, { ...aud(150_000), oneMoreCoSigner: false }])
      await expect(room.amend(id, same)).rejects.toEqual(refused('NOTHING_CHANGED'));
    expect(await room.signatures(id)).toEqual([['tom', 1, 'GIVEN']]);
    expect(await room.told(id)).not.toContain('amended');
    expect(await room.amend(id, { oneMoreCoSigner: true })).toMatchObject({ revision: 2 });
    expect(await room.amend(id, { remedy })).toMatchObject({ revision: 3 });
  });

  it('is conflict-free only on what was read', async () => {
    const { id } = await room.propose();
    const digest = await room.digest(id);
    await room.amend(id, { whyFair: 'I asked.' });
    const stale = refused('STALE_REVISION', { current: expect.objectContaining({ revision: 2 }) });
    await expect(room.vote('coSign', id, 'tom', { digest })).rejects.toEqual(stale);
    await expect(room.vote('objectTo', id, 'tom', { digest, reason: 'No.' })).rejects.toEqual(stale);
    await expect(room.vote('pass', id, 'tom', { digest })).rejects.toEqual(stale);
    const input = { exceptionId: id, expectedRevision: 1, whyFair: 'Again.' };
    await expect(room.proposals.amend(input, await house.actor('priya'))).rejects.toEqual(
      refused('STALE_REVISION', { path: ['expectedRevision'] }),
    );
    expect(await room.signatures(id)).toEqual([]);
  });

  it('raced with the decisive co-signature ends in one of two legal orders', async () => {
    const tom = await house.actor('tom');
    for (let round = 0; round < 12; round++) {
      const { id } = await room.propose();
      const digest = await room.digest(id);
      const [amended, signed] = await Promise.allSettled([
        room.amend(id, aud(10_000 + round)),
        room.exceptions.coSign({ exceptionId: id, digest }, tom),
      ]);
      const { status, revision } = await room.reads.byId(id);
      expect([
        ['fulfilled', 'rejected', 'PROPOSED', 2],
        ['rejected', 'fulfilled', 'APPROVED', 1],
      ]).toContainEqual([amended.status, signed.status, status, revision]);
      const [lost] = [amended, signed].filter((end) => end.status === 'rejected');
      expect(['STALE_REVISION', 'EXCEPTION_MOVED_ON']).toContain((lost?.reason as { code: string }).code);
    }
  });

  it('a helper may, once named; then they may not sign, and their own signature is not carried', async () => {
    const { id } = await signedByTom();
    await expect(room.amend(id, { whyFair: 'Better.' }, 'tom')).rejects.toEqual(refused('NOT_PROPOSER'));
    const invite = { exceptionId: id, personId: 'per_tom' };
    await room.exceptions.inviteHelper(invite, await house.actor('priya'));
    await room.exceptions.inviteHelper(invite, await house.actor('priya'));
    await expect(room.exceptions.inviteHelper({ ...invite, personId: 'per_desk' }, await house.actor('priya'))).rejects.toEqual(
      refused('NOT_FOUND', { path: ['personId'] }),
    );
    await room.amend(id, { whyFair: 'Better.' }, 'tom');
    expect(await room.signatures(id)).toEqual([['tom', 1, 'STALE']]);
    await expect(room.coSign(id, 'tom')).rejects.toEqual(
      refused('EDITOR_CO_SIGN', { whoCould: expect.not.arrayContaining(['per_tom', 'per_priya', 'per_desk', 'per_wei']) }),
    );
    expect(await room.coSign(id, 'mia')).toMatchObject({ status: 'PROPOSED' });
    expect(await room.coSign(id, 'ivy')).toMatchObject({ status: 'APPROVED' });
  });
});
