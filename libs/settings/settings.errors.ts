/** One variable that cannot be used, told to the person who set it. */
export interface SettingsFault {
  /** The variable, or its NAME_FILE form when the file is at fault. */
  readonly name: string;
  /** What was given, with secrets masked; "nothing" when it is missing. */
  readonly given: string;
  /** What is acceptable, as the end of the sentence "NAME must be …". */
  readonly valid: string;
}

/** Thrown when settings are missing or not acceptable. All faults are told at once; the doors end with `exitCode`. */
export class SettingsError extends Error {
  /** EX_CONFIG of sysexits.h. */
  readonly exitCode = 78;

  constructor(readonly faults: readonly SettingsFault[]) {
    const lines = faults.map(({ name, given, valid }) => `  ${name} must be ${valid}; given was ${given}.`);
    super([faults.length === 1 ? 'One setting cannot be used:' : `${faults.length} settings cannot be used:`, ...lines].join('\n'));
  }
}

/** What was given, fit to be shown: control characters out, long texts cut, of secrets only what an address tells besides its password. */
export function shown(given: string, isSecret: boolean): string {
  if (isSecret) return masked(given);
  const text = given.replace(/\p{Cc}/gu, '?');
  return text.length > 80 ? `"${text.slice(0, 80)}…"` : `"${text}"`;
}

/** A password with a sign that means something in an address, or without a name before it, is read as another part of the address. */
const HOLDS_MORE = /[@%]/;

function masked(given: string): string {
  if (!URL.canParse(given) || !given.includes('://')) return '(a hidden text)';
  const { protocol, username, password, host, pathname } = new URL(given);
  if (HOLDS_MORE.test(username + pathname) || (username && !password)) return `"${protocol}//…" (the rest is hidden)`;
  return `"${protocol}//${username ? `${username}:***@` : ''}${host}${pathname}"`;
}
