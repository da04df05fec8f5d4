import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser made this request for one of our own pages. Browsers say so themselves in Sec-Fetch-Site, which no page can forge;
 * older ones send Origin. A request that says neither comes from no browser, and has no business with a cookie.
 */
export function isFromOwnPage({ 'sec-fetch-site': site, origin, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'same-origin';
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
