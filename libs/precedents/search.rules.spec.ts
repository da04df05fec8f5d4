import { describe, expect, it } from '@jest/globals';
import { armsOf, CANDIDATES_MOST, meaningsOf } from './search.rules.js';

const known = (id: number, word: string, documents: number) => ({ id, word, documents });
const asked = (word: string, exact: ReturnType<typeof known>[], alike: ReturnType<typeof known>[] = []) => ({ asked: word, exact, alike });

describe('what words stand for', () => {
  it('the rare word says more than the common one, and comes first', () => {
    const [first, second] = meaningsOf([asked('fee', [known(1, 'fee', 500)]), asked('piano', [known(2, 'piano', 2)])], 1_000);
    expect([first?.ids, second?.ids]).toEqual([[2], [1]]);
    expect(first?.weight).toBeGreaterThan(3 * (second?.weight ?? 0));
  });

  it('two readings of one word are one meaning, as common as the more common of them', () => {
    expect(meaningsOf([asked('flooded', [known(1, 'flooded', 3), known(2, 'flood', 40)])], 1_000)).toMatchObject([
      { ids: [1, 2], documents: 40 },
    ]);
  });

  it('two words that stand for the same say it once', () => {
    expect(meaningsOf([asked('flooding', [known(2, 'flood', 40)]), asked('floods', [known(2, 'flood', 40)])], 1_000)).toHaveLength(1);
  });

  it('an unknown word is the nearest known one, and counts less', () => {
    const alike = [known(1, 'flood', 40), known(2, 'flock', 40)];
    const [meaning] = meaningsOf([asked('flod', [], alike)], 1_000);
    expect(meaning).toMatchObject({ ids: [1] });
    expect(meaning?.weight).toBeLessThan(meaningsOf([asked('flood', [known(1, 'flood', 40)])], 1_000)[0]?.weight ?? 0);
  });

  it.each([
    ['a short word with two slips', 'floc', [known(1, 'flood', 40)]],
    ['a long one with three', 'cancelatoin', [known(1, 'cancellation', 40)].map((one) => ({ ...one, word: 'constellation' }))],
    ['one that looks like nothing', 'xyzzy', []],
  ])('%s is nothing', (_, word, alike) => {
    expect(meaningsOf([asked(word, [], alike)], 1_000)).toEqual([]);
  });

  it('a slip that somebody else made too is also the word that many wrote', () => {
    expect(meaningsOf([asked('refnd', [known(9, 'refnd', 1)], [known(9, 'refnd', 1), known(1, 'refund', 400)])], 1_000)[0]?.ids).toEqual([
      9, 1,
    ]);
    expect(meaningsOf([asked('refnd', [known(9, 'refnd', 1)], [known(1, 'refund', 2)])], 1_000)[0]?.ids).toEqual([9]);
  });

  it('a whole page says no more than its sixteen rarest words', () => {
    const page = Array.from({ length: 1_500 }, (_, n) => asked(`word${n}`, [known(n + 1, `word${n}`, n + 1)]));
    const meanings = meaningsOf(page, 100_000);
    expect(meanings).toHaveLength(16);
    expect(Math.max(...meanings.map(({ documents }) => documents))).toBe(16);
  });
});

describe('which texts are weighed', () => {
  const meaning = (id: number, documents: number) => ({ ids: [id], documents, weight: 1 });
  const arms = (texts: number, ...documents: number[]) =>
    armsOf(
      documents.map((count, at) => meaning(at + 1, count)),
      texts,
    ).map((arm) => arm.map(({ ids }) => ids[0]));

  it('all with any of the words, where there are few texts', () => {
    expect(arms(CANDIDATES_MOST, 1, 2_000, 2_500)).toEqual([[1], [2], [3]]);
  });
  it('of many, those with a rare word, and those in which common ones stand together', () => {
    expect(arms(1_000_000, 10, 2_000, 20_000, 30_000)).toEqual([[1], [2]]);
    expect(arms(1_000_000, 10, 12_000, 15_000)).toEqual([[1], [2, 3]]);
  });
  it('where all are common, those in which enough of them stand together', () => {
    expect(arms(1_000_000, 100_000, 120_000, 150_000, 200_000)).toEqual([[1, 2, 3, 4]]);
    expect(arms(1_000_000, 30_000)).toEqual([[1]]);
  });
  it('none for what stands in every second text', () => {
    expect(arms(1_000_000, 600_000)).toEqual([]);
  });
  it('never more than can be weighed in time, whatever is asked', () => {
    for (let texts = 5_000; texts <= 5_000_000; texts *= 10) {
      const documents = Array.from({ length: 16 }, (_, n) => Math.min(texts, 3 ** n)).sort((a, b) => a - b);
      const alone = arms(texts, ...documents).filter((arm) => arm.length === 1);
      expect(alone.reduce((sum, [id]) => sum + (documents[(id ?? 1) - 1] ?? 0), 0)).toBeLessThanOrEqual(CANDIDATES_MOST);
    }
  });
});
