import type { Ground } from './ground.js';
import type { House } from './house.js';

let made = 0;

/** On what the list of causes is changed, and teams are made and named: each time another one. */
export function houseGrounds(house: () => House): Readonly<Record<string, () => Promise<Ground>>> {
  const listed = (word: string): Promise<string> => house().ground.cause(`${word}-${++made}`);
  const team = (): string => `Team ${++made}`;
  return {
    createCause: async () => ({ who: 'omar', input: { key: `made-${++made}`, name: 'Made up' } }),
    renameCause: async () => ({ who: 'omar', input: { key: await listed('named'), name: 'Named better' } }),
    mergeCauses: async () => {
      const input = { from: await listed('merged'), into: 'other', why: 'One word for both.' };
      await house().person('renee').run('mergeCauses', input, 'cause { id }');
      return { who: 'omar', input };
    },
    createTeam: async () => ({ who: 'wei', input: { name: team() } }),
    renameTeam: async () => {
      const made = await house().person('ana').run<{ team: { id: string } }>('createTeam', { name: team() }, 'team { id }');
      return { who: 'wei', input: { teamId: made.team.id, name: team() } };
    },
  };
}
