import { diffWordsWithSpace } from 'diff';

/** Two texts as one, word by word: what went is struck through, what came is underlined. */
export function WordDiff({ before, now }: { before: string; now: string }) {
  return (
    <p className="reading">
      {diffWordsWithSpace(before, now).map(({ value, added, removed }, place) =>
        added ? <ins key={place}>{value}</ins> : removed ? <del key={place}>{value}</del> : <span key={place}>{value}</span>,
      )}
    </p>
  );
}
