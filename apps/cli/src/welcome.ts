import { relative } from 'node:path';
import type { SettingsWith } from '#settings';
import type { DemoPerson } from './oidc/demo-issuer.js';

/** What somebody who has just started the demo wants to know: where it is, who to be there, how to end it, and what to try next. */
export function welcome(people: readonly DemoPerson[], settings: SettingsWith<never>): string[] {
  const first = people[0]?.handle ?? 'priya';
  return [
    '',
    `Open ${settings.publicUrl} and sign in as one of these, without a password:`,
    ...byRole(people).map(([role, handles]) => `  ${role.padEnd(12)}${handles.join(', ')}`),
    '',
    `Stop with Ctrl-C. Everything is kept in ${shortened(settings.dataDir)}; delete that folder to begin anew.`,
    `Next, in another terminal, a token to try the API with: ${variables(settings)}npm run --silent countersign -- token --as ${first}`,
  ];
}

/** Each person once, under the role that lets them do most. */
function byRole(people: readonly DemoPerson[]): [role: string, handles: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { handle, roles } of people) {
    const role = roles.at(-1)?.toLowerCase() ?? 'others';
    groups.set(`${role}s`, [...(groups.get(`${role}s`) ?? []), handle]);
  }
  return [...groups];
}

/** The variables by which the next command finds this very demo. */
function variables({ port, dataDir }: SettingsWith<never>): string {
  const named = {
    PORT: port === 3000 ? '' : String(port),
    COUNTERSIGN_DATA: shortened(dataDir) === './countersign-data' ? '' : shortened(dataDir),
  };
  return Object.entries(named)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${value} `)
    .join('');
}

function shortened(path: string): string {
  const fromHere = relative('.', path);
  return fromHere.startsWith('..') || fromHere === '' ? path : `./${fromHere}`;
}
