import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, FLOOD, openCase, propose, readAndCoSign, type Seen, seenBy } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { Listening } from '../support/listening.js';
import { policyFor } from '../support/ground.js';
import { House, type HousePerson } from '../support/house.js';
import { below, type Field, SCHEMA, withFirst } from '../support/reachable.js';
import { refusalOf } from '../support/refusals.js';

jest.setTimeout(300_000);

interface LookSeen {
  id: string;
  need: string;
  cause: string;
  whatWeDo: string;
  dueAt: string;
  answer: string | null;
}

let house: House;
let peer: HousePerson;
let look: LookSeen;
let decided: Seen & { reviewId: string; caseId: string; digest: string };

/** Every agent but these three is away, so that chance has one peer to draw. */
async function onlyOnePeer(): Promise<void> {
  await house.ground.admin
    .query(`UPDATE people SET away_until = CASE WHEN handle IN ('priya', 'tom', 'mia') OR NOT roles = '{AGENT}' THEN NULL ELSE house_now() + interval '90 days' END;
    UPDATE house SET blind_share = 100, blind_days = 7`);
}

beforeAll(async () => {
  house = await House.open();
  peer = house.person('mia');
  await onlyOnePeer();
  const seen = await propose(house.person('priya'), { ...FLOOD, cause: 'blind' });
  await readAndCoSign(house.person('tom'), seen.id, 'Signed by words that nobody else says.');
  await act(house.person('priya'), 'fulfilException', { exceptionId: seen.id, reference: 'PAY-UNSEEN' });
  const { exception } = await house
    .person('omar')
    .ask<{ exception: { case: { id: string }; review: { id: string } } }>(`{ exception(id: "${seen.id}") { case { id } review { id } } }`);
  decided = { ...seen, reviewId: exception.review.id, caseId: exception.case.id, digest: seen.revision.digest };
  look = (await looksOf(peer))[0] as LookSeen;
});
afterAll(() => house?.close());

async function looksOf(who: HousePerson): Promise<LookSeen[]> {
  const query =
    '{ blindLooks { id need cause remedy { kind amount { amountMinor } deed } whatHappened whatPolicySays whatWeDo whyFair openedAt dueAt answer } }';
  return (await who.ask<{ blindLooks: LookSeen[] }>(query)).blindLooks;
}

/** A proposal that two colleagues declined; and a second look at it goes to the one peer there is. */
async function declinedFor(cause: string): Promise<{ id: string; caseId: string }> {
  const caseId = await openCase(house.person('priya'));
  const seen = await propose(house.person('priya'), { ...FLOOD, caseId, cause });
  await house.ground.admin.query(`UPDATE people SET away_until = NULL WHERE handle = 'sam'`);
  for (const who of ['tom', 'sam'])
    await act(house.person(who), 'objectToException', { exceptionId: seen.id, digest: seen.revision.digest, reason: 'No.' });
  return { id: seen.id, caseId };
}

/** What would tell the peer of the exception: its names, who signed and how, and what became of it. */
const traces = (): string[] => [decided.id, decided.ref, decided.reviewId, decided.digest, 'PAY-UNSEEN', 'words that nobody else says'];

/** Questions from which everything can be reached, also with the ids that a peer may know from before. */
const roots = (): Record<string, string[]> => ({
  exceptions: [
    `exceptions(first: 5)`,
    `exceptions(first: 5, filter: { status: [APPROVED, FULFILLED] })`,
    `exceptions(first: 5, filter: { caseId: "${decided.caseId}" })`,
    `exceptions(first: 5, filter: { text: "flood" })`,
  ],
  reviews: ['reviews(first: 5)', 'reviews(first: 5, orderBy: RISK_FIRST)'],
  customerCase: [`customerCase(id: "${decided.caseId}")`],
  customerCases: ['customerCases(first: 5)'],
  exception: [`exception(id: "${decided.id}")`, `exception(ref: "${decided.ref}")`, `exception(ref: "${decided.ref.toLowerCase()}")`],
  node: [`node(id: "${decided.id}")`, `node(id: "${decided.reviewId}")`, `node(id: "${decided.caseId}")`, 'node(id: "per_priya")'],
  precedents: ['precedents(first: 5, search: { cause: "blind" })', 'precedents(first: 5, search: { text: "late fee and the interest" })'],
  authorization: [`authorization(exceptionId: "${decided.id}")`],
});

