import { EXCEPTION_ACTIONS, type ExceptionAction } from '#exceptions';
import { PLAYERS, type Player, PROPOSER, player } from './cast.js';
import type { Step } from './steps.js';

/** What the world of a run looks like from outside, in one line that is compared after every step. */
export function seenAs({
  status,
  revision,
  quorum,
  signed,
}: {
  status: string;
  revision: number;
  quorum: number;
  signed: readonly string[];
}): string {
  return `${status}, revision ${revision}, quorum ${quorum}, signed by ${signed.length > 0 ? [...signed].sort().join(' and ') : 'nobody'}`;
}

interface Signature {
  readonly human: string;
  readonly handle: string;
  readonly revision: number;
  gone: '' | 'back' | 'void';
}

const HOUR = 60;
const MONTH = 31 * 24 * HOUR;
const USE_BY = 30 * 24 * HOUR;

/** The variant of a step that names an older text. In an amendment 0 changes the wording only, 1 to 3 ask for an amount whose band needs so many. */
export const STALE = 4;

/** The steps that name the text on which they act. */
const NAMES_A_TEXT: ReadonlySet<Step['what']> = new Set(['CO_SIGN', 'OBJECT', 'PASS', 'AMEND']);

/** The code of the first that is true, or nothing. */
function first(...reasons: readonly [boolean, string][]): string {
  return reasons.find(([holds]) => holds)?.[1] ?? '';
}

function isMine(who: Player): boolean {
  return who.human === PROPOSER.human;
}

/**
 * The workflow once more, as somebody would write it who had only read docs/words.md: a few sets and numbers, no table, no guards, no database.
 * Small enough to be checked by eye; the rules and the house must do what it says.
 */
export class Model {
  status = 'PROPOSED';
  revision = 1;
  private matter = 1;
  private raised = 0;
  private now = 0;
  private useBy = Infinity;
  private told = false;
  private reference = '';
  private firstAdmin = '';
  private covered = false;
  private owner = PROPOSER.human;
  private readonly writers = new Set([PROPOSER.human]);
  private readonly helpers = new Set<string>();
  private readonly gone = new Set<string>();
  private signatures: Signature[] = [];
  private objections: { human: string; revision: number; back: boolean }[] = [];

  /** @param judgesGround whether an amendment is also measured against policies and the number of people who could sign, as the services do */
  constructor(
    private base: number,
    private readonly judgesGround: boolean,
  ) {}

  /**
   * Does a step and says what came of it: OK, or the code of the refusal.
   * @param read the revision that whoever acts had read; without it, they had just read the current one
   */
  take(asked: Step, read = this.revision): string {
    const step = NAMES_A_TEXT.has(asked.what) && read !== this.revision ? { ...asked, how: STALE } : asked;
    const who = player(step.who);
    const no = this.refusal(step, who);
    if (no === '') this.happen(step, who);
    return no || 'OK';
  }

  get seen(): string {
    return seenAs({ status: this.status, revision: this.revision, quorum: this.base + this.raised, signed: this.signed });
  }

  /** Humans whose signatures stand on the current revision; those that counted once it is approved. */
  private get signed(): string[] {
    return this.signatures.filter((s) => s.revision === this.revision && !s.gone).map((s) => s.human);
  }

  /** The actions that somebody should be offered. */
  buttons(who: Player): ExceptionAction[] {
    const done: Readonly<Partial<Record<ExceptionAction, boolean>>> = { FULFIL: this.status === 'FULFILLED', TELL_CUSTOMER: this.told };
    return EXCEPTION_ACTIONS.filter((what) => !done[what] && (Model.REFUSALS[what]?.(this, who, 0) ?? '') === '');
  }

  /** The same, to be changed on its own. */
  copy(): Model {
    return Object.assign(new Model(this.base, this.judgesGround), structuredClone({ ...this }));
  }

  private refusal({ what, how }: Step, who: Player): string {
    return Model.REFUSALS[what]?.(this, who, how) ?? '';
  }

