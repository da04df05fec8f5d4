const LONGEST = 300;

/** What the log may hold of an error: its name, its code, and its message without anything that it quotes, since that may be a customer's words. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const message = error.message.replace(/"[^"]*"|'[^']*'|“[^”]*”|=\([^)]*\)/gs, '"…"').slice(0, LONGEST);
  return `${error.name}${code}: ${message}`;
}
