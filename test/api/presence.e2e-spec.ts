import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCase, propose } from '../support/acts.js';
import { House } from '../support/house.js';
import { Listening } from '../support/listening.js';

jest.setTimeout(180_000);

interface PresenceEvent {
  subjectId: string;
  others: { doing: string; person: { name: string } }[];
}

const [HERE, THERE] = [0, 1];
/** A process that was killed is missed after five seconds; the rest is for a machine that is busy with other tests. */
const MISSED_WITHIN_MS = 15_000;

let house: House;
const open: Listening<PresenceEvent>[] = [];

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
});
afterEach(() => Promise.all(open.splice(0).map((listening) => listening.stop())));
afterAll(() => house?.close());

async function look(handle: string, id: string, api = HERE, doing = 'READING'): Promise<Listening<PresenceEvent>> {
  const query = `subscription { presence(subjectId: "${id}", doing: ${doing}) { subjectId others { doing person { name } } } }`;
  const listening = new Listening<PresenceEvent>(house.urls[api] ?? '', `Bearer ${await house.person(handle).bearer()}`, query);
  open.push(listening);
  return listening;
}

/** Waits until these are there, as one window is told. */
function sees(window: Listening<PresenceEvent>, others: readonly string[], limitMs = 10_000) {
  const told = ({ others }: PresenceEvent): string[] => others.map(({ person, doing }) => `${person.name} ${doing}`).sort();
  return window.hears((heard) => JSON.stringify(heard.at(-1) && told(heard.at(-1)!)) === JSON.stringify(others), limitMs);
}

describe('who else has something open', () => {
  it('is told at once through two apis: who comes, what they do, who leaves; and nobody sees themselves', async () => {
    const { id } = await propose(house.person('priya'));
    const priya = await look('priya', id);
    await sees(priya, []);
    const tom = await look('tom', id, THERE);
    await sees(tom, ['Priya READING']);
    await sees(priya, ['Tom READING']);
    const signing = await look('tom', id, THERE, 'ABOUT_TO_CO_SIGN'); // the confirmation, over the same page
    await sees(priya, ['Tom ABOUT_TO_CO_SIGN']);
    await signing.stop();
    await sees(priya, ['Tom READING']);
    await tom.stop();
    await sees(priya, []);
  });

  it('is of one thing only, and of cases, too', async () => {
    const [caseId, another] = [await openCase(house.person('priya')), await openCase(house.person('priya'))];
    const priya = await look('priya', caseId);
    await sees(priya, []);
    await sees(await look('mia', another, THERE), []);
    await sees(await look('tom', caseId, THERE), ['Priya READING']);
    await sees(priya, ['Tom READING']);
    expect(priya.heard.flatMap(({ others }) => others.map(({ person }) => person.name))).not.toContain('Mia');
  });

  it('does not flicker when somebody only changes what they do', async () => {
    const { id } = await propose(house.person('priya'));
    const priya = await look('priya', id);
    const reading = await look('tom', id, THERE);
    await sees(priya, ['Tom READING']);
    const [, signing] = await Promise.all([reading.stop(), look('tom', id, THERE, 'ABOUT_TO_CO_SIGN')]);
    await sees(priya, ['Tom ABOUT_TO_CO_SIGN']);
    const counts = priya.heard.map(({ others }) => others.length);
    expect(counts.slice(counts.indexOf(1))).not.toContain(0);
    await signing.stop();
  });

  it('is told of nothing that is not there, and leaves with who is deactivated', async () => {
    expect(await (await look('tom', 'exc_none')).end).toMatchObject([{ message: expect.stringContaining('no such') as unknown }]);
    expect(await (await look('tom', 'cas_none')).end).toMatchObject([{ message: expect.stringContaining('no such') as unknown }]);
    const { id } = await propose(house.person('priya'));
    const priya = await look('priya', id);
    await look('noor', id, THERE);
    await sees(priya, ['Noor READING']);
    await house.person('wei').run('updatePerson', { personId: 'per_noor', active: false }, 'person { id }');
    await sees(priya, [], MISSED_WITHIN_MS);
  });

  it('leaves no trace: no fact, no row, and nobody who is still said to be there when their api is killed', async () => {
    const { id } = await propose(house.person('priya'));
    const third = await house.startApi();
    const traces = () =>
      house.ground.rows('SELECT count(*)::int AS facts, (SELECT count(*)::int FROM idempotency_keys) AS keys FROM facts');
    const before = await traces();
    const priya = await look('priya', id);
    const tom = await look('tom', id, house.urls.length - 1);
    await sees(priya, ['Tom READING']);
    expect(await traces()).toEqual(before);
    await third.stop('SIGKILL');
    await sees(priya, [], MISSED_WITHIN_MS);
    await tom.stop();
  });
});
