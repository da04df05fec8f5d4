import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { expectRefused } from '../support/expect-refused.js';
import { House, type UserError } from '../support/house.js';
import { MailSink } from '../support/mail-sink.js';
import { refusal } from '../support/refusals.js';

jest.setTimeout(120_000);

let house: House;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.open();
  house = await House.open({ env: { SMTP_URL: sink.url, MAIL_FROM: 'countersign@bank.example' } });
  await house.ground.admin.query(`UPDATE people SET roles = '{AUDITOR}', faces_customers = false WHERE handle = 'omar'`);
});
afterAll(async () => {
  await house?.close();
  await sink.close();
});

interface Seen {
  id: string;
  version: number;
  status: string;
  caps: { scope: string; limit: { formatted: string } }[];
  proposedBy: { name: string };
  activatedBy: { name: string } | null;
  satisfiable: boolean;
  eligibleCount: number;
  unsatisfiableSince: string | null;
}
const SEEN = `id version status active createdAt activatedAt supersededAt bands { quorum kinds upTo { formatted } }
  caps { scope limit { formatted } } proposedBy { name } activatedBy { name } satisfiable eligibleCount unsatisfiableSince replaces { version }`;
interface Answered {
  guardrails: Seen | null;
  userErrors: UserError[];
}

const money = (amountMinor: number, currency = 'AUD') => ({ amountMinor, currency });
const cap = (scope: string, amountMinor = 500_000, currency = 'AUD') => ({ scope, limit: money(amountMinor, currency) });
const LIMITS = {
  bands: [{ upTo: money(50_000), quorum: 1 }, { upTo: money(200_000), quorum: 2 }, { quorum: 3 }],
  caps: [cap('TEAM_DAY')],
};
const run = (who: string, mutation: string, input: object) =>
  house.person(who).run<Answered>(mutation, { ...input }, `guardrails { ${SEEN} }`);
const propose = async (who: string, more: object = {}): Promise<Seen> => {
  const { guardrails, userErrors } = await run(who, 'proposeGuardrails', { ...LIMITS, ...more });
  if (!guardrails) throw new Error(JSON.stringify(userErrors));
  return guardrails;
};
const active = async (): Promise<Seen> => (await house.person('tom').ask<{ guardrails: Seen }>(`{ guardrails { ${SEEN} } }`)).guardrails;