/** Each field below a root, reached by the shortest way, asked with the first few of each list. */
function questions(): string[] {
  const asked = Object.entries(roots()).flatMap(([name, heads]) =>
    heads.map((head) => [SCHEMA.getQueryType()?.getFields()[name] as Field, head] as const),
  );
  const rest = Object.values(SCHEMA.getQueryType()?.getFields() ?? {}).filter(
    ({ name, args }) => !(name in roots()) && args.every(({ type }) => !String(type).endsWith('!')),
  );
  return [...asked, ...rest.map((field) => [field, withFirst(field)] as const)].flatMap(([field, head]) =>
    below(field, (inner) => `{ ${head}${inner} }`),
  );
}

async function leaks(who: HousePerson): Promise<{ seen: Set<string>; where: string[]; asked: number }> {
  const [seen, where] = [new Set<string>(), [] as string[]];
  const all = questions();
  for (const query of all) {
    const told = JSON.stringify(await who.send(query));
    const found = traces().filter((trace) => told.includes(trace));
    for (const trace of found) seen.add(trace);
    if (found.length > 0) where.push(`${query} tells ${found.join(', ')}`);
  }
  return { seen, where, asked: all.length };
}

describe('a second look by a peer who does not know the answer', () => {
  beforeEach(() => onlyOnePeer());

  it('was drawn with the decision, and shows what is needed to judge and nothing of how it was decided', async () => {
    expect(look).toMatchObject({
      cause: 'blind',
      need: expect.stringContaining('late fee'),
      whatWeDo: FLOOD.whatWeDo,
      answer: null,
      remedy: { amount: { amountMinor: 20_240 } },
    });
    for (const other of ['priya', 'tom', 'omar', 'wei']) expect(await looksOf(house.person(other))).toEqual([]);
    expect(
      await house.ground.rows('SELECT first_answer, below, drawn < below AS chosen FROM blind_draws WHERE exception_id = $1', [decided.id]),
    ).toEqual([{ first_answer: 'APPROVED', below: 10_000, chosen: true }]);
  });

  it('leaks through no field of the schema, by no way; a colleague sees all of it by the same questions', async () => {
    const [mias, jacks] = [await leaks(peer), await leaks(house.person('jack'))];
    expect(mias.where).toEqual([]);
    expect([...jacks.seen].sort()).toEqual([...traces()].sort());
    expect(mias.asked).toBeGreaterThan(300);
  });

  it('is not told by totals, nor by anything that is done with it', async () => {
    const total = async (who: HousePerson, query: string): Promise<number> => {
      const answer = await who.ask<Record<string, { totalCount: number }>>(`{ ${query} { totalCount } }`);
      return Object.values(answer)[0]?.totalCount ?? -1;
    };
    for (const query of [
      'exceptions',
      'reviews',
      `exceptions(filter: { caseId: "${decided.caseId}" })`,
      'exceptions(filter: { cause: "blind", status: [FULFILLED] })',
    ])
      expect(await total(peer, query)).toBe((await total(house.person('jack'), query)) - 1);
    const on = { exceptionId: decided.id, digest: decided.digest };
    for (const [mutation, input] of Object.entries({
      coSignException: on,
      objectToException: { ...on, reason: 'No.' },
      retractFromException: { exceptionId: decided.id },
      withdrawException: { exceptionId: decided.id, reason: 'No.' },
      recordCustomerTold: { exceptionId: decided.id, toldAt: new Date().toISOString() },
      fulfilException: { exceptionId: decided.id, reference: 'X' },
      disownSignature: { exceptionId: decided.id },
      claimReview: { reviewId: decided.reviewId },
    }))
      expect({ mutation, ...(await refusalOf(peer, mutation, input)) }).toMatchObject({ mutation, code: 'BLIND_LOOK_OPEN' });
    const listening = new Listening(
      house.urls[0] ?? '',
      `Bearer ${await peer.bearer()}`,
      `subscription { exceptionChanged(id: "${decided.id}") { fact status } }`,
    );
    expect(JSON.stringify(await listening.end)).toContain('second look');
    await listening.stop();
    const file = await fetch(`${house.urls[0]}/export/exceptions.csv`, { headers: { authorization: `Bearer ${await peer.bearer()}` } });
    const rows = await file.text();
    expect(traces().filter((trace) => rows.includes(trace))).toEqual([]);
  });

  it('is not told by thanks for it, nor by who is to be reached back, nor by a replay', async () => {
    const declined = await declinedFor('told-nothing');
    const { policyVersion } = await house
      .person('omar')
      .run<{ policyVersion: { id: string } }>(
        'draftPolicy',
        { title: 'Told', ...policyFor('told-nothing', 'blind') },
        'policyVersion { id }',
      );
    const version = policyVersion.id;
    const words = `Read ${decided.ref} and stood behind it, so that we could say yes at once.`;
    await house.person('priya').run('giveThanks', { toIds: ['per_tom'], deed: words, caseId: decided.caseId }, 'thanks { id }');
    await house
      .person('priya')
      .run('giveThanks', { toIds: ['per_tom'], deed: 'Stayed until six.', caseId: decided.caseId }, 'thanks { id }');
    await house.person('priya').run('giveThanks', { toIds: ['per_tom'], deed: 'Found the key.' }, 'thanks { id }');
    const query = `{ thanks(first: 9) { totalCount nodes { deed } }
      reachBack(policyVersionId: "${version}", first: 9) { totalCount nodes { id } }
      replay(policyVersionId: "${version}") { of covered alsoCaughtCount alsoCaught { id } } }`;
    const told = {
      thanks: { totalCount: 3, nodes: [{ deed: 'Found the key.' }, { deed: 'Stayed until six.' }, { deed: words }] },
      reachBack: { totalCount: 1, nodes: [{ id: declined.caseId }] },
      replay: { of: 2, covered: 2, alsoCaughtCount: 1, alsoCaught: [{ id: declined.id }] },
    };
    expect(await house.person('jack').ask(query)).toEqual(told);
    expect(await peer.ask(query)).toEqual({
      thanks: { totalCount: 1, nodes: [{ deed: 'Found the key.' }] },
      reachBack: { totalCount: 0, nodes: [] },
      replay: { of: 0, covered: 0, alsoCaughtCount: 0, alsoCaught: [] },
    });
  });

  it('is not told to who listened before they were asked', async () => {
    await house.ground.admin.query('UPDATE house SET blind_share = 0');
    const seen = await propose(house.person('priya'), { ...FLOOD, cause: 'listened' });
    const reword = async () => {
      const { revision } = await seenBy(house.person('priya'), seen.id);
      const input = { exceptionId: seen.id, expectedRevision: revision.number, whyFair: `In other words: ${revision.number}.` };
      return act(house.person('priya'), 'amendException', input);
    };
    const [heard, others] = await Promise.all(
      [peer, house.person('jack')].map(async (who) => {
        const query = `subscription { exceptionChanged(id: "${seen.id}") { fact status } }`;
        return new Listening<{ fact: string }>(house.urls[0] ?? '', `Bearer ${await who.bearer()}`, query);
      }),
    );
    for (const listener of [heard, others]) await listener?.stands(reword);
    await house.ground.admin.query('UPDATE house SET blind_share = 100');
    await readAndCoSign(house.person('tom'), seen.id);
    expect(
      (await others?.hears((facts) => facts.some(({ fact }) => fact === 'exception.approved'), 20_000))?.map(({ fact }) => fact),
    ).toContain('exception.approved');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heard?.heard.filter(({ fact }) => fact !== 'exception.amended')).toEqual([]);
    await others?.stop();
    await heard?.stop();
  });

  it('is asked for by a notice that names no exception', async () => {
    const query = '{ notices(first: 20) { nodes { name words exception { id } } } }';
    const notices = await eventually(
      () => peer.ask<{ notices: { nodes: { name: string; words: string; exception: unknown }[] } }>(query),
      ({ notices: { nodes } }) => nodes.some(({ name }) => name === 'blindLook.opened'),
      20_000,
    );
    expect(notices.notices.nodes.find(({ name }) => name === 'blindLook.opened')).toEqual({
      name: 'blindLook.opened',
      words: expect.stringContaining('second look'),
      exception: null,
    });
  });
  it('is answered once with a reason; then everything is to be read again, and the review shows the answer without a name', async () => {
    const input = { blindLookId: look.id, answer: 'WOULD_NOT', reason: 'Half would have been fair.' };
    expect(await refusalOf(house.person('jack'), 'answerBlindLook', input)).toMatchObject({ code: 'NOT_FOUND' });
    const { blindLook } = await peer.run<{ blindLook: LookSeen }>('answerBlindLook', input, 'blindLook { id answer }');
    expect(blindLook).toEqual({ id: look.id, answer: 'WOULD_NOT' });
    expect(await refusalOf(peer, 'answerBlindLook', input)).toMatchObject({ code: 'BLIND_LOOK_OVER' });
    const query = `{ exception(id: "${decided.id}") { ref status review { secondAnswer { answer reason } } } }`;
    expect(await peer.ask(query)).toEqual({
      exception: {
        ref: decided.ref,
        status: 'FULFILLED',
        review: { secondAnswer: { answer: 'WOULD_NOT', reason: 'Half would have been fair.' } },
      },
    });
  });

  it('is counted for the house, with its interval, and for nobody', async () => {
    expect(await house.person('priya').send('{ blindAgreement { agreed } }')).toMatchObject({
      errors: [{ extensions: { refusal: 'NOT_ALLOWED' } }],
    });
    const { blindAgreement } = await house
      .person('omar')
      .ask<{ blindAgreement: object[] }>('{ blindAgreement { teamName firstAnswer answered agreed share low high formula } }');
    expect(blindAgreement).toEqual([
      {
        teamName: null,
        firstAnswer: 'APPROVED',
        answered: 1,
        agreed: 0,
        share: 0,
        low: 0,
        high: expect.closeTo(0.7935, 3),
        formula: expect.stringContaining('Wilson'),
      },
    ]);
  });

  it('is drawn of what was declined as well, so that being asked tells nothing', async () => {
    await declinedFor('declined');
    expect((await looksOf(peer)).map(({ cause }) => cause)).toContain('declined');
  });

  it('ends with its time, or when the peer must know: as the owner of the case', async () => {
    const open = await looksOf(peer);
    expect(open.length).toBeGreaterThan(1);
    const [of] = await house.ground.rows<{ case_id: string; id: string }>(
      `SELECT e.case_id, e.id FROM blind_looks b JOIN policy_exceptions e ON e.id = b.exception_id WHERE b.id = $1`,
      [open[0]?.id],
    );
    await house
      .person('wei')
      .run('rehomeCases', { fromId: 'per_priya', toId: 'per_mia', caseIds: [of?.case_id], reason: 'She moves.' }, 'rehomed { left }');
    expect((await looksOf(peer)).length).toBe(open.length - 1);
    expect(await peer.ask(`{ exception(id: "${of?.id}") { id } }`)).toEqual({ exception: { id: of?.id } });
    await house.ground.clock('7 days 1 minute');
    expect(await looksOf(peer)).toEqual([]);
    await house.ground.clock('0');
  });
});
