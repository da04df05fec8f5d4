interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** One step of a browser: what it got, and where that was. */
export interface Visit {
  readonly url: URL;
  readonly response: Response;
}

/**
 * As much of a browser as a sign-in needs: cookies by origin, name and path (a real one keeps them by host; the ports of a test stand for
 * hosts), redirects followed by hand, and the headers by which browsers say which page a request comes from.
 */
export class TestBrowser {
  private readonly jar = new Map<string, Cookie>();

  /** Goes to an address by hand, as if it were typed in; a form is sent by POST from the page itself. */
  async go(url: string | URL, form?: Record<string, string>, site = form ? 'same-origin' : 'none'): Promise<Visit> {
    const at = new URL(url);
    const body = form && new URLSearchParams(form);
    const headers = { cookie: this.cookiesFor(at), 'sec-fetch-site': site, accept: 'text/html' };
    const response = await fetch(at, { redirect: 'manual', headers, ...(body ? { method: 'POST', body } : {}) });
    response.headers.getSetCookie().forEach((line) => this.keep(at, line));
    return { url: at, response };
  }

  /** Follows redirects from where a visit ended, until an answer is none, or is one to the path `until`. */
  async follow(visit: Visit, until?: string): Promise<Visit> {
    const location = visit.response.headers.get('location');
    if (location === null) return visit;
    const next = new URL(location, visit.url);
    return next.pathname === until ? visit : this.follow(await this.go(next, undefined, 'cross-site'), until);
  }

  /** The Cookie header that the browser would send to this address. */
  cookiesFor(url: string | URL): string {
    const { origin, pathname } = new URL(url);
    const sent = [...this.jar].filter(([key, { path }]) => key.startsWith(`${origin} `) && pathname.startsWith(path));
    return sent.map(([, { name, value }]) => `${name}=${value}`).join('; ');
  }

  private keep({ origin }: URL, line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/);
    const attribute = (key: string): string | undefined =>
      attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? '/';
    const expires = attribute('expires');
    const key = `${origin} ${name} ${path}`;
    if (expires && Date.parse(expires) < Date.now()) this.jar.delete(key);
    else this.jar.set(key, { name, value, path });
  }
}
