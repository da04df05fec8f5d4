import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomersService, ErasuresService } from '#customers';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';
import { ContactsService } from './contacts.service.js';

let room: HandOffsRoom;
let contacts: ContactsService;
let customers: CustomersService;
beforeAll(async () => {
  room = await HandOffsRoom.open();
  contacts = new ContactsService(room.house.api);
  customers = new CustomersService(room.house.api);
});
afterEach(() => room.calm());
afterAll(() => room.house.close());

const CONTACT = 'adele@example.org';
const reveal = async (caseId: string, by: string, idempotencyKey?: string) =>
  contacts.reveal({ caseId, ...(idempotencyKey ? { idempotencyKey } : {}) }, await room.house.actor(by));
const customerOf = async (caseId: string): Promise<string> =>
  (await room.house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]))[0]?.id ?? '';
const looks = async (caseId: string) => (await room.house.factsOf(caseId)).filter(({ name }) => name === 'contact.revealed');

describe('promise 8: how a customer is reached', () => {
  it('is masked, until somebody asks: then it is told of the case who looked', async () => {
    const caseId = await room.house.caseOf('jack');
    const customerId = await customerOf(caseId);
    expect(await customers.byIds([customerId])).toMatchObject([{ id: customerId, contact: 'a••••@••••' }]);
    expect(await reveal(caseId, 'mia')).toEqual({ node: { contact: CONTACT, callBacks: [] }, replayed: false });
    await reveal(caseId, 'jack');
    expect(await looks(caseId)).toEqual([
      { name: 'contact.revealed', actor_id: 'per_mia', body: { customerId } },
      { name: 'contact.revealed', actor_id: 'per_jack', body: { customerId } },
    ]);
  });

  it('goes with the numbers that came with hand-offs', async () => {
    const caseId = await room.house.caseOf('jack');
    const { id } = await room.offer(caseId, 'jack', 'mia', { callbackContact: '+61 2 5550 9876' });
    expect((await reveal(caseId, 'mia')).node).toEqual({
      contact: CONTACT,
      callBacks: [{ handOffId: id, contact: '+61 2 5550 9876' }],
    });
  });

  it('is told once for one key, and then shows no number that came since', async () => {
    const caseId = await room.house.caseOf('jack');
    const key = randomUUID();
    const three = await Promise.all([1, 2, 3].map(() => reveal(caseId, 'ivy', key)));
    expect(three.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await room.offer(caseId, 'jack', 'mia', { callbackContact: '+61 2 5550 9876' });
    expect(await reveal(caseId, 'ivy', key)).toEqual({ node: { contact: CONTACT, callBacks: [] }, replayed: true });
    expect(await looks(caseId)).toHaveLength(1);
  });

  it('is known of no case that is unknown, and of nobody who was erased, also by a key of before', async () => {
    await expect(reveal('cas_none', 'jack')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['caseId'] });
    const caseId = await room.house.caseOf('jack');
    const key = randomUUID();
    await reveal(caseId, 'jack', key);
    const erasures = new ErasuresService(room.house.api, customers);
    await erasures.erase({ customerId: await customerOf(caseId), reason: 'Asked by letter.' }, await room.house.actor('wei'));
    await expect(reveal(caseId, 'jack')).rejects.toMatchObject({ code: 'CUSTOMER_ERASED', path: ['caseId'] });
    await expect(reveal(caseId, 'jack', key)).rejects.toMatchObject({ code: expect.stringMatching(/ERASED|REUSED/) as unknown });
    expect(await looks(caseId)).toHaveLength(1);
  });

  it('is looked up without beginning a case: one that was taken on and only looked at goes back', async () => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    await room.accept(offered, 'mia');
    await reveal(caseId, 'mia');
    await room.house.clock('61 minutes');
    await room.clock.settle(offered.id);
    expect(await room.seen(offered)).toMatchObject({ status: 'RETURNED' });
    expect(await room.ownerOf(caseId)).toBe('per_jack');
  });
});
