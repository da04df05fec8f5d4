/** Back to this very page. */
export function signInHere(): string {
  return `/sign-in?to=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
}
