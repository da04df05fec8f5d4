import type { Ground } from './ground.js';
import type { House } from './house.js';

let made = 0;

/** On what the list of causes is changed: each time another one. */
export function causeGrounds(house: () => House): Readonly<Record<string, () => Promise<Ground>>> {
  const listed = (word: string): Promise<string> => house().ground.cause(`${word}-${++made}`);
  return {
    createCause: async () => ({ who: 'omar', input: { key: `made-${++made}`, name: 'Made up' } }),
    renameCause: async () => ({ who: 'omar', input: { key: await listed('named'), name: 'Named better' } }),
    mergeCauses: async () => {
      const input = { from: await listed('merged'), into: 'other', why: 'One word for both.' };
      await house().person('renee').run('mergeCauses', input, 'cause { id }');
      return { who: 'omar', input };
    },
  };
}
