import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { DEMO_AUDIENCE, DEMO_CLIENT_ID, demoIssuer, type DemoPerson } from './demo-issuer.js';
import { DEMO_ALGORITHM, type DemoKeys, demoKeys } from './demo-keys.js';
import { DemoStore } from './demo-store.js';
import { DemoInteractions } from './interactions.js';
import { quietOidcProvider } from './quiet-import.js';
import { pagePolicy, signInFailedPage } from './sign-in-page.js';

/** What the demo's sign-in provider is started with. */
export interface ProviderOptions {
  /** Where the provider listens, on the loopback interface. */
  readonly port: number;
  /** Where the api listens, to which signed-in people return. */
  readonly apiPort: number;
  /** The folder that keeps the provider's keys. */
  readonly dataDir: string;
  readonly people: readonly DemoPerson[];
  /** Told about failures of the provider itself, which whoever signs in sees as one sentence. */
  readonly onError?: (error: Error) => void;
}

/** A running provider, and what the api's settings must say to believe it. */
export interface RunningProvider {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly algorithm: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Ends all connections and frees the port. */
  stop(): Promise<void>;
}

/** The api as a protected resource; its audience in tokens is DEMO_AUDIENCE. */
const RESOURCE = 'urn:countersign:api';
const MINUTE = 60;

/**
 * Starts the demo's own OpenID provider: a real one, so that the demo signs people in by the same code as a company does.
 * @throws Error with code EADDRINUSE when the port is taken
 * @throws CommandError `damaged` or `unwritable`, about the file of its keys
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const keys = await demoKeys(options.dataDir);
  const issuer = demoIssuer(options.port);
  const { Provider } = await quietOidcProvider();
  const provider = new Provider(issuer, configuration(options, keys));
  provider.silent = true; // Koa would print to stderr by itself.
  provider.on('server_error', (_context, error) => options.onError?.(error));
  const server = await listen(handler(provider, options), options.port);
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    audience: DEMO_AUDIENCE,
    algorithm: DEMO_ALGORITHM,
    clientId: DEMO_CLIENT_ID,
    clientSecret: keys.clientSecret,
    stop: () => stop(server),
  };
}

function configuration(options: ProviderOptions, { signingKey, clientSecret, cookieSecret }: DemoKeys): Configuration {
  const apiOrigin = `http://localhost:${options.apiPort}`;
  return {
    adapter: storePerKind(),
    clients: [
      {
        client_id: DEMO_CLIENT_ID,
        client_secret: clientSecret,
        redirect_uris: [`${apiOrigin}/sign-in/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: DEMO_ALGORITHM,
      },
    ],
    jwks: { keys: [signingKey] },
    // Browsers send cookies to every port of a host, so the names carry the port: two demos do not disturb each other.
    cookies: {
      keys: [cookieSecret],
      names: { interaction: `interaction-${options.port}`, resume: `resume-${options.port}`, session: sessionCookie(options) },
    },
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators,
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, handle) =>
      options.people.some((person) => person.handle === handle) ? { accountId: handle, claims: () => ({ sub: handle }) } : undefined,
    loadExistingGrant: grantToTheApi,
    ttl: {
      AccessToken: 15 * MINUTE,
      AuthorizationCode: MINUTE,
      IdToken: 5 * MINUTE,
      Interaction: 15 * MINUTE,
      Session: 15 * MINUTE,
      Grant: 15 * MINUTE,
    },
    renderError: (context, { error_description: why }) => {
      context.type = 'html';
      context.set('content-security-policy', pagePolicy(apiOrigin));
      context.body = signInFailedPage(`The sign-in was refused${why ? `: ${why}` : ''}.`, apiOrigin);
    },
  };
}

function storePerKind(): (kind: string) => DemoStore {
  const stores = new Map<string, DemoStore>();
  return (kind) => stores.get(kind) ?? stores.set(kind, new DemoStore()).get(kind) ?? new DemoStore();
}

const resourceIndicators = {
  enabled: true,
  defaultResource: () => RESOURCE,
  useGrantedResource: () => true,
  getResourceServerInfo: () => ({
    scope: '',
    audience: DEMO_AUDIENCE,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: 15 * MINUTE,
    jwt: { sign: { alg: DEMO_ALGORITHM as 'ES256' } },
  }),
};

/** The api is our own, so nobody is asked whether it may know who they are. */
async function grantToTheApi(context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']>> {
  const { client, session, provider } = context.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

function handler(provider: Provider, options: ProviderOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const oidc = provider.callback();
  const interactions = new DemoInteractions(provider, options);
  return (request, response) => {
    // Each sign-in asks anew who you are: the demo is there to change from one person to another.
    request.headers.cookie = withoutCookie(request.headers.cookie ?? '', sessionCookie(options));
    if (!interactions.handles(request)) return void oidc(request, response);
    interactions.handle(request, response).catch((error: Error) => {
      options.onError?.(error);
      response.destroy();
    });
  };
}

function sessionCookie({ port }: ProviderOptions): string {
  return `session-${port}`;
}

function withoutCookie(header: string, name: string): string {
  return header
    .split('; ')
    .filter((pair) => !pair.startsWith(`${name}=`) && !pair.startsWith(`${name}.`))
    .join('; ');
}

function listen(handle: (request: IncomingMessage, response: ServerResponse) => void, port: number): Promise<Server> {
  const server = createServer(handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.off('error', reject)));
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
