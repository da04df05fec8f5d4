import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import type { NewFact } from '#facts';
import { type Actor, isPeerWhoIsHere, mayActInPerson } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { HandOffView } from './hand-off.entity.js';
import { HAND_OFF_STEPS, type HandOffNow, handOffRefusal, openHandOffActions } from './hand-off.rules.js';
import type { HandOffAction } from './hand-off.words.js';
import { HandOffsClock } from './hand-offs.clock.js';
import { lookAtHandOffs, lookAtOffer } from './hand-offs.look.js';
import { HandOffsReads } from './hand-offs.reads.js';
import { type HandOffWords, type HandOffWritten, writeAcceptance, writeAnswer, writeOffer } from './hand-offs.write.js';
import { OFFER, offerRefusal } from './offer.rules.js';

/** A case to be offered to a colleague, with what they must know. */
export interface OfferHandOff {
  readonly caseId: string;
  readonly toId: string;
  readonly why: string;
  readonly recap: string;
  readonly customerToldAt?: Date | null;
  /** Where the customer is called back; what is known of the customer when left out. */
  readonly callbackContact?: string | null;
  readonly newFact?: string | null;
  readonly helperId?: string | null;
  readonly idempotencyKey?: string | null;
}

/** An offer that is answered or taken back. */
export interface AnswerHandOff {
  readonly handOffId: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

type HandOffSettings = Pick<Settings, 'handOffMinutes' | 'firstTouchMinutes'>;

/** Cases that go from colleague to colleague: offered with all that the next one must know, and moved by nothing but the acceptance. */
@Injectable()
export class HandOffsService {
  constructor(
    private readonly db: Database,
    private readonly reads: HandOffsReads,
    private readonly clock: HandOffsClock,
    @Inject(SETTINGS) private readonly settings: HandOffSettings,
  ) {}

