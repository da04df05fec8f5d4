/** What is known of the clocks of a complaint. */
export interface Clocked {
  readonly acknowledgeBy: string;
  readonly acknowledgedAt: string | null;
  readonly answerBy: string;
  readonly finalBy: string;
  /** When the customer was told of the first answer. */
  readonly answeredAt: string | null;
  /** The answer that stands; null while there is none, and after it did not hold. */
  readonly answer: object | null;
}

/** How one clock stands: met in time or too late, or not met, and then with time left or late. */
export interface ClockFace {
  readonly clock: 'acknowledged' | 'withoutAdo' | 'final';
  readonly state: 'MET' | 'MET_LATE' | 'MISSED' | 'RUNNING' | 'SOON' | 'LATE';
  readonly by: string;
}

const SOON_MS = 86_400_000;

/** The three clocks in the order in which they run out. For showing: what is late is said by the service. */
export function clocksOf({ acknowledgeBy, acknowledgedAt, answerBy, finalBy, answeredAt, answer }: Clocked, now: number): ClockFace[] {
  const stands = answer ? answeredAt : null;
  const withoutAdo = stateOf(answeredAt, answerBy, now);
  return [
    { clock: 'acknowledged', state: stateOf(acknowledgedAt, acknowledgeBy, now), by: acknowledgeBy },
    // Nothing is late because it takes a formal answer: it is missed, and the final answer follows.
    { clock: 'withoutAdo', state: withoutAdo === 'LATE' || withoutAdo === 'MET_LATE' ? 'MISSED' : withoutAdo, by: answerBy },
    { clock: 'final', state: stateOf(stands, finalBy, now), by: finalBy },
  ];
}

function stateOf(metAt: string | null, by: string, now: number): ClockFace['state'] {
  const due = Date.parse(by);
  if (metAt !== null) return Date.parse(metAt) <= due ? 'MET' : 'MET_LATE';
  if (due < now) return 'LATE';
  return due - now <= SOON_MS ? 'SOON' : 'RUNNING';
}
