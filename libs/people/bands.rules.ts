import { InvalidError, type RuleError, say, type Sentence } from '#errors';

/** A band as an admin writes it. Without `upTo` it is for everything above, without `kinds` for all kinds. */
export interface BandDraft {
  readonly kinds?: readonly string[] | null;
  readonly upTo?: { readonly amountMinor: number; readonly currency: string } | null;
  readonly quorum: number;
}

/** How many bands one version may have. */
export const BANDS_MOST = 100;
/** How many co-signatures a band may ask for. */
export const QUORUM = { least: 1, most: 9 } as const;

/**
 * The first reason why these bands are no table that can be read from top to bottom, or undefined when they are.
 * Bands with the same kinds stand together, as a section; the last section is for all kinds. A section has one ladder for each currency, of
 * limits that rise, and ends with one band for everything above. More money never needs fewer signatures. Same as bands_leave_no_gap() in
 * migration 0013; see ADR 0024.
 */
export function bandsRefusal(bands: readonly BandDraft[]): RuleError | undefined {
  if (bands.length === 0 || bands.length > BANDS_MOST)
    return at([], say`Give 1 to ${{ most: BANDS_MOST }} bands; the last one, without a limit and without kinds, is for everything above.`);
  const placed = bands.map((band, place) => ({ ...band, upTo: band.upTo ?? null, place, section: kindsOf(band).join() }));
  const sections = runsOf(placed, ({ section }) => section);
  return (
    first(placed, ownFlaw) ??
    first(sections, (section, index) => {
      const around = { above: sections.slice(0, index).flat(), isLast: index === sections.length - 1 };
      return first(SECTION_GUARDS, (guard) => guard(section, around));
    }) ??
    first(sections, ladderFlaw)
  );
}

/** Its kinds in the one order in which they are kept, so that the same kinds are one section however they were written; none: all kinds. */
export function kindsOf({ kinds }: Pick<BandDraft, 'kinds'>): readonly string[] {
  return [...(kinds ?? [])].sort();
}

interface Placed extends BandDraft {
  readonly upTo: { readonly amountMinor: number; readonly currency: string } | null;
  readonly place: number;
  /** Its kinds, sorted and joined; empty: all kinds. */
  readonly section: string;
}

/** What is wrong with one band, whatever stands around it. */
function ownFlaw({ place, quorum, kinds }: Placed): RuleError | undefined {
  if (!Number.isInteger(quorum) || quorum < QUORUM.least || quorum > QUORUM.most)
    return at(
      [place, 'quorum'],
      say`A band asks for ${{ least: QUORUM.least }} to ${{ most: QUORUM.most }} co-signatures besides the proposer.`,
    );
  if (!kinds) return undefined;
  if (kinds.length === 0) return at([place, 'kinds'], say`A band for no kind at all is never read. Leave kinds out for all of them.`);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  return twice ? at([place, 'kinds'], say`One of these kinds is listed twice. Name each kind once.`) : undefined;
}

type SectionGuard = (
  section: readonly Placed[],
  around: { readonly above: readonly Placed[]; readonly isLast: boolean },
) => RuleError | undefined;

const theLastIsForEverything: SectionGuard = (section, { isLast }) => {
  const { place, kinds } = endsOf(section).last;
  return isLast && kinds
    ? at([place], say`The last band must be for everything above, of all kinds: without a limit and without kinds.`)
    : undefined;
};

const bandsForAllKindsComeLast: SectionGuard = (section, { isLast }) => {
  const { place, kinds } = endsOf(section).head;
  return isLast || kinds ? undefined : at([place], say`Bands for all kinds come last: what stands below them would never be read.`);
};

const eachKindHasOneSection: SectionGuard = (section, { above }) => {
  const { place, kinds } = endsOf(section).head;
  const twice = kinds?.find((kind) => above.some((band) => band.kinds?.includes(kind)));
  return twice
    ? at([place, 'kinds'], say`One of these kinds has bands further up already. Put all bands of one list of kinds together.`)
    : undefined;
};

const endsWithEverythingAbove: SectionGuard = (section) => {
  const closing = section.findIndex(({ upTo }) => !upTo);
  const { place } = endsOf(section).last;
  if (closing < 0)
    return at([place, 'upTo'], say`There is no band for what is above this limit. End these kinds with a band without a limit.`);
  const beyond = section[closing + 1];
  return beyond && at([beyond.place], say`The band before this one is for everything above, so this one would never be read.`);
};

const SECTION_GUARDS: readonly SectionGuard[] = [
  theLastIsForEverything,
  bandsForAllKindsComeLast,
  eachKindHasOneSection,
  endsWithEverythingAbove,
];

type StepGuard = (band: Placed, ladder: readonly Placed[]) => RuleError | undefined;

const aLadderIsInOnePiece: StepGuard = ({ place, upTo }, ladder) => {
  const below = ladder.at(-1);
  return upTo && below && below.place < place - 1
    ? at(
        [place, 'upTo', 'currency'],
        say`The ladder in ${{ currency: upTo.currency }} has another currency in its middle. Put all limits of one currency together.`,
      )
    : undefined;
};

const limitsRise: StepGuard = ({ place, upTo }, ladder) => {
  const below = ladder.at(-1)?.upTo;
  return upTo && below && upTo.amountMinor <= below.amountMinor
    ? at([place, 'upTo', 'amountMinor'], say`A limit must be above the one before it: bands are read from top to bottom.`)
    : undefined;
};

const moreMoneyNeverNeedsFewer: StepGuard = ({ place, quorum }, ladder) => {
  const most = Math.max(0, ...ladder.map((band) => band.quorum));
  return quorum < most
    ? at([place, 'quorum'], say`More money never needs fewer signatures: a band before this one asks for ${{ most }}.`)
    : undefined;
};

const STEP_GUARDS: readonly StepGuard[] = [aLadderIsInOnePiece, limitsRise, moreMoneyNeverNeedsFewer];

/** What is wrong with the ladders of a section. The band for everything above stands on top of each of them. */
function ladderFlaw(section: readonly Placed[]): RuleError | undefined {
  return first(section, (band) => {
    const above = section.filter(({ place }) => place < band.place);
    const ladder = band.upTo ? above.filter(({ upTo }) => upTo?.currency === band.upTo?.currency) : above;
    return first(STEP_GUARDS, (guard) => guard(band, ladder));
  });
}

function at(path: readonly (string | number)[], sentence: Sentence): InvalidError {
  return new InvalidError(['bands', ...path.map(String)], sentence);
}

function first<T>(items: readonly T[], flaw: (item: T, index: number) => RuleError | undefined): RuleError | undefined {
  for (const [index, item] of items.entries()) {
    const found = flaw(item, index);
    if (found) return found;
  }
  return undefined;
}

function endsOf(section: readonly Placed[]): { readonly head: Placed; readonly last: Placed } {
  const [head, last] = [section[0], section.at(-1)];
  if (!head || !last) throw new Error('A section has a band.');
  return { head, last };
}

/** Neighbours that are alike, together. */
function runsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const runs: T[][] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before && keyOf(before) === keyOf(item)) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return runs;
}
