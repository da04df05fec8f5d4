/** Whether a reminder must be there: a worker looked while it was due, may have looked, or there was none that could. */
type Told = 'YES' | 'MAYBE' | 'NO';

/** One reminder, as it must go by the clock of the database alone. */
export interface Expected {
  /** In words, for who reads a failure. */
  readonly what: string;
  /** The promise or the follow-up. */
  readonly thingId: string;
  /** The fact that tells it. */
  readonly fact: 'getBack.dueSoon' | 'getBack.broken' | 'followUp.fellDue';
  /** From when, and up to when, it is to be told, in milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

interface Kept extends Expected {
  told: Told;
  isOpen: boolean;
}

/** What must have been told in the end: kept beside the house, by whoever knows its clock and when somebody was there to look at it. */
export class Expectations {
  private readonly kept: Kept[] = [];

  add(...expected: readonly Expected[]): void {
    this.kept.push(...expected.map((one): Kept => ({ ...one, told: 'NO', isOpen: true })));
  }

  /** The clock shows this, and a worker is there. @param hasLooked whether it has done all that is due by now */
  look(now: number, hasLooked: boolean): void {
    for (const one of this.kept.filter(({ isOpen, from, until }) => isOpen && from <= now && now < until)) {
      if (hasLooked) one.told = 'YES';
      else if (one.told === 'NO') one.told = 'MAYBE';
      // Whose time is noted as passed is not due soon any more, whatever the clock shows.
      if (hasLooked && one.fact === 'getBack.broken') this.end(one.thingId);
    }
  }

  /** Somebody found that the time of a promise had passed, before any worker or after it: it is told by whoever was first. */
  late(thingId: string): void {
    for (const one of this.kept) if (one.thingId === thingId && one.fact === 'getBack.broken') one.told = 'YES';
    this.end(thingId);
  }

  /** It was kept, renegotiated or found out: nobody is reminded of it any more. */
  end(thingId: string): void {
    for (const one of this.kept) if (one.thingId === thingId) one.isOpen = false;
  }

  /** Of each, whether it was told as often as it must be. @param times by thing and fact, with a space between */
  judge(times: ReadonlyMap<string, number>): { readonly holds: boolean; readonly otherwise: string }[] {
    return this.kept.map(({ thingId, fact, told, what }) => {
      const found = times.get(`${thingId} ${fact}`) ?? 0;
      const holds = { YES: found === 1, MAYBE: found <= 1, NO: found === 0 }[told];
      return { holds, otherwise: `${what}: ${fact} was told ${found} times; it had to be: ${told}.` };
    });
  }

  /** How many were told for sure, and how many could not be, since nobody was there. */
  get counts(): Readonly<Record<Told, number>> {
    const counts = { YES: 0, MAYBE: 0, NO: 0 };
    for (const { told } of this.kept) counts[told] += 1;
    return counts;
  }
}
