import { Chance } from './chance.js';
import type { Command } from './command.js';
import { brokenInvariants, invariants } from '#audit';

/** So many failures are told in full; the others are counted. */
const TOLD_MOST = 20;

/** One run of a programme: what it was asked, its chance, and what it found. */
export class Proof {
  readonly name: string;
  readonly seed: number;
  readonly long: boolean;
  readonly options: Command['options'];
  readonly chance: Chance;
  private readonly began = performance.now();
  private passed = 0;
  private failed = 0;
  private judged = false;

  constructor(private readonly command: Command) {
    ({ name: this.name, seed: this.seed, long: this.long, options: this.options } = command);
    this.chance = new Chance(this.seed);
  }

  /** How many rounds: those asked for by `--rounds`, else the long or the short number. */
  rounds(short: number, long: number): number {
    return this.options.rounds ? Number(this.options.rounds) : this.long ? long : short;
  }

  /** Seconds since the begin. */
  get seconds(): number {
    return (performance.now() - this.began) / 1_000;
  }

  /** Counts what held, without a word. */
  pass(times = 1): void {
    this.passed += times;
  }

  /** Counts and tells what did not hold. */
  fail(what: string): void {
    this.failed += 1;
    if (this.failed <= TOLD_MOST) console.log(`FAILED: ${what}`);
    if (this.failed === TOLD_MOST + 1) console.log('Further failures are counted only.');
  }

  /** Counts one thing that should hold. */
  check(holds: boolean, otherwise: string): void {
    if (holds) this.pass();
    else this.fail(otherwise);
  }

  /** Prints a line with the time in front. */
  say(line: string): void {
    console.log(`${this.seconds.toFixed(1).padStart(6)} s  ${line}`);
  }

  /** Runs every invariant on a database; each is one thing that passes or fails. @param url of the role countersign_api */
  async judge(url: string): Promise<void> {
    this.judged = true;
    const found = await brokenInvariants(url);
    for (const { name, rows } of found)
      this.fail(`The invariant ${name} is broken by ${rows.length} rows: ${JSON.stringify(rows.slice(0, 3))}`);
    this.pass(invariants().length - found.length);
    this.say(`${invariants().length - found.length} of ${invariants().length} invariants hold.`);
  }

  /** Says why the invariants are not looked at: what the programme itself put into the tables has no facts. */
  judgeNothing(why: string): void {
    this.judged = true;
    this.say(`The invariants are not looked at: ${why}.`);
  }

  /** A programme that works on a database ends by judging it. */
  mustHaveJudged(): void {
    if (!this.judged) this.fail('The invariants were not looked at.');
  }

  /** Tells how to replay a failure, and ends with the counts. Answers the exit code. */
  end(): number {
    if (this.failed > 0) console.log(`Seed ${this.seed}; replay: ${this.replay}`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed > 0 ? 1 : 0;
  }

  private get replay(): string {
    const more = Object.entries(this.command.options).map(([option, value]) => (value === true ? ` --${option}` : ` --${option} ${value}`));
    return `npm run prove -- ${this.name} --seed ${this.seed}${this.long ? ' --long' : ''}${more.join('')}`;
  }
}
