import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Database } from '#database';
import { Identities, TokenKeys, TokenVerifier } from '#people';
import { SETTINGS, type Settings, type SettingsWith } from '#settings';
import { SharesModule } from '#shares';
import { ActorGuard } from '../graphql/actor.guard.js';
import { Callers } from '../graphql/callers.js';
import { RIGHTS } from '../graphql/context.js';
import { Charges } from './charges.js';
import { Crowd } from './crowd.js';
import { Gate } from './gate.js';
import { PendingCookie, SessionCookie } from './sign-in.cookies.js';
import { OidcClient } from './sign-in.oidc.js';
import { SIGN_IN_MEANS, SignIn, type SignInMeans } from './sign-in.js';

type OidcSettings = Settings & SettingsWith<'oidcIssuer' | 'oidcAudience' | 'oidcJwksUrl'>;

/**
 * Who is there, and how much they may use: verifies tokens and sessions, guards every GraphQL operation, and signs people in by browser.
 * Global, because the GraphQL door asks for `RIGHTS`. Needs `SETTINGS` (read with OIDC_SETTINGS), `LOG` and `Database`.
 */
@Global()
@Module({
  imports: [SharesModule],
  providers: [
    { provide: TokenVerifier, inject: [SETTINGS], useFactory: verifierOf },
    {
      provide: Identities,
      inject: [Database, TokenVerifier],
      useFactory: (db: Database, verifier: TokenVerifier) => new Identities(db, verifier),
    },
    { provide: SessionCookie, inject: [SETTINGS], useFactory: ({ publicUrl }: Settings) => new SessionCookie(publicUrl) },
    { provide: SIGN_IN_MEANS, inject: [SETTINGS, SessionCookie], useFactory: meansOf },
    { provide: RIGHTS, useExisting: Callers },
    { provide: APP_GUARD, useClass: ActorGuard },
    Callers,
    Charges,
    Crowd,
    Gate,
    SignIn,
  ],
  exports: [Callers, Identities, RIGHTS],
})
export class IdentityModule {}

function verifierOf(settings: OidcSettings): TokenVerifier {
  const expected = {
    issuer: settings.oidcIssuer,
    audience: settings.oidcAudience,
    algorithms: settings.oidcAlgorithms,
    subjectClaim: settings.oidcSubject,
    lifeSecondsMax: settings.tokenLifeMinutesMax * 60,
    toleranceSeconds: settings.tokenToleranceSeconds,
  };
  return new TokenVerifier(expected, new TokenKeys(new URL(settings.oidcJwksUrl)));
}

function meansOf(settings: OidcSettings, session: SessionCookie): SignInMeans {
  const { publicUrl, oidcIssuer: issuer, oidcJwksUrl: jwksUrl, oidcAlgorithms: algorithms } = settings;
  const { oidcSubject: subjectClaim, oidcClientId: clientId, oidcClientSecret: clientSecret } = settings;
  if (!clientId || !clientSecret) return { session };
  const callbackUrl = `${publicUrl}/sign-in/callback`;
  const client = new OidcClient({ issuer, jwksUrl, algorithms, subjectClaim, clientId, clientSecret, callbackUrl });
  return { session, journey: { client, pending: new PendingCookie(publicUrl, clientSecret) } };
}
