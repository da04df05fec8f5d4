import { nearestTo } from '../spelling/spelling.rules.js';

/** A word that stands in texts which can be found. */
export interface KnownWord {
  readonly id: number;
  readonly word: string;
  /** In how many texts it stands. */
  readonly documents: number;
}

/** A word of a search with what of the known words it is, in either reading, and what merely looks like it. */
export interface AskedWord {
  readonly asked: string;
  readonly exact: readonly KnownWord[];
  readonly alike: readonly KnownWord[];
}

/** What one word of a search stands for: any of these known words, and how much it says to find one of them. */
export interface Meaning {
  readonly ids: readonly number[];
  readonly documents: number;
  readonly weight: number;
}

/** Which texts are looked at: those in which every meaning of one of the arms stands. */
export type Arm = readonly Meaning[];

/** More words than this say no more: the rarest are kept. */
const MEANINGS_MOST = 16;
/** So many texts are weighed for one search at most. */
export const CANDIDATES_MOST = 2_500;
const PAIRS_MOST = 6;
/** Words of one story stand together more often than chance would have it. */
const TOGETHER = 3;
/** What stands in every second text tells none from another. */
const COMMON_SHARE = 0.5;
/** Below so many texts, nothing is too common. */
const FEW_TEXTS = 100;
const ALIKE_COUNTS = 0.8;

/**
 * What the words of a search stand for, the rarest first: the fewer texts a word stands in, the more it says (its weight is the logarithm of one in
 * how many). A word that nobody wrote is taken for those that look like it, which count somewhat less.
 */
export function meaningsOf(words: readonly AskedWord[], texts: number): Meaning[] {
  const meanings = words.flatMap((word) => {
    const isKnown = word.exact.length > 0;
    const found = isKnown ? [...word.exact, ...misspelt(word)] : lookAlikes(word);
    if (found.length === 0) return [];
    const documents = Math.max(...found.map((known) => known.documents));
    const weight = Math.log(1 + Math.max(texts, documents) / documents) * (isKnown ? 1 : ALIKE_COUNTS);
    return [{ ids: found.map(({ id }) => id), documents, weight }];
  });
  return distinct(meanings)
    .sort((a, b) => a.documents - b.documents || (a.ids[0] ?? 0) - (b.ids[0] ?? 0))
    .slice(0, MEANINGS_MOST);
}

/**
 * Which texts to weigh, so that there are no more than `CANDIDATES_MOST`, whatever was asked and however many there are: those with a rare word; and of
 * common words those in which two, or several, stand together.
 */
export function armsOf(meanings: readonly Meaning[], texts: number): Arm[] {
  if (texts <= CANDIDATES_MOST) return meanings.map((meaning) => [meaning]);
  const arms: Arm[] = [];
  let left = CANDIDATES_MOST;
  for (const meaning of meanings) {
    if (meaning.documents > left) break;
    arms.push([meaning]);
    left -= meaning.documents;
  }
  const rest = meanings.slice(arms.length).filter(({ documents }) => texts < FEW_TEXTS || documents <= texts * COMMON_SHARE);
  for (const { arm, expected } of pairsOf(rest, texts).slice(0, PAIRS_MOST)) {
    if (expected > left) break;
    arms.push(arm);
    left -= expected;
  }
  return arms.length > 0 || rest.length === 0 ? arms : [rest.slice(0, enoughOf(rest, texts))];
}

/** The known words that somebody may have meant. */
function lookAlikes({ asked, alike }: AskedWord): KnownWord[] {
  return nearestTo(asked, alike, ({ word }) => word);
}

/** A word that hardly stands anywhere may be a slip that somebody else made, too: then what is meant is far more common. */
function misspelt(word: AskedWord): KnownWord[] {
  const documents = Math.max(...word.exact.map((known) => known.documents));
  if (documents > 2) return [];
  const others = word.alike.filter(({ id }) => !word.exact.some((known) => known.id === id));
  return lookAlikes({ ...word, alike: others }).filter((known) => known.documents >= documents * 10);
}

/** Two words of a search that stand for the same, such as two forms of one word, say it once. */
function distinct(meanings: readonly Meaning[]): Meaning[] {
  const seen = new Set<number>();
  return meanings.filter(({ ids }) => {
    const isNew = !ids.some((id) => seen.has(id));
    ids.forEach((id) => seen.add(id));
    return isNew;
  });
}

function pairsOf(meanings: readonly Meaning[], texts: number): { arm: Arm; expected: number }[] {
  const pairs = meanings.flatMap((one, at) =>
    meanings
      .slice(at + 1)
      .map((other) => ({ arm: [one, other], expected: Math.ceil((one.documents * other.documents * TOGETHER) / texts) })),
  );
  return pairs.sort((a, b) => a.expected - b.expected);
}

/** How many of the words must stand together until few enough texts are left. */
function enoughOf(meanings: readonly Meaning[], texts: number): number {
  let expected = texts;
  const at = meanings.findIndex(({ documents }) => (expected *= Math.min(1, (documents * TOGETHER) / texts)) <= CANDIDATES_MOST);
  return at < 0 ? meanings.length : at + 1;
}
