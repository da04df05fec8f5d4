import type { ConditionsInput } from '#policies';

/** A policy of the seed house. */
export interface SeedPolicy {
  title: string;
  text: string;
  conditions: ConditionsInput;
}

/** What was policy all along. */
export const POLICIES: readonly SeedPolicy[] = [
  {
    title: 'Cards kept by our machines',
    text: 'A card that one of our machines keeps is replaced within five working days, without charge.',
    conditions: { kinds: ['REPLACEMENT'], causes: ['card-retained'] },
  },
  {
    title: 'Small charges in error',
    text: 'A charge of up to 20.00 that we made in error is refunded at once by whoever hears of it.',
    conditions: { kinds: ['REFUND'], causes: ['wrong-charge'], amountUpTo: { amountMinor: 2_000, currency: 'AUD' } },
  },
  {
    title: 'A little more time',
    text: 'An instalment may be paid up to one week late, once a year, without a fee.',
    conditions: { kinds: ['EXTENSION'], causes: ['holiday'] },
  },
];

/** What the front line had to invent until it became policy. */
export const FLOOD_POLICY: SeedPolicy = {
  title: 'Fees in a flood',
  text: 'When a branch cannot be reached because of a flood, late fees and interest of that week are waived up to 250.00, at once.',
  conditions: { kinds: ['FEE_WAIVER'], causes: ['branch-flood'], amountUpTo: { amountMinor: 25_000, currency: 'AUD' } },
};
