import type { FollowUpOutcome } from '#cases';
import { DAY, HOUR } from './history.js';

/** How a case went on after its proposal. The minutes are after the proposal, those of what is due after its promise; the owner does it. */
export type LifeAct =
  | { after: number; act: 'complain' }
  | { after: number; act: 'solve'; words: string }
  | { after: number; act: 'sayNo'; words: string; toldBy: string; appealRoute: string }
  | { after: number; act: 'reopen'; words: string }
  | { after: number; act: 'promise'; words: string; dueAfter: number }
  | { after: number; act: 'offer'; to: string; words: string; recap: string }
  | { after: number; act: 'thank'; to: string; words: string }
  | { after: number; act: 'ask'; outcome: FollowUpOutcome; channel: string; words?: string };

/** The life of one case of the history, by the name of its customer. */
export interface SeedLife {
  customer: string;
  acts: readonly LifeAct[];
}

/** What became of some cases: a complaint, confirmed, closed unconfirmed, answered with an honest no, and open again; promised in, offered, to be asked about. */
export const LIVES: readonly SeedLife[] = [
  {
    customer: 'Harriet Moss',
    acts: [
      { after: 1 * DAY, act: 'solve', words: 'The taxi is paid as soon as she sends the bill; the new card came by courier.' },
      { after: 15 * DAY, act: 'ask', outcome: 'UNREACHABLE', channel: 'telephone' },
      { after: 20 * DAY, act: 'ask', outcome: 'UNREACHABLE', channel: 'email' },
      { after: 26 * DAY, act: 'ask', outcome: 'UNREACHABLE', channel: 'telephone', words: 'The number is no longer in use.' },
    ],
  },
  {
    customer: 'Dario Conti',
    acts: [
      { after: 1 * HOUR, act: 'complain' },
      { after: 3 * HOUR, act: 'solve', words: 'The charge is refunded, and paper statements are off.' },
      { after: 15 * DAY, act: 'ask', outcome: 'HELPED', channel: 'telephone', words: 'He saw the refund the next day.' },
      {
        after: 15 * DAY + 20,
        act: 'thank',
        to: 'ivy',
        words: 'Ivy found the record of the call within a minute; he never had to prove that he asked.',
      },
    ],
  },
  {
    customer: 'Nadia Petrov',
    acts: [
      {
        after: 2 * HOUR,
        act: 'sayNo',
        words: 'Two colleagues found 450.00 too much; the passbook and a letter are on their way.',
        toldBy: 'Ivy, by telephone.',
        appealRoute: 'The ombudsman for banks, within 30 days.',
      },
      { after: 3 * DAY, act: 'reopen', words: 'The passbook did not arrive.' },
    ],
  },
  {
    customer: 'Teresa Vaz',
    acts: [
      { after: 1 * HOUR, act: 'solve', words: 'The second payment bounced by itself.' },
      { after: 2 * DAY, act: 'ask', outcome: 'DID_NOT_HELP', channel: 'telephone', words: 'It was charged again this morning.' },
    ],
  },
  {
    customer: 'Yusuf Demir',
    acts: [
      { after: 2 * HOUR, act: 'solve', words: 'The fee is back on his account.' },
      { after: 3 * HOUR, act: 'thank', to: 'noor', words: 'Noor knew the street, and signed before his bus left.' },
    ],
  },
  {
    customer: 'Samuel Okafor',
    acts: [{ after: 2 * DAY, act: 'promise', words: 'That the second charge is back on his account.', dueAfter: 2 * DAY }],
  },
  {
    customer: 'Adele Novak',
    acts: [{ after: 15, act: 'promise', words: 'Whether two colleagues agree to the credit.', dueAfter: 3 * HOUR }],
  },
  {
    customer: 'Pavel Horak',
    acts: [
      {
        after: 27,
        act: 'offer',
        to: 'priya',
        words: 'I am out of the house this week, and your branch is two streets from him.',
        recap: 'He cannot reach the counter: the ramp is being rebuilt. The visit at home waits for a signature.',
      },
    ],
  },
];
