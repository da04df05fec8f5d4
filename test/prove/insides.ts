/** What must stand in no answer, whatever was asked: insides of the program, of the database, and guesses at names. */
const INSIDES =
  /node_modules|\bat \S+ \(|\.(?:ts|js):\d+|\bSELECT\b.*\bFROM\b|INSERT INTO|syntax error at|violates|\brelation "|\bcolumn "|postgres(?:ql)?:|ECONN|EPIPE|Cannot read propert|is not a function|is not iterable|undefined|\[object |Did you mean|RangeError|TypeError/;

/** What is wrong with an answer to anything at all, in words: it is our failure, no JSON, or tells of our insides. */
export function faultOf({ status, text }: { readonly status: number; readonly text: string }): string | undefined {
  if (status >= 500) return `status ${status}: ${text.slice(0, 300)}`;
  if (!isJson(text)) return `no JSON: ${text.slice(0, 300)}`;
  if (text.includes('"INTERNAL"')) return `INTERNAL: ${text.slice(0, 300)}`;
  const [leak] = INSIDES.exec(text) ?? [];
  return leak === undefined ? undefined : `tells "${leak}": ${text.slice(0, 300)}`;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
