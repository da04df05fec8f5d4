import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuseUnknownCause } from '#causes';
import { Database, type Done, failedOn, newId, once, onlyOnce, untilWritten } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import type { NewFact } from '#facts';
import type { Actor } from '#people';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import type { Attempt, ExceptionNow, MoneyAmount, Remedy } from './attempt.js';
import { sayWhichCap } from './caps.look.js';
import { capPassed } from './caps.rules.js';
import { quoted } from './cautions.rules.js';
import { writeCitation } from './citations.write.js';
import { type Answers, materialDigest, repeats, type RevisionContent, revisionDigest } from './digest.rules.js';
import type { PolicyException } from './exception.entity.js';
import {
  NothingChangedError,
  NotOwnerError,
  PolicyCoversThisError,
  PolicySupersededError,
  QuorumUnreachableError,
} from './exception.errors.js';
import { carriedOver, refusal } from './exception.rules.js';
import type { Amend, Propose, RemedyAsked } from './exceptions.inputs.js';
import { type GroundNow, lookAt, lookAtGround } from './exceptions.look.js';
import { ExceptionsReads, type Revision } from './exceptions.reads.js';
import { type RevisionWrite, writeAmendment, writeProposal } from './revisions.write.js';
import { afterWorkingHours } from './working-hours.rules.js';

const SALT_BYTES = 32;

