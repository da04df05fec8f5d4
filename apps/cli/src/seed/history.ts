import type { Disposition } from '#reviews';

/** Minutes of an hour. */
export const HOUR = 60;
/** Minutes of a day. */
export const DAY = 24 * HOUR;

/** How a proposal went on. Each entry is one act; the minutes are after the proposal. */
export type Act =
  | { after: number; by: string; act: 'coSign'; words: string }
  | { after: number; by: string; act: 'object'; words: string }
  | { after: number; by: string; act: 'withdraw' | 'stop'; words: string }
  | { after: number; by: string; act: 'amend'; whyFair: string }
  | { after: number; by: string; act: 'tell' }
  | { after: number; by: string; act: 'fulfil'; reference: string }
  | { after: number; by: string; act: 'review'; disposition: Disposition; words: string }
  | { after: number; by: null; act: 'expire' | 'lapse' | 'cover' };

/** One case with its proposal. */
export interface SeedStory {
  /** Minutes before now at which it was proposed. */
  ago: number;
  owner: string;
  customer: { name: string; contact: string; timeZone: string };
  need: string;
  cause: string;
  kind: 'REFUND' | 'FEE_WAIVER' | 'CREDIT' | 'REPLACEMENT' | 'EXTENSION' | 'GOODWILL' | 'DEED';
  /** AUD cents; absent for a deed. */
  amountMinor?: number;
  deed?: string;
  whatHappened: string;
  whatPolicySays: string;
  whatWeDo: string;
  whyFair: string;
  acts: readonly Act[];
}

const SYDNEY = 'Australia/Sydney';