describe('the limits of the house', () => {
  it('are changed by two admins, and everybody reads what holds', async () => {
    const proposed = await propose('wei');
    expect(proposed).toMatchObject({ version: 2, status: 'PROPOSED', activatedBy: null, replaces: { version: 1 } });
    expect((await active()).version).toBe(1);
    const { guardrails } = await run('ana', 'activateGuardrails', { guardrailsId: proposed.id });
    expect(guardrails).toMatchObject({
      status: 'ACTIVE',
      proposedBy: { name: 'Wei' },
      activatedBy: { name: 'Ana' },
      satisfiable: true,
      eligibleCount: 9,
    });
    expect(await active()).toEqual(guardrails);
    expect(guardrails?.caps).toEqual([{ scope: 'TEAM_DAY', limit: { formatted: 'A$5,000.00' } }]);
    const again = await house.person('tom').ask<{ node: Seen }>(`{ node(id: "${proposed.id}") { ... on Guardrails { ${SEEN} } } }`);
    expect(again.node).toEqual(guardrails);
  });

  it('have a history for admins and auditors', async () => {
    const LIST = '{ guardrailsVersions(first: 2) { totalCount nodes { version status } pageInfo { hasNextPage endCursor } } }';
    type List = { guardrailsVersions: { totalCount: number; nodes: Pick<Seen, 'version' | 'status'>[] } };
    for (const who of ['wei', 'omar']) {
      const { guardrailsVersions } = await house.person(who).ask<List>(LIST);
      expect(guardrailsVersions).toMatchObject({
        totalCount: 2,
        nodes: [
          { version: 2, status: 'ACTIVE' },
          { version: 1, status: 'SUPERSEDED' },
        ],
      });
    }
    await expect(house.person('renee').ask(LIST)).rejects.toThrow('FORBIDDEN');
  });

  it('that nobody could satisfy are refused with the names of who is eligible', async () => {
    await house.ground.admin.query(
      `UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle NOT IN ('tom', 'mia', 'wei', 'ana')`,
    );
    const { guardrails, userErrors } = await run('wei', 'proposeGuardrails', LIMITS);
    expect({ guardrails, userErrors }).toEqual({
      guardrails: null,
      userErrors: [
        {
          code: 'RULE_UNSATISFIABLE',
          path: ['bands', '1', 'quorum'],
          message:
            'A quorum of 2 takes 3 people who face customers and are here, for nobody signs their own proposal; only 2 do: Mia and Tom.',
          whoCould: [{ name: 'Mia' }, { name: 'Tom' }],
        },
      ],
    });
    await house.ground.admin.query(`UPDATE people SET away_until = NULL`);
  });

  it('raise an alarm when people leave: in the very answer, in the inbox of each admin and by mail, once, and again when it is over', async () => {
    const wei = house.person('wei');
    const change = (handle: string, awayUntil: string | null) =>
      wei.run<{ guardrails: Seen }>('updatePerson', { personId: `per_${handle}`, awayUntil }, 'guardrails { satisfiable eligibleCount }');
    const told = () =>
      house.ground.rows<{ handle: string; name: string }>(
        `SELECT p.handle, n.name FROM notices n JOIN people p ON p.id = n.person_id WHERE starts_with(n.name, 'guardrails.') ORDER BY n.name DESC, p.handle`,
      );
    const each = (name: string) => ['ana', 'wei'].map((handle) => ({ handle, name }));
    const mailed = () =>
      sink.mails.flatMap(({ to, raw }) => to.map((address) => `${address}: ${/^Subject: (.*)$/im.exec(raw)?.[1] ?? ''}`.trim())).sort();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    for (const handle of ['priya', 'sam', 'ivy', 'noor']) await change(handle, tomorrow);
    expect((await change('jack', tomorrow)).guardrails).toEqual({ satisfiable: true, eligibleCount: 4 });
    expect((await active()).unsatisfiableSince).toBeNull();
    expect((await change('renee', tomorrow)).guardrails).toEqual({ satisfiable: false, eligibleCount: 3 });
    const alarmed = await eventually(active, ({ unsatisfiableSince }) => unsatisfiableSince !== null);
    expect(alarmed).toMatchObject({ satisfiable: false, eligibleCount: 3, unsatisfiableSince: expect.any(String) });
    expect(house.running.find(({ kind }) => kind === 'worker')?.log).toContain('The guardrails cannot be satisfied');
    expect(await eventually(told, (rows) => rows.length >= 2)).toEqual(each('guardrails.unsatisfiable'));
    const { notices } = await wei.ask<{ notices: { nodes: { name: string; words: string }[] } }>(
      '{ notices(first: 1) { nodes { name words } } }',
    );
    expect(notices.nodes).toEqual([{ name: 'guardrails.unsatisfiable', words: expect.stringContaining('the strictest band needs') }]);
    const tooFew = ['ana', 'wei'].map((handle) => `${handle}@bank.example: Too few people are here to co-sign`);
    expect(
      await eventually(
        () => Promise.resolve(mailed()),
        ({ length }) => length >= 2,
      ),
    ).toEqual(tooFew);
    await change('jack', null);
    expect(await eventually(active, ({ unsatisfiableSince }) => unsatisfiableSince === null)).toMatchObject({ satisfiable: true });
    expect((await house.ground.factsOf(alarmed.id)).map(({ name }) => name).slice(-2)).toEqual([
      'guardrails.unsatisfiable',
      'guardrails.satisfiable',
    ]);
    expect(await eventually(told, (rows) => rows.length >= 4)).toEqual([
      ...each('guardrails.unsatisfiable'),
      ...each('guardrails.satisfiable'),
    ]);
    await eventually(
      () => Promise.resolve(mailed()),
      ({ length }) => length >= 4,
    );
    expect(mailed()).toHaveLength(4);
    await house.ground.admin.query(`UPDATE people SET away_until = NULL`);
  });
});

