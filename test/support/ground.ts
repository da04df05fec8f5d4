import type { SmallHouse } from './small-house.js';

/** Where cases and exceptions come from. */
export type Beginnings = Pick<SmallHouse, 'caseOf' | 'proposal' | 'approved'>;

/** Something that can be done: by whom, and with what. */
export interface Ground {
  who: string;
  input: Record<string, unknown>;
}

const DAY_MS = 86_400_000;
/** An instant so many days from now. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
/** A rule for these causes. */
export const policyFor = (...causes: string[]): object => ({
  text: 'Give it back.',
  conditions: { causes, amountUpTo: { amountMinor: 900_000, currency: 'AUD' } },
});
/** A rule for one cause. */
export const POLICY = policyFor('covered');

/** The bands of a new house, so that every proposal needs what it always needed. */
export const LIMITS = {
  bands: [
    { upTo: { amountMinor: 50_000, currency: 'AUD' }, quorum: 1 },
    { upTo: { amountMinor: 200_000, currency: 'AUD' }, quorum: 2 },
    { quorum: 3 },
  ],
  caps: [],
};