/** The last weeks of the seed house: an exception in every state, the oldest first. */
export const HISTORY: readonly SeedStory[] = [
  {
    ago: 45 * DAY,
    owner: 'jack',
    customer: { name: 'Harriet Moss', contact: 'harriet.moss@example.org', timeZone: SYDNEY },
    need: 'My card was swallowed by the machine on the evening before my holiday.',
    cause: 'card-retained',
    kind: 'GOODWILL',
    amountMinor: 6_000,
    whatHappened: 'The machine kept her card on the evening before her journey; she paid a taxi to borrow cash from her sister.',
    whatPolicySays: 'Retained cards are replaced within five working days. Costs of the customer are not mentioned.',
    whatWeDo: 'We pay the taxi.',
    whyFair: 'Our machine failed, not she.',
    acts: [
      { after: 25, by: 'mia', act: 'coSign', words: 'I would have been stranded too.' },
      { after: 31 * DAY, by: null, act: 'lapse' },
    ],
  },
  {
    ago: 30 * DAY,
    owner: 'lachlan',
    customer: { name: 'Dario Conti', contact: '+61 2 5550 4410', timeZone: SYDNEY },
    need: 'I was charged for a statement that I never ordered.',
    cause: 'wrong-charge',
    kind: 'REFUND',
    amountMinor: 2_500,
    whatHappened: 'A paper statement was sent and charged after he had asked for none.',
    whatPolicySays: 'Refunds of charges need the signed form.',
    whatWeDo: 'We refund the charge without the form.',
    whyFair: 'He asked in time; our letter crossed his.',
    acts: [
      { after: 18, by: 'ivy', act: 'coSign', words: 'The call record shows that he asked.' },
      { after: 40, by: 'lachlan', act: 'tell' },
      { after: 2 * HOUR, by: 'lachlan', act: 'fulfil', reference: 'PAY-77120' },
      {
        after: 4 * DAY,
        by: 'omar',
        act: 'review',
        disposition: 'ONE_OFF',
        words: 'Right for him; the form is needed where we cannot see the call.',
      },
    ],
  },
  {
    ago: 24 * DAY,
    owner: 'sam',
    customer: { name: 'Brightwater Café', contact: 'owner@brightwater.example', timeZone: SYDNEY },
    need: 'The terminal was down all Saturday and you still charge the rent.',
    cause: 'terminal-outage',
    kind: 'CREDIT',
    amountMinor: 150_000,
    whatHappened: 'The card terminal failed on the busiest day of the month; takings of about 6,000 were lost.',
    whatPolicySays: 'Rent is credited for outages above 48 hours.',
    whatWeDo: 'We credit three months of rent.',
    whyFair: 'The day cost more than the credit.',
    acts: [
      { after: 35, by: 'tom', act: 'coSign', words: 'I saw the outage on our own board.' },
      { after: 50, by: 'jack', act: 'coSign', words: 'They have been with us for nine years.' },
      { after: 1 * DAY, by: 'wei', act: 'stop', words: 'The terminal belongs to another bank; the claim is being looked into.' },
      { after: 1 * DAY + 2 * HOUR, by: 'ana', act: 'stop', words: 'Confirmed with the police liaison.' },
    ],
  },
  {
    ago: 16 * DAY,
    owner: 'priya',
    customer: { name: 'Yusuf Demir', contact: 'yusuf.demir@example.org', timeZone: SYDNEY },
    need: 'The branch was closed by the flood and my payment came late.',
    cause: 'branch-flood',
    kind: 'FEE_WAIVER',
    amountMinor: 18_000,
    whatHappened: 'His branch was under water on the due date; he pays at the counter only.',
    whatPolicySays: 'Late payments are charged. Nothing is said of floods.',
    whatWeDo: 'We waive the late fee.',
    whyFair: 'He stood in front of a closed door.',
    acts: [
      { after: 12, by: 'noor', act: 'coSign', words: 'Same street as mine; nobody got in.' },
      { after: 30, by: 'priya', act: 'tell' },
      { after: 90, by: 'priya', act: 'fulfil', reference: 'PAY-77903' },
      {
        after: 3 * DAY,
        by: 'renee',
        act: 'review',
        disposition: 'PROMOTE',
        words: 'The second one this week; the flood will not be the last.',
      },
    ],
  },
  {
    ago: 15 * DAY,
    owner: 'mia',
    customer: { name: 'Grace Lindqvist', contact: '+61 2 5550 9921', timeZone: SYDNEY },
    need: 'I could not reach the counter because of the water.',
    cause: 'branch-flood',
    kind: 'FEE_WAIVER',
    amountMinor: 20_500,
    whatHappened: 'The road to her branch was closed for four days.',
    whatPolicySays: 'Late payments are charged. Nothing is said of floods.',
    whatWeDo: 'We waive the late fee and the interest.',
    whyFair: 'The council closed the road, not she.',
    acts: [
      { after: 20, by: 'tom', act: 'coSign', words: 'The closure is on the council’s page.' },
      { after: 45, by: 'mia', act: 'tell' },
      { after: 3 * HOUR, by: 'mia', act: 'fulfil', reference: 'PAY-77944' },
    ],
  },
  {
    ago: 9 * DAY,
    owner: 'tom',
    customer: { name: 'Oliver Brandt', contact: 'o.brandt@example.org', timeZone: SYDNEY },
    need: 'I need two more weeks for my instalment.',
    cause: 'income-gap',
    kind: 'EXTENSION',
    deed: 'Two more weeks for the March instalment, without a fee.',
    whatHappened: 'His employer paid late.',
    whatPolicySays: 'One week is given at most.',
    whatWeDo: 'We give two weeks.',
    whyFair: 'He has never been late before.',
    acts: [{ after: 9 * HOUR * 8, by: null, act: 'expire' }],
  },
  {
    ago: 7 * DAY,
    owner: 'ivy',
    customer: { name: 'Nadia Petrov', contact: 'nadia.petrov@example.org', timeZone: SYDNEY },
    need: 'You promised a new passbook in March.',
    cause: 'broken-promise',
    kind: 'GOODWILL',
    amountMinor: 45_000,
    whatHappened: 'The passbook was promised twice and never sent.',
    whatPolicySays: 'No compensation for late passbooks.',
    whatWeDo: 'We pay 450.00.',
    whyFair: 'Two promises were broken.',
    acts: [
      { after: 15, by: 'noor', act: 'object', words: 'The customer was told twice that it comes in April; 450.00 is too much for that.' },
      { after: 40, by: 'lachlan', act: 'object', words: 'A letter and the passbook would do.' },
    ],
  },
  {
    ago: 5 * DAY,
    owner: 'noor',
    customer: { name: 'Teresa Vaz', contact: '+61 2 5550 3308', timeZone: SYDNEY },
    need: 'I paid the same bill twice.',
    cause: 'paid-twice',
    kind: 'REFUND',
    amountMinor: 12_990,
    whatHappened: 'The app showed an error, so she paid again.',
    whatPolicySays: 'Double payments are returned after ten days.',
    whatWeDo: 'We return it today.',
    whyFair: 'The error was ours.',
    acts: [{ after: 22, by: 'noor', act: 'withdraw', words: 'The second payment bounced by itself; nothing is to be returned.' }],
  },
  {
    ago: 3 * DAY,
    owner: 'jack',
    customer: { name: 'Samuel Okafor', contact: '+61 2 5550 7710', timeZone: SYDNEY },
    need: 'I was charged twice for the same transfer.',
    cause: 'paid-twice',
    kind: 'REFUND',
    amountMinor: 6_490,
    whatHappened: 'One transfer, two charges, both on the statement.',
    whatPolicySays: 'Double charges are looked into for ten days.',
    whatWeDo: 'We refund the second charge today.',
    whyFair: 'He can read the statement as well as we can.',
    acts: [
      { after: 14, by: 'mia', act: 'coSign', words: 'Two lines, one transfer. Clear.' },
      { after: 20, by: 'jack', act: 'tell' },
    ],
  },
  {
    ago: 80,
    owner: 'priya',
    customer: { name: 'Adele Novak', contact: 'adele.novak@example.org', timeZone: SYDNEY },
    need: 'You charged me a late fee and interest while my branch was under water.',
    cause: 'account-fee',
    kind: 'CREDIT',
    amountMinor: 22_240,
    whatHappened: 'The fee of 180.00, interest of 22.40 and a reminder of 20.00 fell into the week of the flood.',
    whatPolicySays: 'Fees are waived for flooded branches; credits are not mentioned.',
    whatWeDo: 'We credit 222.40 to her account.',
    whyFair: 'She could not pay, and would have.',
    acts: [],
  },
  {
    ago: 55,
    owner: 'lachlan',
    customer: { name: 'Eleni Markou', contact: 'eleni.markou@example.org', timeZone: SYDNEY },
    need: 'My rent bounced because you moved my standing order.',
    cause: 'moved-order',
    kind: 'GOODWILL',
    amountMinor: 85_000,
    whatHappened: 'A migration moved her standing order by two days; the landlord charged her, and she borrowed money.',
    whatPolicySays: 'Fees of third parties are not covered.',
    whatWeDo: 'We pay the landlord’s charge and 300.00 for the trouble.',
    whyFair: 'We moved it without telling her.',
    acts: [
      { after: 10, by: 'jack', act: 'coSign', words: 'I have the migration list; she is on it.' },
      { after: 15, by: 'lachlan', act: 'amend', whyFair: 'We moved it without telling her, and she noticed before we did.' },
    ],
  },
  {
    ago: 30,
    owner: 'sam',
    customer: { name: 'Pavel Horak', contact: '+61 2 5550 6612', timeZone: SYDNEY },
    need: 'The branch has no ramp and I cannot sign.',
    cause: 'no-access',
    kind: 'DEED',
    deed: 'A colleague visits him at home with the papers, this week.',
    whatHappened: 'He uses a wheelchair; the ramp is being rebuilt.',
    whatPolicySays: 'Papers are signed at the counter.',
    whatWeDo: 'A colleague goes to him.',
    whyFair: 'The door is ours to open.',
    acts: [],
  },
  {
    ago: 12 * DAY + 40,
    owner: 'sam',
    customer: { name: 'Agnes Wirth', contact: 'agnes.wirth@example.org', timeZone: SYDNEY },
    need: 'The flood kept me from paying in time.',
    cause: 'branch-flood',
    kind: 'FEE_WAIVER',
    amountMinor: 15_000,
    whatHappened: 'Her branch was still closed after the flood.',
    whatPolicySays: 'Late payments are charged. Nothing is said of floods.',
    whatWeDo: 'We waive the late fee.',
    whyFair: 'Two neighbours of hers had the same waiver.',
    acts: [{ after: 50, by: null, act: 'cover' }],
  },
];
