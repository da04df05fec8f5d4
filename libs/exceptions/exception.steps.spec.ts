import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import fc from 'fast-check';
import type { Attempt, ExceptionAction, ExceptionNow, Vote } from './attempt.js';
import { peer, PROPOSAL } from './attempt.examples.js';
import * as rules from './exception.rules.js';

/** Ten accounts of seven humans: second accounts of the proposer and of a peer, a robot of that peer, an admin. */
const ACCOUNTS: readonly Actor[] = [
  peer('priya'),
  peer('priya2', { humanId: 'hum_priya' }),
  peer('tom'),
  peer('tom2', { humanId: 'hum_tom' }),
  peer('robot', { humanId: 'hum_tom', kind: 'MACHINE', roles: [] }),
  peer('mia'),
  peer('ivy'),
  peer('noor'),
  peer('jack'),
  peer('wei', { roles: ['ADMIN'], facesCustomers: false }),
];

type Act =
  | { do: 'vote'; who: number; action: 'CO_SIGN' | 'OBJECT' | 'RETRACT'; reads: 'current' | 'older' }
  | { do: 'amend'; who: number; isMaterial: boolean; quorum: number }
  | { do: 'invite'; whom: number }
  | { do: 'change'; who: number; what: 'away' | 'active' | 'facesCustomers' }
  | { do: 'wait'; ms: number };

const who = fc.nat(ACCOUNTS.length - 1);
const oneOf = <T>(...words: T[]): fc.Arbitrary<T> => fc.constantFrom(...words);
const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('vote' as const),
      who,
      action: oneOf('CO_SIGN' as const, 'CO_SIGN' as const, 'CO_SIGN' as const, 'OBJECT' as const, 'RETRACT' as const),
      reads: oneOf('current' as const, 'current' as const, 'current' as const, 'older' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('amend' as const), who, isMaterial: fc.boolean(), quorum: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invite' as const), whom: who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      who,
      what: oneOf('away' as const, 'active' as const, 'facesCustomers' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(6_000_000) }) },
);

type Rules = Pick<typeof rules, 'refusal' | 'afterCoSign' | 'carriedOver'>;

/** One exception that lives through a sequence of acts. What the rules answer is done, as the service does it; what is true is written down beside it. */
class World {
  private exception: ExceptionNow;
  private readonly people = ACCOUNTS.map((account) => ({ ...account }));
  /** The true side: who gave a signature on which matter from which account, and who wrote. A matter is what a wording cannot change. */
  private readonly given: { account: Actor; matter: number; isOver: boolean }[] = [];
  private readonly writers = new Set(['hum_priya']);
  private matter = 0;
  private readonly matterOf = new Map<string, number>();
  private asked: number;
  counted: readonly string[] | undefined;
  wasCarried = false;

  constructor(
    private readonly decide: Rules,
    quorum: number,
  ) {
    this.exception = {
      ...PROPOSAL,
      revision: 1,
      materialRevision: 1,
      digest: 'd1',
      authors: ['hum_priya'],
      helpers: [],
      baseQuorum: quorum,
      quorum,
    };
    this.matterOf.set('d1', 0);
    this.asked = quorum;
  }

  act(act: Act): void {
    if (this.exception.status !== 'PROPOSED') return;
    if (act.do === 'vote') this.vote(act);
    if (act.do === 'amend') this.amend(act);
    if (act.do === 'invite') this.change({ helpers: [...this.exception.helpers, this.account(act.whom).personId] });
    if (act.do === 'change') this.person(this.account(act.who), act.what);
    if (act.do === 'wait') this.change({ now: new Date(this.exception.now.getTime() + act.ms) });
  }

  /** Why the approval is none; undefined while there is none, or when it is one. Knows nothing of the rules. */
  wrong(): string | undefined {
    if (!this.counted) return undefined;
    if (new Set(this.counted).size !== this.counted.length) return 'a human was counted twice';
    if (this.counted.length < this.asked) return 'too few signatures';
    if (this.exception.now >= this.exception.expiresAt) return 'it had expired';
    return this.counted.map((human) => this.wrongAbout(human)).find((fault) => fault !== undefined);
  }

