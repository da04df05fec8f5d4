/** The mark: two strokes that meet, for two signatures under one text. */
export const MARK_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#2f56c4"/><path d="M14 36c6-10 10-12 12-8s-2 10 2 10 6-8 9-8 1 6 5 6 5-3 8-5" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/><path d="M14 48h36" stroke="#c9d7ff" stroke-width="3" stroke-linecap="round"/></svg>`;

/** The look of our plain pages: calm, legible, in light and dark, and at any size of letters. */
export const HOUSE_CSS = `:root { color-scheme: light dark; --ink: #15181d; --soft: #5a6372; --paper: #ffffff; --card: #f7f8fa; --line: #e2e5ea; --accent: #2f56c4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --soft: #a0a9b8; --paper: #14171c; --card: #1a1e25; --line: #2b313b; --accent: #9db8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: clamp(2rem, 8vh, 6rem) 1.25rem 3rem; }
h1 { font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.2; margin: 1rem 0 .75rem; letter-spacing: -.01em; }
p { margin: 0 0 1rem; max-width: 36rem; }
header p { color: var(--soft); font-size: 1.1rem; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-family: ui-monospace, Consolas, monospace; background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: 0 .3em; }
nav ul { list-style: none; margin: 2rem 0 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); }
nav a { display: block; height: 100%; padding: 1rem 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; text-decoration: none; color: inherit; }
nav a:hover { border-color: var(--accent); }
nav strong { display: block; color: var(--accent); }
nav span { color: var(--soft); font-size: .95rem; }
button { font: inherit; padding: .6rem 1.1rem; border-radius: 8px; border: 1px solid var(--accent); background: var(--accent); color: var(--paper); cursor: pointer; }
`;
