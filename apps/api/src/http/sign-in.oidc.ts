import { isSubject, SignInUnavailableError, type SubjectClaim, type VerifiedToken } from '#people';
import * as oidc from 'openid-client';
import type { PendingSignIn } from './sign-in.cookies.js';

/** What a company tells about its sign-in provider, and about this service there. */
export interface OidcClientOptions {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
  readonly subjectClaim: SubjectClaim;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the issuer sends people back to. */
  readonly callbackUrl: string;
}

/** Thrown when somebody comes back from the issuer without what is needed to let them in. The sentence is for them. */
export class SignInRefusedError extends Error {}

const TIMEOUT_SECONDS = 5;
const NOBODY_NAMED = 'The sign-in provider did not say who you are. Show this to an admin: OIDC_SUBJECT says which claim names people';
const BEGIN_AGAIN = 'The sign-in came back changed, too late, or from another window. Nothing was done.';

/** Signs people in through the company's provider: OpenID Connect, authorization code flow with PKCE, state and nonce. */
export class OidcClient {
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(private readonly options: OidcClientOptions) {}

  /**
   * Begins a sign-in: where to send the browser, and what to remember until it is back.
   * @throws SignInUnavailableError when the provider does not answer
   */
  async begin(to: string): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
    const configuration = await this.configuration();
    const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), to };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.options.callbackUrl,
      scope: 'openid',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url, pending };
  }

  /**
   * Redeems what the browser brought back, and says who signed in.
   * @throws SignInRefusedError when the provider said no, or anything does not fit what was begun
   * @throws SignInUnavailableError when the provider does not answer
   */
  async finish(search: string, { state, nonce, verifier }: PendingSignIn): Promise<VerifiedToken> {
    const configuration = await this.configuration();
    const url = new URL(this.options.callbackUrl);
    url.search = search;
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(configuration, url, checks).catch((cause: unknown) => Promise.reject(whyNot(cause)));
    const claims = tokens.claims();
    const subject = claims?.[this.options.subjectClaim];
    if (!claims || !isSubject(subject))
      throw new SignInRefusedError(`${NOBODY_NAMED} (its claim "${this.options.subjectClaim}" is missing).`);
    return { issuer: this.options.issuer, subject, issuedAt: claims.iat };
  }

  private configuration(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover().catch((cause: unknown) => {
      this.discovered = undefined;
      throw new SignInUnavailableError({ cause });
    });
    return this.discovered;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, jwksUrl, algorithms, clientId, clientSecret } = this.options;
    const client = oidc.ClientSecretBasic(clientSecret);
    // Settings take http:// for addresses of this machine only.
    const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, client, { execute, timeout: TIMEOUT_SECONDS });
    // Keys and algorithms are those of our settings, whatever the provider says of itself.
    const said = found.serverMetadata() as oidc.ServerMetadata;
    const metadata = { ...said, jwks_uri: jwksUrl, id_token_signing_alg_values_supported: [...algorithms] };
    const configuration = new oidc.Configuration(metadata, clientId, undefined, client);
    configuration.timeout = TIMEOUT_SECONDS;
    execute.forEach((allow) => allow(configuration));
    oidc.enableNonRepudiationChecks(configuration);
    return configuration;
  }
}

function whyNot(cause: unknown): Error {
  if (cause instanceof oidc.AuthorizationResponseError) {
    const sentence = cause.error === 'access_denied' ? 'You did not finish the sign-in.' : 'The sign-in provider said no.';
    return new SignInRefusedError(sentence, { cause });
  }
  if (isSilence(cause)) return new SignInUnavailableError({ cause });
  return new SignInRefusedError(BEGIN_AGAIN, { cause });
}

/** Codes of the library for a provider that was too slow, or answered with a failure of its own. Without a code the network failed. */
const SILENCES: readonly unknown[] = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', undefined];

/** Whether the provider did not answer, rather than answer something that does not fit. */
function isSilence(cause: unknown): boolean {
  if (cause instanceof oidc.ResponseBodyError) return false;
  return !(cause instanceof oidc.ClientError) || SILENCES.includes(cause.code);
}
