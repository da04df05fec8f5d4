/** A slip in a shorter word is another word. */
const SHORT_WORD = 6;

/** Of some words those that somebody may have meant: one slip where either word is short, two where both are longer, and of those the nearest. */
export function nearestTo<T>(asked: string, known: readonly T[], wordOf: (one: T) => string): T[] {
  const near = known
    .map((one) => ({ one, length: Math.min(asked.length, wordOf(one).length), typos: typosBetween(asked, wordOf(one)) }))
    .filter(({ length, typos }) => typos <= (length < SHORT_WORD ? 1 : 2));
  const least = Math.min(...near.map(({ typos }) => typos));
  return near.filter(({ typos }) => typos === least).map(({ one }) => one);
}

/** In how many places two words differ: a letter that is missing, too many, another one, or two that changed places. */
export function typosBetween(one: string, other: string): number {
  const first = Array.from({ length: other.length + 1 }, (_, at) => at);
  const rows = [first];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = cell(rows[i - 1], j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(
        Math.min(
          cell(rows[i - 1], j) + 1,
          cell(row, j - 1) + 1,
          change,
          isSwap(one, other, i, j) ? cell(rows[i - 2], j - 2) + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return cell(rows[one.length], other.length);
}

function isSwap(one: string, other: string, i: number, j: number): boolean {
  return i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
}

function cell(row: readonly number[] | undefined, at: number): number {
  return row?.[at] ?? 0;
}
