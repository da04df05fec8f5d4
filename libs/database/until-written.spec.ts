import { describe, expect, it } from '@jest/globals';
import { untilWritten } from './until-written.js';

/** What each look of the writer meets, one after the other: an error, or the rows it wrote. */
function looks(...met: (Error | string[])[]): { attempt: () => Promise<string[]>; taken: () => number } {
  let taken = 0;
  const attempt = (): Promise<string[]> => {
    const one = met[Math.min(taken++, met.length - 1)] ?? [];
    return one instanceof Error ? Promise.reject(one) : Promise.resolve(one);
  };
  return { attempt, taken: () => taken };
}
const wall = (code: string, constraint?: string): Error => Object.assign(new Error('a wall'), { code, constraint });

const OTHERS_WERE_FASTER = wall('TP132');
const NO_ROOM = wall('TP145');
const TWIN = wall('23505', 'one_open_case');

describe('looking, deciding and writing', () => {
  it.each<[string, (Error | string[])[], number]>([
    ['at once', [['written']], 1],
    ['after a look at what somebody wrote first', [[], [], ['written']], 3],
    ['after a wall that spoke once', [NO_ROOM, ['written']], 2],
    ['however often a wall says that others were faster', [...Array<Error>(7).fill(OTHERS_WERE_FASTER), ['written']], 8],
    ['after a twin', [TWIN, TWIN, ['written']], 3],
  ])('writes %s', async (_, met, tries) => {
    const { attempt, taken } = looks(...met);
    expect(await untilWritten(attempt)).toBe('written');
    expect(taken()).toBe(tries);
  });

  it.each<[string, Error | string[], string, number]>([
    ['by a wall that speaks again', NO_ROOM, 'CAP_EXCEEDED', 2],
    ['when others were faster each time', OTHERS_WERE_FASTER, 'BUSY', 8],
    ['when nothing is written each time', [], 'BUSY', 8],
  ])('is refused %s', async (_, met, code, tries) => {
    const { attempt, taken } = looks(met);
    await expect(untilWritten(attempt)).rejects.toMatchObject({ code });
    expect(taken()).toBe(tries);
  });

  it('looks no more after a taken key, a constraint that is final, and what no wall said', async () => {
    for (const [met, final] of [
      [wall('23505', 'one_effect_per_key'), []],
      [TWIN, ['one_open_case']],
      [new Error('the line is cut'), []],
    ] as const) {
      const { attempt, taken } = looks(met);
      await expect(untilWritten(attempt, final)).rejects.toBe(met);
      expect(taken()).toBe(1);
    }
  });
});
