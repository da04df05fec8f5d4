import { diffLines, diffWordsWithSpace } from 'diff';
import { type CauseName, conditionChanges } from './conditions-in-words.rules.js';
import type { PolicyVersion } from './policy-version.entity.js';

/** What became of a piece of text from one version to another. */
export const TEXT_CHANGES = ['SAME', 'ADDED', 'REMOVED'] as const;

/** What became of a piece of text. */
export type TextChange = (typeof TEXT_CHANGES)[number];

/** One piece of two texts that are read side by side. */
export interface TextPart {
  readonly change: TextChange;
  readonly text: string;
}

/** What one version says otherwise than another. */
export interface VersionChanges {
  readonly from: PolicyVersion;
  /** Both texts as one: the pieces that are not ADDED are the earlier text, those that are not REMOVED the later one. */
  readonly text: readonly TextPart[];
  /** A sentence for each condition that changed. */
  readonly conditions: readonly string[];
}

/** Changed words that are looked for one by one; two texts that differ in more are compared by lines, and beyond that as wholes. */
const WORDS_CHANGED_MAX = 1_000;
const LINES_CHANGED_MAX = 1_000;

/** What changed from one version to another, in a time that does not grow with how different they are. */
export function changesBetween(from: PolicyVersion, to: PolicyVersion, nameOf?: CauseName): VersionChanges {
  return { from, text: textChanges(from.text, to.text), conditions: conditionChanges(from, to, nameOf) };
}

/** The pieces of two texts, by words where they are near to each other. */
export function textChanges(before: string, after: string): TextPart[] {
  const pieces =
    diffWordsWithSpace(before, after, { maxEditLength: WORDS_CHANGED_MAX }) ??
    diffLines(before, after, { maxEditLength: LINES_CHANGED_MAX }) ??
    wholes(before, after);
  return pieces.map(({ value, added, removed }) => ({ change: added ? 'ADDED' : removed ? 'REMOVED' : 'SAME', text: value }));
}

function wholes(before: string, after: string) {
  return [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
}
