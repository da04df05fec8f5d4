import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import { type CheckedReceipt, checkReceipt, readKeyRing } from './receipt-check.rules.js';
import { ReceiptKeys } from './receipt-keys.js';
import { ReceiptsService } from './receipts.service.js';

const folder = mkdtempSync(join(tmpdir(), 'receipts-'));
let room: ExceptionsRoom;
let house: SmallHouse;
let keys: ReceiptKeys;
let receipts: ReceiptsService;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  keys = new ReceiptKeys({ receiptKeysDir: join(folder, 'keys') });
  receipts = new ReceiptsService(house.api, room.reads, keys, room.settings);
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => house.clock('0'));

const checked = async (receipt: string | null | undefined): Promise<CheckedReceipt> =>
  checkReceipt(receipt ?? '', readKeyRing(JSON.stringify(await keys.publicJwks())));
const receiptOf = async (id: string): Promise<string | undefined> => (await receipts.forExceptions([await room.reads.byId(id)])).get(id);
const instantOf = async (id: string, signer: string): Promise<string | undefined> =>
  (
    await house.rows<{ at: Date }>('SELECT min(at) AS at FROM co_signatures WHERE exception_id = $1 AND signer_id = $2', [id, signer])
  )[0]?.at.toISOString();

describe('a receipt', () => {
  it('states who approved what, when, under which rule, and holds without the database', async () => {
    const rule = await room.activate({ causes: ['frost'], upTo: 100 });
    const { id } = await room.propose({
      cause: 'frost',
      policyVersionId: rule.id,
      noPolicyExists: null,
      remedy: { kind: 'CREDIT', amount: { amountMinor: 60_000, currency: 'AUD' }, deed: 'A call by the branch.' },
    });
    await room.coSign(id, 'tom');
    await room.amend(id, { whyFair: 'I asked the branch.' });
    const { ref, caseId, approvedAt, useBy } = await room.coSign(id, 'mia');
    const [caseRef] = await house.rows<{ ref: string }>('SELECT ref FROM cases WHERE id = $1', [caseId]);
    const { claims } = await checked(await receiptOf(id));
    expect(claims).toEqual({
      iss: 'https://countersign.bank.example',
      sub: id,
      ref,
      jti: `${id}.2`,
      iat: Math.floor((approvedAt?.getTime() ?? 0) / 1000),
      remedy: { kind: 'CREDIT', amountMinor: 60_000, currency: 'AUD', deed: true },
      quorum: 2,
      revision: 2,
      digest: await room.digest(id),
      proposer: { id: 'per_priya' },
      // Tom signed before the wording changed: the time is his own, not that of the change.
      signers: [
        { id: 'per_tom', signedAt: await instantOf(id, 'per_tom') },
        { id: 'per_mia', signedAt: await instantOf(id, 'per_mia') },
      ],
      policyVersion: rule.id,
      useBy: useBy?.toISOString(),
      caseRef: caseRef?.ref,
    });
  });

  it('holds ids only: no name, no contact, no word of anybody', async () => {
    const { id } = await room.propose({ remedy: { kind: 'DEED', deed: 'A call by the branch.' } });
    await room.coSign(id, 'tom', { words: 'I would want that too.' });
    const { claims } = await checked(await receiptOf(id));
    expect(claims.remedy).toEqual({ kind: 'DEED', amountMinor: null, currency: null, deed: true });
    expect(JSON.stringify(claims)).not.toMatch(/adele|example\.org|flood|call|want|tom(?!")/i);
  });

  it('is the same text for the same approval and key, whenever it is asked for, and whatever became of the remedy', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await room.coSign((await room.propose()).id, 'tom')).id);
    const [fulfilled = '', lapsed = '', stopped = ''] = ids;
    const first = await Promise.all(ids.map(receiptOf));
    await room.exceptions.fulfil({ exceptionId: fulfilled, reference: 'PAY-1' }, await house.actor('priya'));
    for (const admin of ['wei', 'ana']) await room.exceptions.stop({ exceptionId: stopped, reason: 'Fraud.' }, await house.actor(admin));
    await expect(room.coSign(fulfilled, 'mia')).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
    await house.clock('31 days');
    await room.clock.lapse(lapsed);
    expect((await room.reads.byIds(ids)).map(({ status }) => status).sort()).toEqual(['FULFILLED', 'LAPSED', 'STOPPED']);
    expect(await Promise.all(ids.map(receiptOf))).toEqual(first);
    expect((await checked(first[0])).claims.signers.map((signer) => signer.id)).toEqual(['per_tom']);
  });

  it('still verifies after a rotation, and after its words were erased', async () => {
    const { id } = await room.propose();
    await room.coSign(id, 'tom');
    const before = await receiptOf(id);
    await house.admin.query(
      `UPDATE revision_texts SET salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL, why_fair = NULL, deed = NULL,
      erased_at = house_now() WHERE exception_id = $1`,
      [id],
    );
    expect(await receiptOf(id)).toBe(before);
    const kid = await keys.rotate();
    const after = await receiptOf(id);
    expect(after).not.toBe(before);
    expect((await checked(after)).kid).toBe(kid);
    expect((await checked(before)).claims).toEqual((await checked(after)).claims);
  });

  it('is there once it is approved, for as many as are asked for in one statement', async () => {
    const open = await room.propose();
    const gone = await room.propose();
    await room.exceptions.withdraw({ exceptionId: gone.id, reason: 'Solved.' }, await house.actor('priya'));
    const approved = [];
    for (let i = 0; i < 5; i++) approved.push(await room.coSign((await room.propose()).id, 'tom'));
    const all = await room.reads.byIds([open.id, gone.id, ...approved.map(({ id }) => id)]);
    expect([...(await receipts.forExceptions(all)).keys()].sort()).toEqual(approved.map(({ id }) => id).sort());
    expect(await receipts.forExceptions([open])).toEqual(new Map());
    expect(await receipts.forExceptions([])).toEqual(new Map());
  });
});

describe('may this be carried out now?', () => {
  const ask = async (id: string): Promise<[allowed: boolean, because: string]> => {
    const { allowed, because } = await receipts.authorization(id);
    return [allowed, because];
  };

  it('only while it is approved, by the clock of the database', async () => {
    const { id } = await room.propose();
    expect(await receipts.authorization(id)).toMatchObject({
      allowed: false,
      useBy: null,
      receipt: null,
      amount: { amountMinor: 20_240, currency: 'AUD' },
    });
    expect(await ask(id)).toEqual([false, expect.stringContaining('still waits')]);
    const { useBy, ref } = await room.coSign(id, 'tom');
    const answer = await receipts.authorization(id);
    expect(answer).toMatchObject({
      allowed: true,
      exception: { id, status: 'APPROVED' },
      amount: { amountMinor: 20_240, currency: 'AUD' },
      useBy,
    });
    expect((await checked(answer.receipt)).claims.ref).toBe(ref);
    await room.stopClockAt(useBy ?? new Date());
    expect(await ask(id)).toEqual([false, expect.stringContaining('so it lapses')]);
    await house.clock('0');
    await room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-7' }, await house.actor('priya'));
    expect(await ask(id)).toEqual([false, expect.stringContaining('PAY-7. Do not pay again.')]);
  });

  it('a deed has no amount; an unknown id is no exception', async () => {
    const { id } = await room.propose({ remedy: { kind: 'DEED', deed: 'A call by the branch.' } });
    expect((await receipts.authorization(id)).amount).toBeNull();
    await expect(receipts.authorization('exc_none')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['exceptionId'] });
  });
});