/** Writes what is to be signed: the first revision of a proposal, and the next ones. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly db: Database,
    private readonly reads: ExceptionsReads,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Proposes a remedy for an open case of the caller's. The quorum comes from the active bands, with one more where a review of a like one said
   * "not again", and is pinned; so is the policy departed from.
   * The amount is booked on the caps of the proposer, their team and the customer; with one more co-signer, beside them.
   * Where a policy in force allows it already, nothing is proposed: the answer is yes with the version to cite, and the citation is counted, once for a case.
   * A cause that was merged into another is written down as what it is by now.
   * @throws NotOwnerError UnknownCauseError PolicyCoversThisError PolicySupersededError CapExceededError QuorumUnreachableError InvalidError NotFoundError
   */
  propose(input: Propose, actor: Actor): Promise<Done<PolicyException>> {
    const taken = once(actor.personId, 'PROPOSE', input);
    const remedy = remedyOf(input.remedy);
    checkPolicyNamed(input);
    const attempt = async () => {
      const policyVersionId = input.policyVersionId ?? null;
      const beyondCaps = input.oneMoreCoSigner ?? false;
      const ground = await lookAtGround(
        this.db,
        { caseId: input.caseId, cause: input.cause, remedy, policyVersionId, beyondCaps, exceptionId: null },
        actor,
      );
      checkCase(ground, actor);
      const cause = await this.causeOf(ground, input.cause);
      if (policyVersionId !== ground.policyVersionId) throw await this.wrongVersion(policyVersionId);
      if (ground.coveredBy)
        await writeCitation(this.db, {
          policyVersionId: ground.coveredBy,
          caseId: input.caseId,
          cause,
          remedy,
          personId: actor.personId,
        });
      checkGround(ground, beyondCaps ? null : remedy.amount);
      const id = newId('exc');
      const content = { exceptionId: id, number: 1, cause, remedy, policyVersionId, ...answersOf(input) };
      const revision = revisionOf(content, randomBytes(SALT_BYTES), actor);
      const opening = { ...this.settings.workingHours, zone: this.settings.houseTimeZone };
      const proposal = {
        caseId: input.caseId,
        quorum: ground.quorum,
        beyondCaps,
        expiresAt: afterWorkingHours(ground.now, this.settings.proposalWorkingHours, opening),
        clonedFrom: await this.clonedFrom(input),
        shownPrecedentIds: input.shownPrecedentIds ?? [],
        whyDifferent: input.whyDifferent ? { id: newId('rmk'), body: input.whyDifferent } : null,
      };
      const body = {
        caseId: input.caseId,
        revision: 1,
        digest: revision.digest.toString('hex'),
        quorum: ground.quorum,
        ...besideCaps(beyondCaps),
      };
      const facts: NewFact[] = [{ subjectId: id, actorId: actor.personId, name: 'exception.proposed', body }];
      return writeProposal(this.db, { id, facts, once: taken }, proposal, revision);
    };
    const work = () => untilWritten(attempt, ['cloned_once']).catch(sayWhichCap).catch(refusedReference);
    return onlyOnce(this.db, taken, work, (id) => this.reads.byId(id));
  }

  /**
   * Amends an open proposal. A material change makes every signature stale and chooses the quorum anew; a change of wording only carries
   * signatures over. When the policy departed from has changed, the amendment names the version that is active now, which is material.
   * What is booked on caps is booked anew; whether it is booked beside them stays, unless it is said, and then nobody's signature is carried over.
   * What changes nothing at all is refused.
   * @throws StaleRevisionError NotProposerError UnknownCauseError ExpiredError CapExceededError QuorumUnreachableError PolicyCoversThisError NothingChangedError
   */
  amend(input: Amend, actor: Actor): Promise<Done<PolicyException>> {
    const taken = once(actor.personId, 'AMEND', input);
    const work = () =>
      untilWritten(async () => {
        const [attempt, before] = await this.lookToAmend(input, actor);
        const { exception } = attempt;
        const remedy = input.remedy ? remedyOf(input.remedy) : before.remedy;
        const beyondCaps = input.oneMoreCoSigner ?? exception.beyondCaps;
        const ground = await lookAtGround(
          this.db,
          {
            caseId: exception.caseId,
            cause: input.cause ?? before.cause,
            remedy,
            policyVersionId: exception.policyVersionId,
            beyondCaps,
            exceptionId: exception.id,
          },
          actor,
        );
        const cause = await this.causeOf(ground, input.cause, before.cause);
        checkGround({ ...ground, quorum: ground.quorum + exception.raised }, beyondCaps ? null : bookedAnew(remedy.amount, exception));
        const answers = { ...answersOf(before), ...given(input) };
        const content = {
          exceptionId: exception.id,
          number: exception.revision + 1,
          cause,
          remedy,
          policyVersionId: ground.policyVersionId,
          ...answers,
        };
        refuseRepetition(content, before.salt, { beyondCaps, exception });
        const revision = revisionOf(content, before.salt, actor);
        const isMaterial = !revision.materialDigest.equals(before.materialDigest);
        const carried = isMaterial || beyondCaps !== exception.beyondCaps ? [] : carriedOver(attempt).map((vote) => vote.humanId);
        const body = {
          revision: revision.number,
          digest: revision.digest.toString('hex'),
          material: isMaterial,
          carried,
          ...besideCaps(beyondCaps),
        };
        const facts: NewFact[] = [{ subjectId: exception.id, actorId: actor.personId, name: 'exception.amended', body }];
        const stands = { quorum: ground.quorum, beyondCaps, carried };
        return writeAmendment(this.db, { id: exception.id, turn: exception.turn, facts, once: taken }, revision, stands);
      }).catch(sayWhichCap);
    return onlyOnce(this.db, taken, work, (id) => this.reads.byId(id));
  }

  private async lookToAmend(input: Amend, actor: Actor): Promise<[Attempt, Revision & { salt: Buffer; materialDigest: Buffer }]> {
    const [exception] = await lookAt(this.db, [input.exceptionId]);
    if (!exception) throw new NotFoundError('exception', ['exceptionId']);
    const attempt = {
      exception,
      actor,
      sent: { expectedRevision: input.expectedRevision },
      objectionsToDecline: this.settings.objectionsToDecline,
    };
    const no = refusal('AMEND', attempt);
    if (no) throw no;
    return [attempt, await this.reads.revisionToAmend(exception.id, exception.revision)];
  }

  /** What is written down: the cause as it is by now, or, when none was given, as it stood before. */
  private async causeOf({ causeNow }: GroundNow, asked: string | null | undefined, before = ''): Promise<string> {
    return asked ? (causeNow ?? refuseUnknownCause(this.db, ['cause'], asked)) : before;
  }

  private async wrongVersion(id: string | null): Promise<Error> {
    const known =
      id === null ? [] : await this.db.query(sql`SELECT 1 FROM policy_versions WHERE id = ${id} AND status IN ('ACTIVE', 'RETIRED')`);
    return known.length > 0
      ? new PolicySupersededError(['policyVersionId'])
      : new NotFoundError('active policy version', ['policyVersionId']);
  }

  private async clonedFrom({ clonedFromId, caseId }: Propose): Promise<string | null> {
    if (!clonedFromId) return null;
    const before = await this.reads.byId(clonedFromId, ['clonedFromId']);
    if (before.status === 'EXPIRED' && before.caseId === caseId) return before.id;
    throw new InvalidError(['clonedFromId'], say`Only an expired proposal of the same case can be taken up again.`);
  }
}

