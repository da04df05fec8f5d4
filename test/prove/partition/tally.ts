import type { Proof } from '../proof.js';
import type { Fault } from './faulty-wire.js';
import type { Link } from './links.js';
import type { Reading } from './watch.js';

const RECOVERED_MS_MOST = 20_000;
const HANG_MS_MOST = 10_000;
const RED_MS_MOST = 15_000;
/** Of asking a process whether it is ready. */
const READY_MS_MOST = 3_000;
/** What readiness says of others: of workers, whose links fail as well. */
const OF_OTHERS = new Set(['canary', 'outbox']);

/** One link, broken in one way. Times are of the monotonic clock, in milliseconds. */
export interface Break {
  readonly fault: Fault;
  readonly brokeAt: number;
  readonly healedAt: number;
  readonly readings: readonly Reading[];
}

/** The worst of a link, in milliseconds. */
interface Worst {
  red: number;
  recovered: number;
  hang: number;
}

/** Judges breaks, and keeps the worst of each link. */
export class Tally {
  private readonly worst = new Map<string, Worst>();
  private workMs = 0;

  /** Judges one link that was broken in one way. */
  judge(proof: Proof, link: Link, broken: Break): void {
    const name = `${link.name}, ${broken.fault}`;
    const red = redMs(link, broken);
    const recovered = recoveredMs(link, broken);
    const hang = this.requests(proof, name, link, broken);
    const readings = broken.readings.filter(({ at }) => at > broken.brokeAt);
    const slow = Math.max(0, ...readings.map(({ ms }) => ms));
    proof.check(slow <= READY_MS_MOST, `${name}: readiness took ${Math.round(slow)} ms to say how it is.`);
    if (link.tells) proof.check(red <= RED_MS_MOST, `${name}: readiness said "${link.tells}" after ${seconds(red)} s.`);
    else proof.check(red === Infinity, `${name}: readiness was red after ${seconds(red)} s, and need not be.`);
    proof.check(recovered <= RECOVERED_MS_MOST, `${name}: all was well ${seconds(recovered)} s after healing.`);
    proof.say(`${name}: red after ${seconds(red)} s, well ${seconds(recovered)} s after healing, the longest request ${seconds(hang)} s.`);
    if (!link.tells) standsAgain(proof, name, link);
    const worst = this.worst.get(link.name) ?? { red: 0, recovered: 0, hang: 0 };
    this.worst.set(link.name, {
      red: Math.max(worst.red, red),
      recovered: Math.max(worst.recovered, recovered),
      hang: Math.max(worst.hang, hang),
    });
  }

  /** Judges when everything was done that waited. @param ms after healing; undefined: never */
  work(proof: Proof, name: string, ms: number | undefined): void {
    this.workMs = Math.max(this.workMs, ms ?? Infinity);
    proof.check((ms ?? Infinity) <= RECOVERED_MS_MOST, `${name}: what waited was done ${seconds(ms ?? Infinity)} s after healing.`);
  }

  /** Tells the worst of each link. */
  tell(proof: Proof): void {
    for (const [name, { red, recovered, hang }] of this.worst)
      proof.say(`Worst of ${name}: red ${seconds(red)} s, well again ${seconds(recovered)} s, longest request ${seconds(hang)} s.`);
    proof.say(`What waited was done at most ${seconds(this.workMs)} s after healing.`);
  }

  /** Judges what was asked meanwhile; answers the longest. */
  private requests(proof: Proof, name: string, { load, tells }: Link, { brokeAt }: Break): number {
    const asked = (load?.asked ?? []).filter(({ endedAt }) => endedAt > brokeAt);
    const allowed = tells ? ['done', 'not now'] : ['done'];
    const odd = asked.filter(({ came }) => !allowed.includes(came));
    const longest = Math.max(0, ...asked.map(({ beganAt, endedAt }) => endedAt - beganAt));
    if (!load) return 0;
    proof.check(
      odd.length === 0,
      `${name}: ${odd.length} of ${asked.length} were answered in another form: ${JSON.stringify(odd.slice(0, 2))}`,
    );
    proof.check(longest <= HANG_MS_MOST, `${name}: a request took ${Math.round(longest)} ms.`);
    return longest;
  }
}

/** The count of shares says in the log when it is away and when it is back; whoever did not ask it meanwhile said neither. */
function standsAgain(proof: Proof, name: string, { process }: Link): void {
  const [away, back] = [/count of limits does not answer/g, /count of limits answers again/g].map(
    (words) => process.log.match(words)?.length ?? 0,
  );
  proof.check(away === back, `${name}: ${away} times the count of shares was away, and ${back} times it came back.`);
  proof.say(`${name}: the count of shares was away ${away} times so far.`);
}

/** After how long readiness said what fails. */
function redMs({ tells }: Link, { readings, brokeAt, healedAt }: Break): number {
  const isRed = ({ failing }: Reading): boolean => (tells ? failing.includes(tells) : failing.some((what) => !OF_OTHERS.has(what)));
  return (readings.find((reading) => reading.at > brokeAt && reading.at < healedAt && isRed(reading))?.at ?? Infinity) - brokeAt;
}

/** How long after healing something failed for the last time, and a canary came through. */
function recoveredMs({ load }: Link, { readings, healedAt }: Break): number {
  const reds = readings.filter(({ at, failing }) => at > healedAt && failing.length > 0).map(({ at }) => at);
  const failures = (load?.asked ?? []).filter(({ endedAt, came }) => endedAt > healedAt && came !== 'done').map(({ endedAt }) => endedAt);
  return Math.max(0, ...[...reds, ...failures, sungAt(readings, healedAt)].map((at) => at - healedAt));
}

/** When the first canary after healing came through; the moment of healing where there is none in that process. */
function sungAt(readings: readonly Reading[], healedAt: number): number {
  if (readings.at(-1)?.canarySilentMs === undefined) return healedAt;
  const sung = readings.map(({ at, canarySilentMs = Infinity }) => at - canarySilentMs).filter((at) => at > healedAt);
  return Math.min(Infinity, ...sung);
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? (ms / 1_000).toFixed(1) : 'never in';
}