  private wrongAbout(human: string): string | undefined {
    if (this.writers.has(human)) return 'somebody who wrote it was counted';
    const isPeer = ({ kind, active, away, facesCustomers }: Actor): boolean => kind === 'PERSON' && active && facesCustomers && !away;
    const stands = this.given.some(
      ({ account, matter, isOver }) => account.humanId === human && matter === this.matter && !isOver && isPeer(account),
    );
    return stands ? undefined : 'nobody who may gave this signature on this matter, or it is over';
  }

  private vote({ who: index, action, reads }: Act & { do: 'vote' }): void {
    const actor = this.account(index);
    const digest = reads === 'current' ? this.exception.digest : `d${Math.max(1, this.exception.revision - 1)}`;
    const attempt = this.attempt(actor, action === 'RETRACT' ? {} : { digest });
    if (this.decide.refusal(action, attempt)) return;
    if (action === 'RETRACT') this.retract(actor);
    if (action === 'OBJECT') this.object(actor, rules.afterObjection(attempt));
    if (action === 'CO_SIGN') this.sign(actor, digest, this.decide.afterCoSign(attempt));
  }

  private sign(actor: Actor, digest: string, { approves, counted }: ReturnType<Rules['afterCoSign']>): void {
    this.given.push({ account: actor, matter: this.matterOf.get(digest) ?? -1, isOver: false });
    this.change({ coSignatures: [...this.exception.coSignatures, this.voteOf(actor)] });
    if (!approves) return;
    this.counted = counted;
    this.change({ status: 'APPROVED' });
  }

  private object(actor: Actor, outcome: 'DECLINED' | 'RAISED'): void {
    this.change({ objections: [...this.exception.objections, this.voteOf(actor)] });
    if (outcome === 'DECLINED') return this.change({ status: 'DECLINED' });
    this.asked++;
    this.change({ raised: this.exception.raised + 1, quorum: this.exception.quorum + 1 });
  }

  private retract({ humanId }: Actor): void {
    this.end('RETRACTED', (vote) => vote.humanId === humanId);
    this.given.forEach((one) => (one.isOver ||= one.account.humanId === humanId));
  }

  private amend({ who: index, isMaterial, quorum }: Act & { do: 'amend' }): void {
    const actor = this.account(index);
    const attempt = this.attempt(actor, {});
    if (this.decide.refusal('AMEND', attempt)) return;
    const revision = this.exception.revision + 1;
    const carried = isMaterial ? [] : this.decide.carriedOver(attempt);
    this.wasCarried ||= carried.length > 0;
    this.writers.add(actor.humanId);
    if (isMaterial) this.matter++;
    this.matterOf.set(`d${revision}`, this.matter);
    this.asked = quorum + this.exception.raised;
    this.change({
      revision,
      materialRevision: isMaterial ? revision : this.exception.materialRevision,
      digest: `d${revision}`,
      authors: [...this.writers],
      baseQuorum: quorum,
      quorum: quorum + this.exception.raised,
      coSignatures: [...this.exception.coSignatures, ...carried.map((vote) => ({ ...vote, revision }))],
    });
  }

  /** The database makes the open signatures of an account void at once when it may sign no more. */
  private person(account: Actor, what: 'away' | 'active' | 'facesCustomers'): void {
    Object.assign(account, { [what]: !account[what] });
    if (this.mayVote(account)) return;
    this.end('VOID', (vote) => vote.signerId === account.personId);
    this.given.forEach((one) => (one.isOver ||= one.account === account));
  }

  private end(ended: 'RETRACTED' | 'VOID', which: (vote: Vote) => boolean): void {
    const end = (vote: Vote): Vote =>
      which(vote) && vote.revision === this.exception.revision ? { ...vote, ended: vote.ended ?? ended } : vote;
    this.change({
      coSignatures: this.exception.coSignatures.map(end),
      ...(ended === 'VOID' ? {} : { objections: this.exception.objections.map(end) }),
    });
  }