describe('limits are refused, with a code, a sentence and a path, and nothing is changed', () => {
  beforeAll(() => house.running.find(({ kind }) => kind === 'worker')?.stop()); // what it carries would look like a change
  const bands = (...given: object[]) => ({ bands: given });
  const band = (quorum: unknown, more: object = {}) => ({ quorum, ...more });
  const step = (amountMinor: number, quorum = 1, currency = 'AUD') => ({ quorum, upTo: money(amountMinor, currency) });

  it.each<[string, string, object, string]>([
    ['by an agent', 'tom', {}, 'NOT_ALLOWED'],
    ['by a reviewer', 'renee', {}, 'NOT_ALLOWED'],
    ['without bands', 'wei', bands(), 'INVALID bands'],
    ['without a band for everything above', 'wei', bands(step(5)), 'INVALID bands.0.upTo'],
    ['with a last band for some kinds', 'wei', bands(band(1, { kinds: ['DEED'] })), 'INVALID bands.0'],
    ['in no order', 'wei', bands(step(9), step(5), band(2)), 'INVALID bands.1.upTo.amountMinor'],
    ['with a step below everything above', 'wei', bands(band(2), step(5), band(2)), 'INVALID bands.1'],
    ['with two currencies in one ladder', 'wei', bands(step(5), step(5, 1, 'EUR'), step(9), band(2)), 'INVALID bands.2.upTo.currency'],
    ['that ask for less above', 'wei', bands(step(5, 2), band(1)), 'INVALID bands.1.quorum'],
    [
      'with a kind twice',
      'wei',
      bands(band(1, { kinds: ['DEED'] }), band(1, { kinds: ['CREDIT', 'DEED'] }), band(1)),
      'INVALID bands.1.kinds',
    ],
    ['with a kind twice in one band', 'wei', bands(band(1, { kinds: ['DEED', 'DEED'] }), band(1)), 'INVALID bands.0.kinds'],
    ['for no kind', 'wei', bands(band(1, { kinds: [] }), band(1)), 'INVALID bands.0.kinds'],
    ['for a kind that nobody knows', 'wei', bands(band(1, { kinds: ['GIFT'] }), band(1)), 'BAD_USER_INPUT'],
    ['with a quorum of none', 'wei', bands(band(0)), 'INVALID bands.0.quorum'],
    ['with a quorum of ten', 'wei', bands(band(10)), 'INVALID bands.0.quorum'],
    ['with a quorum of nine in a house of nine', 'wei', bands(band(9)), 'RULE_UNSATISFIABLE bands.0.quorum'],
    ['with a limit of nothing', 'wei', bands(step(0), band(1)), 'INVALID bands.0.upTo.amountMinor'],
    ['in a currency that nobody knows', 'wei', bands(step(5, 1, 'XTS'), band(1)), 'INVALID bands.0.upTo.currency'],
    ['with a cap twice', 'wei', { caps: [cap('TEAM_DAY'), cap('TEAM_DAY', 9)] }, 'INVALID caps.1'],
    ['with a cap of nothing', 'wei', { caps: [cap('TEAM_DAY', 0)] }, 'INVALID caps.0.limit.amountMinor'],
    ['with a cap below nothing', 'wei', { caps: [cap('TEAM_DAY', -1)] }, 'INVALID caps.0.limit.amountMinor'],
    ['with a cap over nothing', 'wei', { caps: [cap('YEAR')] }, 'BAD_USER_INPUT'],
    ['with a hundred and one caps', 'wei', { caps: Array.from({ length: 101 }, () => cap('TEAM_DAY')) }, 'INVALID caps'],
  ])('%s', async (_, who, more, codeAndPath) => {
    await expectRefused(house, codeAndPath, async () => {
      const { code, path, message } = await refusal(house, who, 'proposeGuardrails', { ...LIMITS, ...more });
      return { code, path: code === 'BAD_USER_INPUT' ? [] : path, message };
    });
  });

  it('that are activated by the same admin, by others, twice, too late or by no id', async () => {
    const [weis, anas] = [await propose('wei'), await propose('ana')];
    const activate = (who: string, guardrailsId: string) => () => refusal(house, who, 'activateGuardrails', { guardrailsId });
    await expectRefused(house, 'SAME_ADMIN guardrailsId', activate('wei', weis.id));
    await expectRefused(house, 'NOT_ALLOWED', activate('tom', weis.id));
    await expectRefused(house, 'NOT_FOUND guardrailsId', activate('wei', 'grd_none'));
    await expectRefused(house, 'INVALID guardrailsId', activate('wei', 'a b'));
    expect((await run('ana', 'activateGuardrails', { guardrailsId: weis.id })).userErrors).toEqual([]);
    await expectRefused(house, 'GUARDRAILS_MOVED_ON guardrailsId', activate('ana', weis.id));
    await expectRefused(house, 'GUARDRAILS_MOVED_ON guardrailsId', activate('wei', anas.id));
  });
});
