import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DateTime } from 'luxon';
import { act, codes, floodOf, openCase } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House, type HousePerson, type UserError } from '../support/house.js';

jest.setTimeout(120_000);

const MINUTE = 60_000;

interface Offered {
  handOff: { id: string; status: string; tagBack: boolean; helper: { name: string } | null } | null;
  userErrors: UserError[];
}
interface Promised {
  getBack: { id: string; status: string; dueAt: string; dueLocal: string; deliveredAt: string | null; promisedBy: { name: string } } | null;
  userErrors: UserError[];
}

/** All that he would otherwise have to tell again, in the very answer of the acceptance. */
const ALL = `handOff { status why recap newFact customerToldAt callbackContact from { name } helper { name } firstTouchDueAt
  case { ref need owner { name } openActions recapDraft customer { name contact timeZone }
    exceptions { ref status revision { whatHappened whatWeDo remedy { amount { amountMinor currency } } } }
    getBacks { what status dueAt dueLocal promisedBy { name } } questions { question answer to { name } }
    customerMessages(first: 5) { nodes { text channel receivedAt } }
    handOffs { status why recap from { name } to { name } } } }`;

interface Said {
  message: { text: string; receivedAt: string; recordedBy: { name: string } } | null;
  userErrors: UserError[];
}

let house: House;
let jack: HousePerson;
let mia: HousePerson;

beforeAll(async () => {
  house = await House.open({ env: { SWEEP_MS: '500' } });
  [jack, mia] = [house.person('jack'), house.person('mia')];
});
afterAll(() => house.close());

/** Where the customer is, when he rings, and what makes that hour special. Later ones come later, since the clock of a house goes forwards. */
const CALLS = [
  ['in London, half an hour before clocks go forward', 'Europe/London', '2027-03-28T00:35:00Z'],
  ['in Sydney, half an hour before clocks go back', 'Australia/Sydney', '2027-04-03T15:35:00Z'],
  ['in Sydney, at 15:20 on a plain day', 'Australia/Sydney', '2027-06-10T05:20:00Z'],
  ['in Sydney, half an hour before clocks go forward', 'Australia/Sydney', '2027-10-02T15:35:00Z'],
  ['in London, half an hour before clocks go back', 'Europe/London', '2027-10-31T00:35:00Z'],
] as const;

