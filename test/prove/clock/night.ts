import { floodOf, openCase, readAndCoSign } from '../../support/acts.js';
import type { House, HousePerson } from '../../support/house.js';
import type { Proof } from '../proof.js';
import type { Expectations } from './expected.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Setting GET_BACK_REMIND_MINUTES, as it is by default. */
const SOON_MS = 15 * MINUTE_MS;

/** A night in which the clocks of a place change: where, when, and when it is four in the afternoon there on the day after. */
export interface Night {
  readonly zone: string;
  readonly change: string;
  readonly fourOClock: readonly [local: string, instant: string];
}

export const NIGHTS: readonly Night[] = [
  { zone: 'Europe/London', change: '2027-03-28T01:00:00Z', fourOClock: ['2027-03-28T16:00', '2027-03-28T15:00:00Z'] },
  { zone: 'Australia/Sydney', change: '2027-04-03T16:00:00Z', fourOClock: ['2027-04-04T16:00', '2027-04-04T06:00:00Z'] },
  { zone: 'Australia/Sydney', change: '2027-10-02T16:00:00Z', fourOClock: ['2027-10-03T16:00', '2027-10-03T05:00:00Z'] },
  { zone: 'Europe/London', change: '2027-10-31T01:00:00Z', fourOClock: ['2027-10-31T16:00', '2027-10-31T16:00:00Z'] },
];

/** A moment at which the clock is looked at, and perhaps somebody does something. */
export interface Stop {
  /** In milliseconds since 1970; some minutes away from whatever falls due. */
  readonly at: number;
  readonly act?: () => Promise<void>;
}

interface Solved {
  readonly caseId: string;
  readonly followUpId: string;
}

/** What Priya promises and asks around one such night: each act at its moment, through the api. */
export class LivedNight {
  private readonly promised = new Map<string, string>();
  private readonly solved = new Map<string, Solved>();
  private readonly priya: HousePerson;
  private readonly change: number;

  constructor(
    private readonly proof: Proof,
    private readonly house: House,
    private readonly expected: Expectations,
    private readonly night: Night,
  ) {
    this.priya = house.person('priya');
    this.change = Date.parse(night.change);
  }

  /** In no order: all acts, and half-hours around the change, the afternoon and each follow-up at which nothing is done. */
  get stops(): Stop[] {
    const four = Date.parse(this.night.fourOClock[1]);
    const begin = this.after(-360);
    // Everything falls due at half-hours from the change: five minutes after, and eight before, nothing does.
    const halfHours = Array.from({ length: 12 }, (_, n) => this.after(30 * n - 120));
    const looks = [...halfHours, four].flatMap((at) => [at + 5 * MINUTE_MS, at - 8 * MINUTE_MS]);
    const days = [3, 7, 14].flatMap((day) => [begin + day * DAY_MS - 40 * MINUTE_MS, begin + day * DAY_MS + 40 * MINUTE_MS]);
    return [...[...looks, ...days].map((at) => ({ at })), { at: begin, act: () => this.begin() }, ...this.acts(), ...this.tries()];
  }

  private acts(): Stop[] {
    const at = (minutes: number, act: () => Promise<void>): Stop => ({ at: this.after(minutes), act });
    return [
      at(-55, () => this.renegotiate('renegotiated long before', 150)),
      at(-25, () => this.keep('kept long before')),
      at(5, () => this.tried('helped before it was due', 'HELPED', 'telephone', 'HELPED')),
      at(52, () => this.keep('kept in its last minutes')),
      at(52, () => this.renegotiate('renegotiated in its last minutes', 180)),
      at(65, () => this.keep('kept late', true)),
    ];
  }

  /** Three on one channel over ten days end nothing, nor three on two channels in less; ten days are 240 hours, also in that week. */
  private tries(): Stop[] {
    const at = (days: number, minutes: number, channel: string, becomes: string | null): Stop => ({
      at: this.after(-115 + minutes) + days * DAY_MS,
      act: () => this.tried('never reached', 'UNREACHABLE', channel, becomes),
    });
    return [at(0, 0, 'telephone', null), at(5, 0, 'telephone', null), at(10, -20, 'email', null), at(10, 20, 'letter', 'UNREACHABLE')];
  }

  private after(minutes: number): number {
    return this.change + minutes * MINUTE_MS;
  }

  private async begin(): Promise<void> {
    const [local, four] = this.night.fourOClock;
    for (const [what, minutes] of PROMISES) await this.promise(what, this.after(minutes));
    await this.promise('at four in the afternoon', Date.parse(four), { dueLocal: local });
    await this.solve('usual', { days: 7 });
    await this.solve('of a colleague', { days: 3, internal: true });
    await this.solve('with a remedy', { days: 14, hasRemedy: true });
    await this.solve('helped before it was due', { followUpAt: this.after(60) });
    await this.solve('never reached', { followUpAt: this.after(30) });
  }

  private async promise(what: string, due: number, by: object = { dueAt: new Date(due).toISOString() }): Promise<void> {
    const input = { caseId: await this.openCase(), what: 'The refund.', ...by };
    const { getBack } = await this.done<{ getBack: DueThing }>('promiseGetBack', input, 'getBack { id dueAt }');
    this.proof.check(Date.parse(getBack.dueAt) === due, `${this.named(what)} is due ${getBack.dueAt}, not ${new Date(due).toISOString()}.`);
    this.expect(what, getBack.id, due);
  }

