import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, codes, FLOOD, openCase, propose, readAndCoSign, type Seen, seenBy, whyNot } from '../support/acts.js';
import { House } from '../support/house.js';

jest.setTimeout(60_000);

interface Token {
  token: { id: string } | null;
  secret: string | null;
}

/** In a week, by the clock of this computer. */
const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString();

describe('promise 1: both hands of one person', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ workers: 0 });
  });
  afterAll(() => house?.close());

  describe('Tom helps with the wording', () => {
    let proposed: Seen;
    beforeAll(async () => {
      proposed = await propose(house.person('priya'));
      await act(house.person('priya'), 'inviteHelper', { exceptionId: proposed.id, personId: 'per_tom' });
      const amended = await act(house.person('tom'), 'amendException', {
        exceptionId: proposed.id,
        expectedRevision: 1,
        whyFair: 'She could not reach us; we would want the same.',
      });
      expect(amended).toMatchObject({ userErrors: [], exception: { revision: { number: 2 } } });
    });

    it('refuses his signature, and names his edit and people who can', async () => {
      const refused = await readAndCoSign(house.person('tom'), proposed.id);
      expect(refused).toMatchObject({ exception: null, userErrors: [{ code: 'EDITOR_CO_SIGN', path: [] }] });
      const [why] = await whyNot(house.person('tom'), proposed.id, 'CO_SIGN');
      expect(why).toMatchObject({ code: 'EDITOR_CO_SIGN', message: expect.stringContaining('You edited this proposal') });
      expect(why?.whoCould.length).toBeGreaterThanOrEqual(3);
      expect(why?.whoCould.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['Tom']));
      expect(why?.whoCould.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['Priya']));
      expect((await seenBy(house.person('tom'), proposed.id)).openActions).not.toContain('CO_SIGN');
    });

    it('lets one of those who are named sign', async () => {
      const [why] = await whyNot(house.person('tom'), proposed.id, 'CO_SIGN');
      const handle = why?.whoCould[0]?.name.toLowerCase() ?? '';
      expect(await readAndCoSign(house.person(handle), proposed.id)).toMatchObject({ exception: { status: 'APPROVED' } });
    });
  });

  it('gives an admin no right to sign', async () => {
    const { id } = await propose(house.person('priya'));
    expect(codes((await readAndCoSign(house.person('wei'), id)).userErrors)).toEqual(['NOT_ELIGIBLE']);
    expect(codes(await whyNot(house.person('wei'), id, 'CO_SIGN'))).toEqual(['NOT_ELIGIBLE']);
    expect((await seenBy(house.person('wei'), id)).coSignatures).toEqual([]);
  });

  describe('the robot on the desk proposes for Lachlan', () => {
    let proposed: Seen;
    beforeAll(async () => {
      const made = await house
        .person('wei')
        .run<Token>(
          'createApiToken',
          { name: 'desk', scopes: ['READ', 'CASES', 'PROPOSE'], expiresAt: inAWeek(), machineId: 'per_desk' },
          'token { id } secret',
        );
      const desk = house.holder(made.secret ?? '');
      const caseId = await openCase(desk, { idempotencyKey: 'case-1' });
      const { exception, userErrors } = await act(desk, 'proposeException', { caseId, ...FLOOD, idempotencyKey: 'proposal-1' });
      expect(userErrors).toEqual([]);
      if (!exception) throw new Error('The desk could not propose.');
      proposed = exception;
      const signed = await act(desk, 'coSignException', {
        exceptionId: exception.id,
        digest: exception.revision.digest,
        idempotencyKey: 'signature-1',
      });
      expect(codes(signed.userErrors)).toEqual(['MACHINES_CANNOT_SIGN']);
    });

    it('counts as his own hand: neither he nor his second account can sign', async () => {
      for (const handle of ['lachlan', 'lach2']) {
        const lachlan = house.person(handle);
        expect(codes((await readAndCoSign(lachlan, proposed.id)).userErrors)).toEqual(['SELF_CO_SIGN']);
        const { inbox } = await lachlan.ask<{ inbox: { nodes: { id: string }[] } }>('{ inbox { nodes { id } } }');
        expect(inbox.nodes.map(({ id }) => id)).not.toContain(proposed.id);
      }
    });

    it('makes no machine a signer, whatever it holds: no scope exists for it', async () => {
      const all = await house
        .person('wei')
        .run<Token>(
          'createApiToken',
          { name: 'everything', scopes: ['READ', 'CASES', 'PROPOSE', 'FULFIL', 'WEBHOOKS'], expiresAt: inAWeek() },
          'token { id } secret',
        );
      const machine = house.holder(all.secret ?? '');
      for (const [mutation, more] of [
        ['coSignException', {}],
        ['objectToException', { reason: 'No.' }],
        ['passOnException', {}],
      ] as const) {
        const input = { exceptionId: proposed.id, digest: proposed.revision.digest, idempotencyKey: mutation, ...more };
        expect(codes((await act(machine, mutation, input)).userErrors)).toEqual(['MACHINES_CANNOT_SIGN']);
      }
      expect(await seenBy(machine, proposed.id)).toMatchObject({ coSignatures: [], objections: [] });
    });

    it('lets another human sign, who was asked', async () => {
      expect(await readAndCoSign(house.person('mia'), proposed.id)).toMatchObject({ exception: { status: 'APPROVED' } });
    });
  });

  describe('somebody with the keys to the database', () => {
    const insert = (id: string, signer: string, human: string) =>
      house.ground.admin.query(
        `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
          SELECT exception_id, number, $2, $3, digest FROM revisions WHERE exception_id = $1 ORDER BY number DESC LIMIT 1`,
        [id, `hum_${human}`, `per_${signer}`],
      );

    it.each([
      ['the proposer', 'priya', 'priya', 'TP100'],
      ['an editor', 'tom', 'tom', 'TP101'],
      ['an admin', 'wei', 'wei', 'TP103'],
      ['a machine', 'desk', 'lachlan', 'TP106'],
      ['an account under the name of another human', 'ivy', 'mia', '23503'],
    ])('cannot put in a signature of %s', async (_story, signer, human, code) => {
      const { id } = await propose(house.person('priya'));
      await act(house.person('priya'), 'inviteHelper', { exceptionId: id, personId: 'per_tom' });
      await act(house.person('tom'), 'amendException', { exceptionId: id, expectedRevision: 1, whyFair: 'It was not her fault.' });
      await expect(insert(id, signer, human)).rejects.toMatchObject({ code });
    });

    it('cannot say approved without a signature, nor take one away', async () => {
      const { id } = await propose(house.person('priya'));
      const approve = `UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED', approved_revision = revision, use_by = house_now() + interval '1 day' WHERE id = $1`;
      await expect(house.ground.admin.query(approve, [id])).rejects.toMatchObject({ constraint: 'approved_means_an_approval' });
      await readAndCoSign(house.person('mia'), id);
      await expect(house.ground.admin.query('DELETE FROM co_signatures WHERE exception_id = $1', [id])).rejects.toMatchObject({
        code: 'TP900',
      });
      expect(await seenBy(house.person('mia'), id)).toMatchObject({ status: 'APPROVED', coSignatures: [{ state: 'COUNTED' }] });
    });
  });
});
