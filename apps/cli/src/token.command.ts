import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { CommandError, EXIT } from './command.errors.js';
import { DEMO_AUDIENCE, DEMO_CLIENT_ID, demoIssuer, type DemoPerson, demoProviderPort } from './oidc/demo-issuer.js';
import { DEMO_ALGORITHM, readDemoKeys } from './oidc/demo-keys.js';

/** Which demo a token is for: its api's port and data folder, and who lives in it. */
export interface DemoHouse {
  readonly port: number;
  readonly dataDir: string;
  readonly people: readonly Pick<DemoPerson, 'handle'>[];
}

/** Long enough to try something with curl, short enough to be worth nothing tomorrow. */
const LIFE = '15 minutes';

/**
 * `countersign token --as NAME`: an access token of the demo, as its sign-in page would give it to this person. Nothing else may be
 * printed to stdout, since the token is meant to be put into a variable.
 * @throws CommandError `config` where no demo ever ran, so that it can make no token for a real house; `usage` for a name that nobody has
 */
export async function demoToken(name: string, { port, dataDir, people }: DemoHouse): Promise<string> {
  const keys = await readDemoKeys(dataDir);
  if (!keys)
    throw new CommandError(
      EXIT.config,
      `There is no demo in ${dataDir}; start one with "npm run demo", or set COUNTERSIGN_DATA to its folder.`,
    );
  const names = people.map(({ handle }) => handle);
  if (!names.includes(name))
    throw new CommandError(EXIT.usage, `Nobody in the demo is called "${shown(name)}"; choose one of ${names.join(', ')}.`);
  return new SignJWT({ client_id: DEMO_CLIENT_ID })
    .setProtectedHeader({ alg: DEMO_ALGORITHM, typ: 'at+jwt', kid: keys.signingKey.kid })
    .setIssuer(demoIssuer(demoProviderPort(port)))
    .setAudience(DEMO_AUDIENCE)
    .setSubject(name)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(await importJWK(keys.signingKey, DEMO_ALGORITHM));
}

function shown(name: string): string {
  return name.replace(/\p{C}/gu, '?').slice(0, 40);
}
