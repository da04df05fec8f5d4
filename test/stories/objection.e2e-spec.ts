import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, FLOOD, propose, readAndCoSign, type Seen, seenBy } from '../support/acts.js';
import { House } from '../support/house.js';

jest.setTimeout(60_000);

const TWICE = 'The customer was told twice that this fee stands.';
const OVERDRAWN = {
  ...FLOOD,
  cause: 'told-nothing',
  whatHappened: 'The fee was charged although nobody told her of it.',
  whatWeDo: 'We give back all of the fee.',
  remedy: { kind: 'REFUND', amount: { amountMinor: 45_000, currency: 'AUD' } },
};

/** The honest no with its appeal route is part of the whole case, which comes later; here the story ends with the decline. */
describe('an objection', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ workers: 0 });
  });
  afterAll(() => house?.close());

  const object = async (handle: string, { id, revision }: Seen, reason: string) =>
    act(house.person(handle), 'objectToException', { exceptionId: id, digest: revision.digest, reason });

  it('asks for one more, stays in sight, and is answered by a better proposal', async () => {
    const [priya, jack, noor] = [house.person('priya'), house.person('jack'), house.person('noor')];
    const proposed = await propose(priya, OVERDRAWN);
    expect(proposed).toMatchObject({ status: 'PROPOSED', quorum: 1 });

    const objected = await object('noor', proposed, TWICE);
    expect(objected).toMatchObject({ userErrors: [], exception: { status: 'PROPOSED', quorum: 2 } });
    expect(codes((await readAndCoSign(noor, proposed.id)).userErrors)).toEqual(['ALREADY_SIGNED']);

    const seen = await seenBy(jack, proposed.id);
    expect(seen.objections).toEqual([{ by: { name: 'Noor' }, reason: TWICE, stale: false }]);
    expect(seen.openActions).toEqual(expect.arrayContaining(['CO_SIGN', 'OBJECT', 'PASS']));
    expect(await readAndCoSign(jack, proposed.id)).toMatchObject({ exception: { status: 'PROPOSED' }, userErrors: [] });

    const amended = await act(priya, 'amendException', {
      exceptionId: proposed.id,
      expectedRevision: 1,
      whatHappened: 'She was told once, on 3 March; the record of the call is in the case.',
      remedy: { kind: 'REFUND', amount: { amountMinor: 22_500, currency: 'AUD' } },
    });
    expect(amended).toMatchObject({ userErrors: [], exception: { quorum: 2, revision: { number: 2 } } });
    expect(amended.exception?.objections).toMatchObject([{ reason: TWICE, stale: true }]);
    expect(amended.exception?.coSignatures).toMatchObject([{ signer: { name: 'Jack' }, state: 'STALE' }]);
    expect(codes((await object('mia', proposed, 'Too much.')).userErrors)).toEqual(['STALE_REVISION']);

    expect(await readAndCoSign(noor, proposed.id, 'Half of it is right.')).toMatchObject({
      userErrors: [],
      exception: { status: 'PROPOSED' },
    });
    const decided = await readAndCoSign(jack, proposed.id);
    expect(decided).toMatchObject({ userErrors: [], exception: { status: 'APPROVED' } });
    const counted = decided.exception?.coSignatures.filter(({ state }) => state === 'COUNTED').map(({ signer }) => signer.name);
    expect(counted?.sort()).toEqual(['Jack', 'Noor']);
  });

  it('declines, when a second colleague objects', async () => {
    const priya = house.person('priya');
    const proposed = await propose(priya, OVERDRAWN);
    await object('noor', proposed, TWICE);
    const declined = await object('jack', proposed, 'I heard the second call.');
    expect(declined).toMatchObject({ userErrors: [], exception: { status: 'DECLINED', openActions: [] } });
    expect(declined.exception?.objections.map(({ by }) => by.name).sort()).toEqual(['Jack', 'Noor']);

    expect(codes((await readAndCoSign(house.person('mia'), proposed.id)).userErrors)).toEqual(['EXCEPTION_MOVED_ON']);
    const late = { exceptionId: proposed.id, expectedRevision: 1, whyFair: 'All the same.' };
    expect(codes((await act(priya, 'amendException', late)).userErrors)).toEqual(['EXCEPTION_MOVED_ON']);
    expect((await seenBy(priya, proposed.id)).openActions).toEqual([]);
    const answer = await priya.ask<{ authorization: { allowed: boolean; because: string; receipt: string | null } }>(
      'query ($id: ID!) { authorization(exceptionId: $id) { allowed because receipt } }',
      { id: proposed.id },
    );
    expect(answer.authorization).toMatchObject({ allowed: false, receipt: null, because: expect.stringContaining('declined') });
  });

  it('may be taken back while it is open, and the raised quorum stays', async () => {
    const proposed = await propose(house.person('priya'), OVERDRAWN);
    await object('noor', proposed, TWICE);
    const back = await act(house.person('noor'), 'retractFromException', { exceptionId: proposed.id });
    expect(back).toMatchObject({ userErrors: [], exception: { status: 'PROPOSED', quorum: 2, objections: [{ stale: true }] } });
    expect(codes((await object('noor', proposed, TWICE)).userErrors)).toEqual(['ALREADY_SIGNED']);
    const again = await object('jack', proposed, 'I heard the second call.');
    expect(again).toMatchObject({ userErrors: [], exception: { status: 'PROPOSED', quorum: 3 } });
  });

  it('keeps the words of an objection through a change of wording only', async () => {
    const proposed = await propose(house.person('priya'), OVERDRAWN);
    await object('noor', proposed, TWICE);
    const reworded = await act(house.person('priya'), 'amendException', {
      exceptionId: proposed.id,
      expectedRevision: 1,
      whyFair: 'Nobody would have guessed it.',
    });
    expect(reworded.exception?.objections).toMatchObject([{ reason: TWICE, stale: false }]);
    if (!reworded.exception) throw new Error('It was not amended.');
    expect(await object('jack', reworded.exception, 'I heard the second call.')).toMatchObject({ exception: { status: 'DECLINED' } });
  });
});