  private static readonly REFUSALS: Partial<Record<Step['what'], (model: Model, who: Player, how: number) => string>> = {
    CO_SIGN: (model, who, how) => (['APPROVED', 'FULFILLED'].includes(model.status) ? 'ALREADY_DECIDED' : model.mayNotVote(who, how)),
    OBJECT: (model, who, how) => model.mayNotVote(who, how),
    PASS: (model, who, how) => model.mayNotVote(who, how),
    AMEND: (model, who, how) =>
      model.isClosed() ||
      first([!isMine(who) && !model.helpers.has(who.handle), 'NOT_PROPOSER'], [how === STALE, 'STALE_REVISION']) ||
      model.mayNotAmendTo(how, who),
    INVITE_HELPER: (model, who) => model.isClosed() || first([!isMine(who), 'NOT_PROPOSER']),
    WITHDRAW: (model, who) => model.isClosed() || first([!isMine(who) && who.human !== model.owner, 'NOT_PROPOSER']),
    RETRACT: (model, who) =>
      model.isClosed() ||
      first([who.isMachine, 'MACHINES_CANNOT_SIGN'], [!model.objectionOf(who) && model.signatureOf(who)?.gone !== '', 'NOT_FOUND']),
    COVER: (model, who) => model.isClosed() || first([who.human !== model.owner, 'NOT_OWNER'], [!model.covered, 'NOT_COVERED']),
    TELL_CUSTOMER: (model, who, how) =>
      first(
        [model.status !== 'APPROVED', 'EXCEPTION_MOVED_ON'],
        [who.human !== model.owner, 'NOT_OWNER'],
        [model.isUnusable(), 'EXPIRED'],
        [how > 1, 'INVALID'],
      ),
    FULFIL: (model, who, how) =>
      first(
        [!['APPROVED', 'FULFILLED'].includes(model.status), 'EXCEPTION_MOVED_ON'],
        [who.human !== model.owner && !who.mayFulfil, 'NOT_OWNER'],
        [model.isUnusable(), 'EXPIRED'],
        [model.reference !== '' && model.reference !== referenceOf(how), 'ALREADY_FULFILLED'],
      ),
    STOP: (model, who) =>
      first(
        [model.status !== 'APPROVED', 'EXCEPTION_MOVED_ON'],
        [!who.isAdmin, 'NOT_ALLOWED'],
        [who.human === model.firstAdmin, 'SAME_ADMIN'],
      ),
  };

  private isClosed(): string {
    return first([this.status !== 'PROPOSED', 'EXCEPTION_MOVED_ON'], [this.isLate, 'EXPIRED']);
  }

  private isUnusable(): boolean {
    return this.status === 'APPROVED' && !this.told && this.now >= this.useBy;
  }

  private mayNotVote(who: Player, how: number): string {
    const objectedHere = this.objections.some((o) => o.human === who.human && o.revision === this.revision);
    return (
      this.isClosed() ||
      first(
        [who.isMachine, 'MACHINES_CANNOT_SIGN'],
        [isMine(who), 'SELF_CO_SIGN'],
        [this.writers.has(who.human), 'EDITOR_CO_SIGN'],
        [!who.facesCustomers || this.gone.has(who.handle), 'NOT_ELIGIBLE'],
        [how === STALE, 'STALE_REVISION'],
        [Boolean(this.signatureOf(who) ?? this.objectionOf(who)) || objectedHere, 'ALREADY_SIGNED'],
      )
    );
  }

  private mayNotAmendTo(how: number, who: Player): string {
    if (!this.judgesGround) return '';
    const could = PLAYERS.filter(
      (p) => p.facesCustomers && !this.gone.has(p.handle) && !this.writers.has(p.human) && p.human !== who.human,
    );
    const humans = new Set(could.map((p) => p.human)).size;
    return first([this.covered, 'POLICY_COVERS_THIS'], [humans < this.baseAfter(how) + this.raised, 'QUORUM_UNREACHABLE']);
  }

