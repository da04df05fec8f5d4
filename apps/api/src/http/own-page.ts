import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Credentials } from '../graphql/context.js';

/**
 * Whether a browser made this request for one of our own pages. Browsers say so themselves in Sec-Fetch-Site, which no page can forge;
 * older ones send Origin. A request that says neither comes from no browser, and has no business with a cookie.
 */
export function isFromOwnPage({ 'sec-fetch-site': site, origin, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'same-origin';
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** A browser sends our cookie with requests that another site's page makes; only our own pages may act by it. @throws GraphQLError UNAUTHENTICATED */
export function refuseForeignPages({ authorization, cookie }: Credentials, headers: IncomingHttpHeaders): void {
  if (authorization !== undefined || cookie === undefined || isFromOwnPage(headers)) return;
  const message =
    'A sign-in by cookie counts only on pages of this service itself. Programs send an access token: "Authorization: Bearer …".';
  throw new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}
