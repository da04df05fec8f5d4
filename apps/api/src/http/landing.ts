import type { Page } from './page.js';

/** The first page: what this is, and the four ways on. */
export const LANDING: Page = {
  title: 'Two colleagues can say yes',
  body: `<header>
<img src="/assets/mark.svg" alt="" width="56" height="56">
<h1>Two colleagues can say yes.</h1>
<p>Countersign lets the people who talk to customers approve a fair exception together, at once, and turns the good ones into policy.</p>
</header>
<nav aria-label="Ways on">
<ul>
<li><a href="/sign-in"><strong>Sign in</strong><span>as one of the people of this house</span></a></li>
<li><a href="/explorer"><strong>Explorer</strong><span>ask the GraphQL API, with examples ready to run</span></a></li>
<li><a href="/.well-known/jwks.json"><strong>Receipt keys</strong><span>the public keys that verify a receipt with the network off</span></a></li>
<li><a href="/readyz"><strong>Health</strong><span>whether everything that this service needs is there</span></a></li>
</ul>
</nav>`,
};