  private happen({ what, how }: Step, who: Player): void {
    Model.EFFECTS[what]?.(this, who, how);
  }

  private static readonly EFFECTS: Partial<Record<Step['what'], (model: Model, who: Player, how: number) => void>> = {
    CO_SIGN: (model, who) => {
      model.signatures.push({ human: who.human, handle: who.handle, revision: model.revision, gone: '' });
      if (model.signed.length < model.base + model.raised) return;
      model.status = 'APPROVED';
      model.useBy = model.now + USE_BY;
    },
    OBJECT: (model, who) => {
      const before = model.objections.filter((o) => o.revision >= model.matter && !o.back).length;
      model.objections.push({ human: who.human, revision: model.revision, back: false });
      if (before > 0) model.status = 'DECLINED';
      else model.raised += 1;
    },
    AMEND: (model, who, how) => {
      model.base = model.baseAfter(how);
      model.writers.add(who.human);
      const stands = model.signatures.filter(
        (s) => s.revision === model.revision && !s.gone && s.human !== who.human && !model.gone.has(s.handle),
      );
      model.revision += 1;
      if (how === 0) model.signatures.push(...stands.map((s) => ({ ...s, revision: model.revision })));
      else model.matter = model.revision;
    },
    RETRACT: (model, who) => {
      const objection = model.objectionOf(who);
      const signature = model.signatureOf(who);
      if (objection) objection.back = true;
      else if (signature) signature.gone = 'back';
    },
    INVITE_HELPER: (model, _who, how) => void model.helpers.add(player(how).handle),
    WITHDRAW: (model) => void (model.status = 'WITHDRAWN'),
    COVER: (model) => void (model.status = 'COVERED'),
    TELL_CUSTOMER: (model) => void (model.told = true),
    FULFIL: (model, _who, how) => {
      model.status = 'FULFILLED';
      model.reference = referenceOf(how);
    },
    STOP: (model, who) => {
      if (model.firstAdmin === '') model.firstAdmin = who.human;
      else model.status = 'STOPPED';
    },
    HOURS_PASS: (model) => void (model.now += 2 * HOUR),
    MONTH_PASSES: (model) => void (model.now += MONTH),
    STOPS_FACING: (model, who) => {
      if (!who.facesCustomers) return;
      model.gone.add(who.handle);
      if (model.status !== 'PROPOSED') return;
      for (const s of model.signatures) if (s.handle === who.handle && s.revision === model.revision && !s.gone) s.gone = 'void';
    },
    IS_BACK: (model, who) => void model.gone.delete(who.handle),
    POLICY_COMES: (model) => void (model.covered = true),
    HAND_OFF: (model, who) => void (model.owner = who.isMachine ? model.owner : who.human),
    CLOCK_EXPIRES: (model) => {
      if (model.status === 'PROPOSED' && model.isLate) model.status = 'EXPIRED';
    },
    CLOCK_LAPSES: (model) => {
      if (model.status === 'APPROVED' && !model.told && model.now >= model.useBy) model.status = 'LAPSED';
    },
    CLOCK_COVERS: (model) => {
      if (model.status === 'PROPOSED' && !model.isLate && model.covered) model.status = 'COVERED';
    },
  };

  private get isLate(): boolean {
    return this.now >= HOUR;
  }

  private baseAfter(how: number): number {
    return how === 0 ? this.base : how;
  }

  private signatureOf(who: Player): Signature | undefined {
    return this.signatures.find((s) => s.human === who.human && s.revision === this.revision);
  }

  private objectionOf(who: Player): { back: boolean } | undefined {
    return this.objections.find((o) => o.human === who.human && o.revision >= this.matter && !o.back);
  }
}

/** The outside references of a payment: two different ones. */
export function referenceOf(how: number): string {
  return how < 3 ? 'PAY-1' : 'PAY-2';
}