  private attempt(actor: Actor, sent: Attempt['sent']): Attempt {
    const seen = (votes: Vote[]): Vote[] =>
      votes.map((vote) => ({ ...vote, eligible: this.mayVote(this.people.find(({ personId }) => personId === vote.signerId)) }));
    const { coSignatures, objections } = this.exception;
    return {
      exception: { ...this.exception, coSignatures: seen(coSignatures), objections: seen(objections) },
      actor,
      sent,
      objectionsToDecline: 2,
    };
  }

  private mayVote(account: Actor | undefined): boolean {
    const isPeer = account !== undefined && account.kind === 'PERSON' && account.active && account.facesCustomers && !account.away;
    return isPeer && !this.writers.has(account.humanId);
  }

  private voteOf({ humanId, personId }: Actor): Vote {
    return {
      humanId,
      signerId: personId,
      name: personId,
      revision: this.exception.revision,
      ended: null,
      eligible: true,
      alsoAgreed: false,
    };
  }

  private account(index: number): Actor {
    return this.people[index % this.people.length] as Actor;
  }

  private change(change: Partial<ExceptionNow>): void {
    this.exception = { ...this.exception, ...change };
  }
}

const seen = { approvals: 0, byTwo: 0, byThree: 0, afterCarrying: 0 };

function note(world: World): void {
  if (!world.counted) return;
  seen.approvals++;
  if (world.counted.length >= 2) seen.byTwo++;
  if (world.counted.length >= 3) seen.byThree++;
  if (world.wasCarried) seen.afterCarrying++;
}

const lives = (decide: Rules) =>
  fc.property(fc.integer({ min: 1, max: 3 }), fc.array(anAct, { minLength: 1, maxLength: 40, size: 'max' }), (quorum, acts) => {
    const world = new World(decide, quorum);
    for (const act of acts) world.act(act);
    note(world);
    return world.wrong() === undefined;
  });

/** The rules with one guard forgotten. */
const forgetting = (...codes: string[]): Rules => ({
  ...rules,
  refusal: (action: ExceptionAction, attempt: Attempt) => {
    const no = rules.refusal(action, attempt);
    return no && codes.includes(no.code) ? undefined : no;
  },
});
/** The rules, but with votes seen otherwise than they are. */
const seeing = (
  change: (vote: Vote, exception: ExceptionNow) => Partial<Vote>,
  which: 'afterCoSign' | 'carriedOver' = 'afterCoSign',
): Rules => ({
  ...rules,
  [which]: (attempt: Attempt) => {
    const coSignatures = attempt.exception.coSignatures.map((vote) => ({ ...vote, ...change(vote, attempt.exception) }));
    return rules[which]({ ...attempt, exception: { ...attempt.exception, coSignatures } });
  },
});

describe('promise 1: whatever people do, in whatever order', () => {
  it('nothing is approved by fewer than its quorum of humans who may, on one matter', () => {
    fc.assert(lives(rules), { numRuns: 4000 });
    expect(Object.values(seen).every((times) => times >= 20)).toBe(true);
  });

  it.each<[story: string, broken: Rules]>([
    ['who may co-sign their own', forgetting('SELF_CO_SIGN')],
    ['who wrote it', forgetting('EDITOR_CO_SIGN')],
    ['a machine', forgetting('MACHINES_CANNOT_SIGN')],
    ['who may not any more', forgetting('NOT_ELIGIBLE')],
    ['one human twice', forgetting('ALREADY_SIGNED')],
    ['what was read before', forgetting('STALE_REVISION')],
    ['too late', forgetting('EXPIRED')],
    ['stale signatures', seeing((_, { revision }) => ({ revision }))],
    ['void and retracted signatures', seeing(() => ({ ended: null, eligible: true }))],
    ['void and retracted signatures when the wording changes', seeing(() => ({ ended: null, eligible: true }), 'carriedOver')],
  ])('and a rule that forgot about "%s" is found out', (_, broken) => {
    expect(fc.check(lives(broken), { numRuns: 20_000, endOnFailure: true }).failed).toBe(true);
  });
});
