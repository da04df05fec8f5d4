import { describe, expect, it } from '@jest/globals';
import type { PlaceState } from '#seal';
import { Sealer } from './sealer.js';

const ago = (ms: number): Date => new Date(Date.now() - ms);
const FINE: PlaceState = { place: 'FILE', sentUpTo: 3, failingSince: null, trouble: null };

/** A sealer after one round, over things that behave like this. */
async function after(how: {
  seals?: Error;
  lag?: number | Error | 'never';
  place?: PlaceState;
}): Promise<{ sealer: Sealer; said: string[] }> {
  const said: string[] = [];
  const say = (...words: unknown[]): void => void said.push(words.map(String).join(' '));
  const sealer = new Sealer(
    {
      round: async () => {
        if (how.seals) throw how.seals;
        return [];
      },
      last: async () => undefined,
      lagMs: async () => {
        if (how.lag instanceof Error) throw how.lag;
        if (how.lag === 'never') return new Promise(() => undefined);
        return how.lag ?? 0;
      },
    },
    [{ round: async () => how.place ?? FINE }],
    { sealMs: 60_000, lateMs: 60_000, log: { info: say, warn: say, error: say } },
  );
  sealer.start();
  await sealer.stop();
  return { sealer, said };
}

describe('promise 17: the readiness of the sealer', () => {
  it.each<[story: string, how: Parameters<typeof after>[0], failing: string[]]>([
    ['all is well', {}, []],
    ['a fact has waited for a minute', { lag: 60_000 }, []],
    ['a fact has waited for longer', { lag: 60_001 }, ['seal']],
    ['nothing can be sealed', { seals: new Error('the history was taken back') }, ['seal']],
    ['the database does not answer', { lag: new Error('gone') }, ['database']],
    ['the database is silent', { lag: 'never' }, ['database']],
    ['a place has just failed', { place: { ...FINE, failingSince: ago(1_000), trouble: 'ENOSPC' } }, []],
    ['a place fails for more than a minute', { place: { ...FINE, failingSince: ago(61_000), trouble: 'ENOSPC' } }, ['FILE']],
  ])('%s', async (_, how, failing) => {
    const { sealer } = await after(how);
    expect(await sealer.readiness()).toMatchObject({ ready: failing.length === 0, failing });
  });

  it('says in the log what failed, also when a place stops nobody', async () => {
    expect((await after({ seals: new Error('taken back') })).said.join()).toContain('Nothing was sealed: Error: taken back');
    expect((await after({ place: { ...FINE, failingSince: ago(1), trouble: 'ENOSPC' } })).said.join()).toContain(
      'does not take checkpoints',
    );
  });
});
