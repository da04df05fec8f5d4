import { Mark } from './pill';

const LOOKS = {
  NEW: ['waiting', '◔'],
  OWNED: ['review', '●'],
  SOLVED: ['approved', '✓'],
  CONFIRMED: ['approved', '✓'],
  CLOSED_UNCONFIRMED: ['withdrawn', '–'],
  HONEST_NO: ['no', '–'],
} as const;

/** Where a case stands, in a glyph and words. */
export function CaseMark({ status }: { status: keyof typeof LOOKS }) {
  const [tone, glyph] = LOOKS[status];
  return <Mark tone={tone} glyph={glyph} id={`caseStatus.${status}`} />;
}