  private expect(what: string, id: string, due: number): void {
    this.promised.set(what, id);
    const common = { what: this.named(what), thingId: id };
    this.expected.add(
      { ...common, fact: 'getBack.dueSoon', from: due - SOON_MS, until: due },
      { ...common, fact: 'getBack.broken', from: due, until: Infinity },
    );
  }

  private async keep(what: string, isLate = false): Promise<void> {
    const getBackId = this.promised.get(what) ?? '';
    const { getBack } = await this.done<{ getBack: { status: string } }>(
      'keepGetBack',
      { getBackId, whatWasSaid: 'It is paid.' },
      'getBack { status }',
    );
    this.proof.check(getBack.status === (isLate ? 'BROKEN' : 'KEPT'), `${this.named(what)} is ${getBack.status}.`);
    if (isLate) this.expected.late(getBackId);
    else this.expected.end(getBackId);
  }

  private async renegotiate(what: string, minutes: number): Promise<void> {
    const [getBackId = '', due] = [this.promised.get(what), this.after(minutes)];
    const input = { getBackId, dueAt: new Date(due).toISOString(), customerToldAt: await this.now() };
    const { getBack } = await this.done<{ getBack: { next: DueThing } }>('renegotiateGetBack', input, 'getBack { next { id dueAt } }');
    this.expected.end(getBackId);
    this.expect(`${what}, anew`, getBack.next.id, due);
  }

  private async solve(what: string, { days, followUpAt, ...more }: Solution): Promise<void> {
    const caseId = await this.openCase({ internal: more.internal ?? false });
    if (more.hasRemedy) await this.remedy(caseId);
    const input = { caseId, solution: 'Taken back.', customerToldAt: await this.now(), ...chosen(followUpAt) };
    const answer = await this.done<{ case: { answeredAt: string; followUps: DueThing[] } }>(
      'solveCase',
      input,
      'case { answeredAt followUps { id dueAt } }',
    );
    const [followUp] = answer.case.followUps;
    if (!followUp) throw new Error(`${this.named(what)} is followed up by nothing.`);
    const due = Date.parse(followUp.dueAt);
    const should = followUpAt ?? Date.parse(answer.case.answeredAt) + (days ?? 0) * DAY_MS;
    // Decided a moment before it was written, at the latest a minute.
    this.proof.check(due <= should && due > should - MINUTE_MS, `${this.named(what)} is asked about ${followUp.dueAt}.`);
    this.solved.set(what, { caseId, followUpId: followUp.id });
    this.expected.add({ what: this.named(what), thingId: followUp.id, fact: 'followUp.fellDue', from: due, until: Infinity });
  }

  private async remedy(caseId: string): Promise<void> {
    const input = { caseId, ...floodOf(20_240) };
    const { exception } = await this.done<{ exception: { id: string } }>('proposeException', input, 'exception { id }');
    await readAndCoSign(this.house.person('tom'), exception.id);
  }

  private async tried(what: string, outcome: string, channel: string, becomes: string | null): Promise<void> {
    const followUpId = this.solved.get(what)?.followUpId ?? '';
    const { followUp } = await this.done<{ followUp: { outcome: string | null } }>(
      'recordFollowUp',
      { followUpId, outcome, channel },
      'followUp { outcome }',
    );
    this.proof.check(
      followUp.outcome === becomes,
      `${this.named(what)}, tried by ${channel}, came to ${followUp.outcome}, not ${becomes}.`,
    );
    if (becomes) this.expected.end(followUpId);
  }

  private openCase(more: object = {}): Promise<string> {
    const customer = { name: 'Adele Novak', contact: 'adele@example.org', timeZone: this.night.zone };
    return openCase(this.priya, { customer, ...more });
  }

  private async now(): Promise<string> {
    const [row] = await this.house.ground.rows<{ now: Date }>('SELECT house_now() AS now');
    return row?.now.toISOString() ?? '';
  }

  private async done<Payload>(mutation: string, input: Record<string, unknown>, fields: string): Promise<Payload> {
    const payload = await this.priya.run<Payload>(mutation, input, fields);
    if (payload.userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }

  private named(what: string): string {
    return `${this.night.zone}, ${this.night.change}, what is ${what}`;
  }
}

/** When a solution is to be asked about: so many days later by its kind, or when its owner chose. */
interface Solution {
  readonly days?: number;
  readonly followUpAt?: number;
  readonly internal?: boolean;
  readonly hasRemedy?: boolean;
}

const chosen = (followUpAt: number | undefined): object => (followUpAt ? { followUpAt: new Date(followUpAt).toISOString() } : {});

interface DueThing {
  readonly id: string;
  readonly dueAt: string;
}

/** By when something is promised, in minutes from the change. */
const PROMISES = [
  ['broken before the change', -30],
  ['broken at the change', 0],
  ['broken within the hour', 30],
  ['broken after it', 90],
  ['kept in its last minutes', 60],
  ['kept long before', 120],
  ['kept late', 0],
  ['renegotiated long before', 30],
  ['renegotiated in its last minutes', 60],
] as const;