describe.each(CALLS)('story 5, promise 12: hot potato on the telephone, %s', (_, timeZone, rings) => {
  const at = (minutes: number): Date => new Date(Date.parse(rings) + minutes * MINUTE);
  /** The house's clock goes on from so many minutes after he rang. */
  const clock = (minutes: number): Promise<void> => house.ground.clock(`${at(minutes).getTime() - Date.now()} milliseconds`);
  let caseId: string;
  let offerId: string;
  let promiseId: string;
  /** What the remedies are called: one that came to nothing, and one that waits. */
  let refs: string[];

  /** As his clock shows so many minutes after he rang. */
  const onHisClock = (minutes: number, more = ''): string =>
    DateTime.fromJSDate(at(minutes), { zone: timeZone }).toFormat(`yyyy-MM-dd'T'HH:mm${more}`);
  const PROMISED = 'getBack { id status dueAt dueLocal deliveredAt promisedBy { name } }';
  const OFFERED = 'handOff { id status tagBack helper { name } }';
  const offer = (from: HousePerson, to: string, more: object = {}): Promise<Offered> =>
    from.run(
      'offerHandOff',
      { caseId, toId: `per_${to}`, why: 'Card payments are hers.', recap: 'Charged twice, AUD 64.90.', ...more },
      OFFERED,
    );
  const accept = (who: HousePerson, handOffId: string): Promise<Offered> => who.run('acceptHandOff', { handOffId }, OFFERED);
  const seen = async <Seen>(fields: string): Promise<Seen> =>
    (await jack.ask<{ customerCase: Seen }>(`query ($id: ID!) { customerCase(id: $id) { ${fields} } }`, { id: caseId })).customerCase;
  const owner = async (): Promise<string> => (await seen<{ owner: { name: string } }>('owner { name }')).owner.name;

  it('(1) Mr Okafor rings: double charged AUD 64.90, and Jack has it', async () => {
    await clock(0);
    const customer = { name: 'Chidi Okafor', contact: '+61 2 5550 7788', timeZone };
    caseId = await openCase(jack, { customer, need: 'You charged me AUD 64.90 twice.' });
    expect(await owner()).toBe('Jack');
  });

  it('(2) Jack offers it to Mia: not before he told the customer; then the recap is begun for him', async () => {
    await clock(1);
    const untold = await offer(jack, 'mia');
    expect(codes(untold.userErrors)).toEqual(['CUSTOMER_NOT_TOLD']);
    const { recapDraft } = await seen<{ recapDraft: string }>('recapDraft');
    expect(recapDraft).toContain('AUD 64.90 twice');
    const told = await offer(jack, 'mia', { customerToldAt: at(1).toISOString(), recap: recapDraft });
    expect(told).toMatchObject({ userErrors: [], handOff: { status: 'OFFERED', tagBack: false } });
    offerId = told.handOff?.id ?? '';
  });

  it('(3) Mia does not answer for thirty minutes: it is still his', async () => {
    await clock(32);
    const [late] = codes((await accept(mia, offerId)).userErrors);
    expect(['EXPIRED', 'HAND_OFF_MOVED_ON']).toContain(late); // by the clock alone, or once the worker has noticed it too
    expect(await owner()).toBe('Jack');
    const statuses = async () =>
      (await seen<{ handOffs: { status: string }[] }>('handOffs { status }')).handOffs.map(({ status }) => status);
    expect(await eventually(statuses, (all) => all[0] === 'EXPIRED')).toEqual(['EXPIRED']);
  });

  it('(4) Mia accepts, and promises to get back by 16:00 on his clock', async () => {
    await clock(33);
    const again = await offer(jack, 'mia', { customerToldAt: at(33).toISOString() });
    expect((await accept(mia, again.handOff?.id ?? '')).handOff).toMatchObject({ status: 'ACCEPTED' });
    expect(await owner()).toBe('Mia');
    const isShownTwice = DateTime.fromJSDate(at(40), { zone: timeZone }).getPossibleOffsets().length > 1;
    const promise = (dueLocal: string): Promise<Promised> =>
      mia.run('promiseGetBack', { caseId, what: 'Whether the second charge is back.', dueLocal }, PROMISED);
    if (isShownTwice) expect((await promise(onHisClock(40))).userErrors).toMatchObject([{ code: 'INVALID', path: ['dueLocal'] }]);
    const promised = await promise(isShownTwice ? onHisClock(40, 'ZZ') : onHisClock(40));
    expect(promised).toMatchObject({
      userErrors: [],
      getBack: { status: 'MADE', dueAt: at(40).toISOString(), promisedBy: { name: 'Mia' } },
    });
    promiseId = promised.getBack?.id ?? '';
  });

  it('(4) she tries what she can: one remedy comes to nothing, another waits; and Ivy knows the terminal', async () => {
    await clock(34);
    const [goodwill, refund] = [floodOf(2_000, 'other'), floodOf(6_490, 'other')];
    const { exception: tried } = await act(mia, 'proposeException', { caseId, ...goodwill });
    await act(mia, 'withdrawException', { exceptionId: tried?.id, reason: 'He wants the charge back, not a voucher.' });
    const { exception: open, userErrors } = await act(mia, 'proposeException', {
      caseId,
      ...refund,
      whatWeDo: 'We take the second charge back.',
    });
    expect(codes(userErrors)).toEqual([]);
    refs = [tried?.ref ?? '', open?.ref ?? ''];
    const { question } = await mia.run<{ question: { id: string } }>(
      'askColleague',
      { caseId, personId: 'per_ivy', question: 'Whose terminal is it?' },
      'question { id }',
    );
    await house.person('ivy').run('answerQuestion', { questionId: question.id, answer: 'The one that Jack knows.' }, 'question { id }');
    const written = { caseId, channel: 'email', text: 'It was the blue card.', receivedAt: at(34).toISOString() };
    expect((await mia.run<Said>('recordCustomerMessage', written, 'message { text receivedAt recordedBy { name } }')).userErrors).toEqual(
      [],
    );
  });

  it('(4) she offers it back: that needs news, and Ivy; the promise goes along, and the recap says it', async () => {
    await clock(35);
    const { recapDraft } = await seen<{ recapDraft: string }>('recapDraft');
    const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at(40));
    expect(recapDraft).toContain(`Promised: by ${day}`);
    expect(recapDraft).toContain(': Whether the second charge is back.');
    expect(recapDraft).toMatch(/^Said since: email, .+: It was the blue card\.$/m);
    const back = { customerToldAt: at(35).toISOString(), recap: recapDraft };
    expect(codes((await offer(mia, 'jack', back)).userErrors)).toEqual(['TAG_BACK_NEEDS_NEW_FACT']);
    const newFact = 'The second charge was made by the terminal that Jack knows.';
    const tagBack = await offer(mia, 'jack', { ...back, newFact, helperId: 'per_ivy' });
    expect(tagBack).toMatchObject({ userErrors: [], handOff: { tagBack: true, helper: { name: 'Ivy' } } });
    const accepted = await jack.run<{ handOff: object; userErrors: UserError[] }>(
      'acceptHandOff',
      { handOffId: tagBack.handOff?.id, idempotencyKey: `accept-${caseId}` },
      ALL,
    );
    expect(accepted).toMatchObject({ userErrors: [], handOff: { status: 'ACCEPTED', ...told(recapDraft, newFact) } });
    expect(await owner()).toBe('Jack');
  });

  /** What Jack's first answer says, so that Mr Okafor need not: how to reach him, what he needs, said, was told, was promised, and what was tried. */
  function told(recap: string, newFact: string) {
    const [goodwill, refund] = refs;
    const asked = { whatWeDo: 'We take the second charge back.', remedy: { amount: { amountMinor: 6_490, currency: 'AUD' } } };
    const shown = { customerToldAt: at(35).toISOString(), callbackContact: '•••• 88' };
    const promised = {
      what: 'Whether the second charge is back.',
      status: 'MADE',
      dueAt: at(40).toISOString(),
      promisedBy: { name: 'Mia' },
    };
    return {
      ...{ why: 'Card payments are hers.', recap, newFact, from: { name: 'Mia' }, helper: { name: 'Ivy' }, ...shown },
      case: {
        ...{ need: 'You charged me AUD 64.90 twice.', owner: { name: 'Jack' }, customer: { name: 'Chidi Okafor', timeZone } },
        openActions: expect.arrayContaining(['PROMISE_GET_BACK', 'KEEP_GET_BACK']) as unknown,
        exceptions: expect.arrayContaining([
          expect.objectContaining({ ref: goodwill, status: 'WITHDRAWN' }),
          expect.objectContaining({ ref: refund, status: 'PROPOSED', revision: expect.objectContaining(asked) as unknown }),
        ]) as unknown,
        getBacks: [{ ...promised, dueLocal: expect.stringContaining(onHisClock(40)) as unknown }],
        customerMessages: { nodes: [{ text: 'It was the blue card.', channel: 'email', receivedAt: at(34).toISOString() }] },
        questions: [{ question: 'Whose terminal is it?', answer: 'The one that Jack knows.', to: { name: 'Ivy' } }],
        handOffs: [{ status: 'EXPIRED' }, { status: 'ACCEPTED', from: { name: 'Jack' } }, { status: 'ACCEPTED', from: { name: 'Mia' } }],
      },
    };
  }

  it('(4) and the number itself is one question away, which is told of the case', async () => {
    const revealed = await jack.run<{ contact: object }>('revealContact', { caseId }, 'contact { contact callBacks { contact } }');
    expect(revealed.contact).toMatchObject({
      contact: '+61 2 5550 7788',
      callBacks: expect.arrayContaining([{ contact: '+61 2 5550 7788' }]),
    });
  });

  it('(5) he writes "thanks": that changes no time. The promise came along, and is still due when it was', async () => {
    await clock(36);
    const before = await seen<{ nextDueAt: string }>('nextDueAt');
    const written = { caseId, channel: 'email', text: 'thanks', receivedAt: at(36).toISOString() };
    const said = await mia.run<Said>('recordCustomerMessage', written, 'message { text receivedAt recordedBy { name } }');
    expect(said).toMatchObject({ userErrors: [], message: { text: 'thanks', recordedBy: { name: 'Mia' } } });
    expect(await seen<{ nextDueAt: string }>('nextDueAt')).toEqual(before);
    expect((await seen<{ recapDraft: string }>('recapDraft')).recapDraft).toMatch(/^- email, .+: thanks$/m);
    const { getBacks } = await seen<{ getBacks: { id: string; status: string; dueAt: string; dueLocal: string }[] }>(
      'getBacks { id status dueAt dueLocal }',
    );
    expect(getBacks).toMatchObject([{ id: promiseId, status: 'MADE', dueAt: at(40).toISOString() }]);
    expect(getBacks[0]?.dueLocal).toContain(onHisClock(40));
  });

  it('(6) it is met two minutes before: kept', async () => {
    await clock(38);
    const kept = await jack.run<Promised>('keepGetBack', { getBackId: promiseId, whatWasSaid: 'The money is back.' }, PROMISED);
    expect(kept).toMatchObject({ userErrors: [], getBack: { status: 'KEPT', promisedBy: { name: 'Mia' } } });
    expect(Date.parse(kept.getBack?.deliveredAt ?? '')).toBeGreaterThanOrEqual(at(38).getTime());
  });

  it('says why nobody else solves it, as a reason and not as a failure', async () => {
    const { customerCase } = await mia.ask<{ customerCase: { whyNot: { code: string }[] } }>(
      'query ($id: ID!) { customerCase(id: $id) { whyNot(action: SOLVE) { code } } }',
      { id: caseId },
    );
    expect(customerCase.whyNot).toEqual([{ code: 'NOT_OWNER' }]);
  });

  it('(7) for every minute there is one owner, and one name', async () => {
    await clock(41);
    const minutes = Array.from({ length: 40 }, (_, minute) => minute + 1);
    const names: string[] = [];
    for (const ten of [0, 10, 20, 30]) {
      const fields = minutes.slice(ten, ten + 10).map((minute) => `m${minute}: ownerAt(at: "${at(minute).toISOString()}") { name }`);
      const seenNow = await seen<Record<string, { name: string }>>(fields.join(' '));
      names.push(...minutes.slice(ten, ten + 10).map((minute) => seenNow[`m${minute}`]?.name ?? 'nobody'));
    }
    // By the second, she took it after the thirty-third minute had begun, and gave it back after the thirty-fifth had.
    expect(names).toEqual(minutes.map((minute) => (minute === 34 || minute === 35 ? 'Mia' : 'Jack')));
    const [held] = await house.ground.rows<{ mia: string; gaps: string }>(
      `SELECT count(*) FILTER (WHERE o.person_id = 'per_mia') AS mia, count(*) FILTER (WHERE o.until_at IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM ownership n WHERE n.case_id = o.case_id AND n.from_at = o.until_at)) AS gaps FROM ownership o WHERE o.case_id = $1`,
      [caseId],
    );
    expect(held).toEqual({ mia: '1', gaps: '0' });
    expect(await seen('ownerAt(at: "2027-01-01T00:00:00Z") { name }')).toEqual({ ownerAt: null });
  });
});
