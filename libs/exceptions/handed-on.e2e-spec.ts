import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';

let room: ExceptionsRoom;
let handOffs: HandOffsRoom;
beforeAll(async () => {
  room = await ExceptionsRoom.open();
  handOffs = new HandOffsRoom(room.house);
});
afterAll(() => room.house.close());

describe('promise 12: a case with an open exception that is handed on', () => {
  it('has a new owner, and the proposer it had; a receiver who co-signed stays valid, and may withdraw', async () => {
    const twice = { remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor: 90_000, currency: 'AUD' } } };
    const proposed = await room.propose(twice);
    await room.coSign(proposed.id, 'mia');
    const handOff = await handOffs.offer(proposed.caseId, 'priya', 'mia');
    await handOffs.accept(handOff, 'mia');
    expect(await handOffs.ownerOf(proposed.caseId)).toBe('per_mia');
    const signature =
      'SELECT s.signer_id FROM co_signatures s WHERE s.exception_id = $1 AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE x.exception_id = s.exception_id AND x.human_id = s.human_id)';
    expect(await room.house.rows(signature, [proposed.id])).toEqual([{ signer_id: 'per_mia' }]);
    expect(await room.coSign(proposed.id, 'tom')).toMatchObject({ status: 'APPROVED', proposerId: 'per_priya' });
    expect(await room.house.rows('SELECT human_id FROM counted_signatures WHERE exception_id = $1 ORDER BY 1', [proposed.id])).toEqual([
      { human_id: 'hum_mia' },
      { human_id: 'hum_tom' },
    ]);

    const open = await room.propose(twice);
    await handOffs.accept(await handOffs.offer(open.caseId, 'priya', 'mia'), 'mia');
    const withdrawn = await room.exceptions.withdraw({ exceptionId: open.id, reason: 'She paid.' }, await room.house.actor('mia'));
    expect(withdrawn.node).toMatchObject({ status: 'WITHDRAWN', proposerId: 'per_priya' });
  });
});
