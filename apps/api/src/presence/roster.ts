/** What somebody does with what they have open, the most telling first. */
export const PRESENT_DOINGS = ['ABOUT_TO_CO_SIGN', 'READING'] as const;
/** One of them. */
export type PresentDoing = (typeof PRESENT_DOINGS)[number];

/** That somebody has something open. */
export interface Present {
  readonly subjectId: string;
  readonly personId: string;
  readonly doing: PresentDoing;
}

interface Sign {
  readonly present: Present;
  /** How many windows of this process say so; of another process, one. */
  windows: number;
  /** When this was last heard, in milliseconds; of this process it is never old. */
  heardAt: number;
}

/** Another process that has said nothing for so long is gone, and whoever was there with it, in milliseconds. Two signs of life may be lost. */
export const LOST_MS = 5_000;

/**
 * Who has what open, as this process knows it: its own windows, and what other processes say of theirs. Kept in memory only, and forgotten when
 * it ends; how long anybody looked is known nowhere. Pure: the time comes in.
 */
export class Roster {
  private readonly signs = new Map<string, Sign>();

  constructor(private readonly here: string) {}

  /** A window opens. Answers whether that is news. */
  enter(present: Present): boolean {
    const key = keyOf(this.here, present);
    const known = this.signs.get(key);
    if (known) known.windows += 1;
    else this.signs.set(key, { present, windows: 1, heardAt: Infinity });
    return !known;
  }

  /** A window closes. Answers whether it was the last one that said so. */
  leave(present: Present): boolean {
    const key = keyOf(this.here, present);
    const known = this.signs.get(key);
    if (!known) return false;
    known.windows -= 1;
    return known.windows === 0 && this.signs.delete(key);
  }

  /** What another process says: who is there, again or for the first time, and who left. Answers the subjects of which that is news. */
  hear(process: string, said: { here: readonly Present[]; gone: readonly Present[] }, now: number): string[] {
    if (process === this.here) return [];
    const came = said.here.filter((present) => {
      const key = keyOf(process, present);
      const isNew = !this.signs.has(key);
      this.signs.set(key, { present, windows: 1, heardAt: now });
      return isNew;
    });
    const left = said.gone.filter((present) => this.signs.delete(keyOf(process, present)));
    return subjectsOf([...came, ...left]);
  }

  /** Forgets what was not said again in time. Answers the subjects of which that is news. */
  forgetLost(now: number): string[] {
    const lost = [...this.signs].filter(([, { heardAt }]) => now - heardAt > LOST_MS);
    lost.forEach(([key]) => this.signs.delete(key));
    return subjectsOf(lost.map(([, { present }]) => present));
  }

  /** Who has windows in this process. */
  own(): Present[] {
    return [...this.signs].filter(([key]) => key.startsWith(`${this.here} `)).map(([, { present }]) => present);
  }

  /** Whether nobody is anywhere. */
  get isEmpty(): boolean {
    return this.signs.size === 0;
  }

  /** Who has it open besides one person: each once, with the most telling thing that they do, by id. */
  others(subjectId: string, personId: string): Present[] {
    const found = new Map<string, Present>();
    for (const { present } of this.signs.values()) {
      if (present.subjectId !== subjectId || present.personId === personId) continue;
      const known = found.get(present.personId);
      if (!known || rank(present) < rank(known)) found.set(present.personId, present);
    }
    return [...found.values()].sort((one, other) => (one.personId < other.personId ? -1 : 1));
  }
}

function rank({ doing }: Present): number {
  return PRESENT_DOINGS.indexOf(doing);
}

function keyOf(process: string, { subjectId, personId, doing }: Present): string {
  return `${process} ${subjectId} ${personId} ${doing}`;
}

function subjectsOf(presents: readonly Present[]): string[] {
  return [...new Set(presents.map(({ subjectId }) => subjectId))];
}