  /**
   * Offers a case for the minutes of the setting. The sender owns it until the offer is accepted.
   * @throws NotTheOwnerError HandOffOpenError NotHereError CustomerNotToldError TagBackError NotFoundError
   * @throws InvalidError for the receiver, the helper, a time or a text
   */
  offer(input: OfferHandOff, actor: Actor): Promise<Done<HandOffView>> {
    const taken = once(actor.personId, 'offerHandOff', input);
    const work = (): Promise<HandOffView> => untilWritten(() => this.tryToOffer(input, actor, taken));
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /**
   * Accepts an offer, perhaps with a word: the caller owns the case from this instant on.
   * @throws NotYourHandOffError HandOffMovedOnError OfferExpiredError NotHereError NotFoundError
   * @throws InvalidError for a word that is too long
   */
  accept(input: AnswerHandOff, actor: Actor): Promise<Done<HandOffView>> {
    const { words, sent, body } = wordsOf(input, actor);
    return this.step('ACCEPT', 'acceptHandOff', { input, actor, sent, body }, (handOff, written) =>
      writeAcceptance(this.db, written, handOff, { touchMinutes: this.settings.firstTouchMinutes, words }),
    );
  }

  /**
   * Refuses an offer, with a reason; the case stays whose it was.
   * @throws NotYourHandOffError HandOffMovedOnError OfferExpiredError NotFoundError
   * @throws InvalidError without a reason
   */
  refuse(input: AnswerHandOff, actor: Actor): Promise<Done<HandOffView>> {
    return this.answer('REFUSE', 'refuseHandOff', input, actor);
  }

  /**
   * Takes an offer back that nobody has answered.
   * @throws NotYourHandOffError HandOffMovedOnError OfferExpiredError NotFoundError
   * @throws InvalidError for a reason that is too long
   */
  cancel(input: AnswerHandOff, actor: Actor): Promise<Done<HandOffView>> {
    return this.answer('CANCEL', 'cancelHandOff', input, actor);
  }

  /** What each of some hand-offs allows the caller now; unknown ids are left out. */
  async openActions(ids: readonly string[], actor: Actor): Promise<{ id: string; actions: HandOffAction[] }[]> {
    const found = await lookAtHandOffs(this.db, ids);
    return found.map((handOff) => ({ id: handOff.id, actions: openHandOffActions({ handOff, ...caller(actor) }) }));
  }

  /** Why the caller may not do something with a hand-off; undefined when they may. */
  async whyNot(id: string, action: HandOffAction, actor: Actor) {
    const [handOff] = await lookAtHandOffs(this.db, [id]);
    return handOff ? handOffRefusal(action, { handOff, ...caller(actor) }) : new NotFoundError('hand-off', ['handOffId']);
  }

  private answer(action: 'REFUSE' | 'CANCEL', operation: string, input: AnswerHandOff, actor: Actor): Promise<Done<HandOffView>> {
    const { words, sent, ...told } = wordsOf(input, actor);
    const body = { ...told.body, ...(action === 'CANCEL' ? { because: 'TAKEN_BACK' } : {}) };
    return this.step(action, operation, { input, actor, sent, body }, (handOff, written) =>
      writeAnswer(this.db, written, handOff, { status: HAND_OFF_STEPS[action].to[0], by: actor.personId, words }),
    );
  }

  private async tryToOffer(input: OfferHandOff, actor: Actor, taken: Once | undefined): Promise<HandOffView[]> {
    const asked = plain(input);
    const { caseId, toId, helperId } = asked;
    const { overdueId, ...ground } = await lookAtOffer(this.db, asked);
    if (overdueId) {
      await this.clock.expire(overdueId); // its time has passed, and no timer has noticed yet
      return [];
    }
    const refusal = offerRefusal({ ...ground, ...caller(actor), sent: { ...asked, namesHelper: helperId !== null } });
    const callbackContact = asked.callbackContact ?? ground.case?.contact;
    const { customerToldAt } = asked;
    if (refusal || !customerToldAt || !callbackContact)
      throw refusal ?? new Error('Without a time or a contact there is always a refusal.');
    const id = newId('hof');
    const facts = factsOfOffer({ id, caseId, toId, helperId }, actor);
    const offer = { ...asked, id, customerToldAt, callbackContact, fromId: actor.personId, facts, once: taken };
    return writeOffer(this.db, { ...offer, minutes: this.settings.handOffMinutes });
  }

  /** Look, decide, write: the one way by which people answer an offer. */
  private step(
    action: HandOffAction,
    operation: string,
    asked: { input: AnswerHandOff; actor: Actor; sent?: { reason: string }; body?: NewFact['body'] },
    write: (handOff: HandOffNow, written: HandOffWritten) => Promise<HandOffView[]>,
  ): Promise<Done<HandOffView>> {
    const { input, actor, sent, body } = asked;
    const taken = once(actor.personId, operation, input);
    const work = () =>
      untilWritten(async () => {
        const [handOff] = await lookAtHandOffs(this.db, [input.handOffId]);
        if (!handOff) throw new NotFoundError('hand-off', ['handOffId']);
        const refusal = handOffRefusal(action, { handOff, ...caller(actor), ...(sent ? { sent } : {}) });
        if (refusal) throw refusal;
        const { id, caseId, fromId, toId } = handOff;
        const fact = {
          subjectId: caseId,
          actorId: actor.personId,
          name: HAND_OFF_STEPS[action].facts[0],
          body: { handOffId: id, fromId, toId, ...body },
        };
        return write(handOff, { id, facts: [fact], once: taken });
      });
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  private async one(id: string): Promise<HandOffView> {
    const [found] = await this.reads.byIds([id]);
    if (!found) throw new Error(`The hand-off ${id} was there, and hand-offs are never deleted.`);
    return found;
  }
}

interface AnswerWords {
  readonly words: HandOffWords | undefined;
  readonly sent: { readonly reason: string };
  readonly body: NonNullable<NewFact['body']>;
}

/** What goes with an answer: as the rules read it, as it is stored, and as the fact tells it. */
function wordsOf({ reason: given }: AnswerHandOff, { personId: authorId }: Actor): AnswerWords {
  const reason = given ?? '';
  const words = reason.trim() === '' ? undefined : { id: newId('rmk'), authorId, body: reason };
  return { words, sent: { reason }, body: words ? { reasonId: words.id } : {} };
}

/** The caller, as the rules see one. */
function caller(actor: Actor) {
  return { actorId: actor.personId, actsInPerson: mayActInPerson(actor), isPeerWhoIsHere: isPeerWhoIsHere(actor) };
}

/** The input with each absent thing in its one form. */
function plain({ caseId, toId, why, recap, customerToldAt, callbackContact, newFact, helperId }: OfferHandOff) {
  const given = { caseId, toId, why, recap };
  return {
    ...given,
    customerToldAt: customerToldAt ?? null,
    callbackContact: callbackContact ?? null,
    newFact: newFact ?? null,
    helperId: helperId ?? null,
  };
}

/** The offer, and beside it that somebody was brought in: each is told to somebody else. */
function factsOfOffer(offer: { id: string; caseId: string; toId: string; helperId: string | null }, { personId }: Actor): NewFact[] {
  const by = { subjectId: offer.caseId, actorId: personId };
  const body = { handOffId: offer.id, fromId: personId, toId: offer.toId };
  const offered: NewFact = { ...by, name: OFFER.fact, body };
  return offer.helperId
    ? [offered, { ...by, name: 'handOff.helperJoined', body: { handOffId: offer.id, personId: offer.helperId } }]
    : [offered];
}