function remedyOf({ kind, amount, deed }: RemedyAsked): Remedy {
  if (!amount && !deed) throw new InvalidError(['remedy'], say`Say what we do: an amount, a deed, or both.`);
  if (kind === 'DEED' && !deed) throw new InvalidError(['remedy', 'deed'], say`A deed says in words what is done.`);
  return { kind, amount: amount ?? null, deed: deed ?? null };
}

function checkPolicyNamed({ policyVersionId, noPolicyExists }: Propose): void {
  if (Boolean(policyVersionId) === Boolean(noPolicyExists)) {
    throw new InvalidError(
      ['policyVersionId'],
      say`Name the policy version that this departs from, or say that no policy exists; one of the two.`,
    );
  }
}

function checkCase({ caseStatus, ownerHuman }: GroundNow, actor: Actor): void {
  if (caseStatus === null) throw new NotFoundError('case', ['caseId']);
  if (ownerHuman !== actor.humanId) throw new NotOwnerError();
  if (caseStatus !== 'NEW' && caseStatus !== 'OWNED') throw new InvalidError(['caseId'], say`The case has ended. Reopen it first.`);
}

/** Not so where it is booked otherwise: then one co-signer more or less is asked for. */
function refuseRepetition(content: RevisionContent, salt: Buffer, next: { beyondCaps: boolean; exception: ExceptionNow }): void {
  const { digest, revision, beyondCaps } = next.exception;
  if (next.beyondCaps === beyondCaps && repeats(content, salt, digest)) throw new NothingChangedError(revision);
}

/** What an amendment books: nothing while the amount stays as it was booked, whatever became of team or caps since. */
function bookedAnew(amount: MoneyAmount | null, { amountMinor, currency, beyondCaps }: ExceptionNow): MoneyAmount | null {
  return !beyondCaps && amount?.amountMinor === amountMinor && amount?.currency === currency ? null : amount;
}

function checkGround({ coveredBy, caps, couldSign, quorum, notAgain }: GroundNow, booked: MoneyAmount | null): void {
  if (coveredBy) throw new PolicyCoversThisError(coveredBy);
  const passed = capPassed(caps, booked);
  if (passed) throw passed;
  if (couldSign < quorum) throw new QuorumUnreachableError(quorum, couldSign, quoted(notAgain));
}

/** What a fact says of it, where there is something to say. */
function besideCaps(beyondCaps: boolean): { beyondCaps?: true } {
  return beyondCaps ? { beyondCaps } : {};
}

function answersOf({ whatHappened, whatPolicySays, whatWeDo, whyFair }: Answers): Answers {
  return { whatHappened, whatPolicySays, whatWeDo, whyFair };
}

function given(input: Amend): Partial<Answers> {
  return Object.fromEntries(
    Object.entries(answersOf(input as unknown as Answers)).filter(([, text]) => text !== undefined && text !== null),
  );
}

function revisionOf(content: RevisionContent, salt: Buffer, author: Actor): RevisionWrite {
  const { number, cause, remedy, policyVersionId } = content;
  const digests = { digest: revisionDigest(content, salt), materialDigest: materialDigest(content, salt) };
  return {
    number,
    cause,
    remedy,
    policyVersionId,
    salt,
    ...digests,
    author: { personId: author.personId, humanId: author.humanId },
    answers: answersOf(content),
  };
}

function refusedReference(error: unknown): never {
  if (failedOn(error, 'shown_precedents_precedent_id_fkey')) throw new NotFoundError('precedent', ['shownPrecedentIds']);
  if (failedOn(error, 'cloned_once')) throw new InvalidError(['clonedFromId'], say`That proposal was taken up again once already.`);
  throw error;
}
