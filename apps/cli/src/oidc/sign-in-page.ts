import { createHash } from 'node:crypto';
import type { DemoPerson } from './demo-issuer.js';

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f5f2; --card: #fff; --ink: #1d2327; --quiet: #56606a; --line: #d8d5cf; --accent: #0b6157; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15191c; --card: #1e2428; --ink: #eceae6; --quiet: #a5b0b8; --line: #384148; --accent: #6fd1c3; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; }
p { margin: 0 0 1.5rem; color: var(--quiet); }
ul { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; gap: .5rem; }
button { width: 100%; min-height: 3.5rem; padding: .75rem 1rem; text-align: left; font: inherit; color: inherit; cursor: pointer;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
button:hover { border-color: var(--accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
strong { font-size: 1.0625rem; }
small { font-size: .875rem; color: var(--quiet); margin-left: .5rem; }
span { display: block; color: var(--quiet); }
a { color: var(--accent); }
`;

/** What the browser may do on these pages: show this one style, and send the form here and from here on to the api. No script, no image. */
export function pagePolicy(apiOrigin: string): string {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${style}'; img-src data:; form-action 'self' ${apiOrigin}; base-uri 'none'; frame-ancestors 'none'`;
}

/** The one page on which the demo signs people in: one button for each person. `action` is where the choice is sent. */
export function signInPage(people: readonly DemoPerson[], action: string, apiOrigin: string): string {
  return page(
    'Who are you today?',
    `<p>This is the demo of Countersign: nobody has a password. Choose a person, and you work with their rights.</p>
<form method="post" action="${escaped(action)}">
<ul role="list">
${people.map(button).join('\n')}
</ul>
</form>
<p><a href="${escaped(apiOrigin)}/">Back without signing in</a></p>`,
  );
}

/** A page that says in one sentence what did not work, and where to begin again. */
export function signInFailedPage(sentence: string, apiOrigin: string): string {
  return page('That did not work', `<p>${escaped(sentence)}</p>\n<p><a href="${escaped(apiOrigin)}/sign-in">Sign in again</a></p>`);
}

function button({ handle, name, roles, about }: DemoPerson): string {
  const role = roles.map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join(', ');
  return `<li><button name="handle" value="${escaped(handle)}"><strong>${escaped(name)}</strong> <small>${escaped(role)}</small><span>${escaped(about)}</span></button></li>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Countersign demo</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
