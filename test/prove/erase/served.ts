import type { House } from '../../support/house.js';
import type { Canaries } from './canaries.js';
import { Hands, type Input } from './hands.js';
import { SecondThoughts } from './second-thoughts.js';

/** A customer who was served in every way that the API knows, with what was made for them. */
export interface Served {
  readonly customerId: string;
  readonly caseIds: readonly string[];
  readonly exceptionIds: readonly string[];
  /** Of them, the one that Tom signed, and that was paid. */
  readonly paidId: string;
  /** Given out while the words still stood. */
  readonly receipt: string;
}

type Life = { case: { followUps: { id: string }[] } };
const LIFE = 'case { id followUps { id } }';
const aMomentAgo = (): string => new Date().toISOString();

/** Serves customers, and puts a canary into every place that takes words. */
export class Counter {
  private readonly hands: Hands;
  private readonly secondThoughts: SecondThoughts;

  constructor(
    house: House,
    private readonly canaries: Canaries,
  ) {
    this.hands = new Hands(house, canaries);
    this.secondThoughts = new SecondThoughts(this.hands);
  }

  /** Each field of an input in which there was a canary: the mutation and the names that lead there. */
  get planted(): ReadonlySet<string> {
    return this.hands.planted;
  }

  /** A signature on what was paid is disowned and settled. It ends sessions, so nothing else may go on meanwhile. */
  disown({ paidId }: Served): Promise<void> {
    return this.secondThoughts.disowned(paidId);
  }

  /** One customer: a remedy that was argued about and paid, one that was withdrawn, one that two admins stopped, and calls that were refused. */
  async serve(): Promise<Served> {
    const { sing, chirp } = this.canaries;
    const name = chirp();
    const customer = { name: `Adele ${name}`, contact: `${chirp()}@example.org`, timeZone: 'Australia/Sydney' };
    const first = await this.open({ customer, need: sing('A fee.'), externalRef: chirp() });
    const second = await this.open({ customerId: first.customerId, need: sing('Another fee.') });
    await this.hands.run(['tom', 'revealContact'], { caseId: first.caseId }, 'contact { contact }');
    const written = { caseId: first.caseId, channel: 'email', text: sing('Thanks!') };
    await this.hands.run(['mia', 'recordCustomerMessage'], written, 'message { id }');
    const paid = await this.paid(first.caseId);
    const withdrawn = await this.withdrawn(second.caseId, paid.id);
    const third = await this.secondThoughts.reachedBack(
      (await this.open({ customerId: first.customerId, need: sing('One more.') })).caseId,
    );
    await this.secondThoughts.lifted(paid.reviewId);
    await this.secondThoughts.lookedAtBlindly(paid.id);
    const stopped = await this.stopped(second.caseId);
    await this.hands.run(
      ['priya', 'giveThanks'],
      { toIds: ['per_tom'], deed: sing('He called her.'), caseId: first.caseId },
      'thanks { id }',
    );
    await this.handedOn(second.caseId);
    await this.refused(first.caseId, paid.id, name);
    await this.answered(first.caseId);
    await this.refusedHonestly(second.caseId);
    await this.secondThoughts.givenAway(third.caseIds[0] ?? '');
    for (const caseId of third.caseIds) await this.refusedHonestly(caseId);
    const caseIds = [first.caseId, second.caseId, ...third.caseIds];
    const exceptionIds = [paid.id, withdrawn, stopped, third.exceptionId];
    return { customerId: first.customerId, caseIds, exceptionIds, paidId: paid.id, receipt: paid.receipt };
  }

  private async open(input: Input): Promise<{ caseId: string; customerId: string }> {
    const fields = 'case { id customer { id } }';
    const made = await this.hands.run<{ case: { id: string; customer: { id: string } } }>(['priya', 'openCase'], input, fields);
    return { caseId: made.case.id, customerId: made.case.customer.id };
  }

  private async paid(caseId: string): Promise<{ id: string; receipt: string; reviewId: string }> {
    const { sing, chirp } = this.canaries;
    const id = await this.hands.propose(caseId);
    await this.hands.act(['mia', 'objectToException'], id, { reason: sing('Too much.') });
    await this.hands.act(['priya', 'inviteHelper'], id, { personId: 'per_jack' });
    await this.hands.act(['jack', 'amendException'], id, { ...this.hands.answers(), expectedRevision: 1 });
    await this.hands.act(['tom', 'coSignException'], id, { words: sing('Yes.') });
    const { exception } = await this.hands.act(['sam', 'coSignException'], id, { words: sing('Yes, too.') });
    await this.hands.act(['noor', 'coSignException'], id, { words: sing('Late.') }, ['ALREADY_DECIDED']);
    await this.hands.act(['priya', 'fulfilException'], id, { reference: chirp() });
    const reviewId = exception?.review?.id ?? '';
    await this.review(reviewId);
    return { id, receipt: exception?.receipt ?? '', reviewId };
  }

  /** Solved, asked about twice, open again and solved once more. */
  private async answered(caseId: string): Promise<void> {
    const { sing } = this.canaries;
    const promise = { caseId, what: sing('The refund.'), dueAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { getBack } = await this.hands.run<{ getBack: { id: string } }>(['priya', 'promiseGetBack'], promise, 'getBack { id }');
    await this.hands.run(['priya', 'keepGetBack'], { getBackId: getBack.id, whatWasSaid: sing('Paid.') }, 'getBack { id }');
    const solve = () =>
      this.hands.run<Life>(['priya', 'solveCase'], { caseId, solution: sing('Paid.'), customerToldAt: aMomentAgo() }, LIFE);
    const first = await solve();
    const ask = (followUpId: string, outcome: string) =>
      this.hands.run(
        ['priya', 'recordFollowUp'],
        { followUpId, outcome, channel: 'telephone', note: sing('She said.') },
        'followUp { id }',
      );
    const asked = first.case.followUps.at(-1)?.id ?? '';
    await ask(asked, 'UNREACHABLE');
    await ask(asked, 'DID_NOT_HELP');
    const second = await solve();
    await ask(second.case.followUps.at(-1)?.id ?? '', 'HELPED');
  }

  private async refusedHonestly(caseId: string): Promise<void> {
    const { sing } = this.canaries;
    const no = () => ({ caseId, reason: sing('It stands.'), toldBy: sing('Priya.'), appealRoute: sing('The ombudsman.') });
    await this.hands.run(['priya', 'answerHonestNo'], no(), 'case { id }');
    await this.hands.run(['priya', 'reopenCase'], { caseId, reason: sing('She wrote.') }, 'case { id }');
    await this.hands.run(['priya', 'answerHonestNo'], no(), 'case { id }');
    await this.hands.run(['priya', 'solveCase'], { caseId, solution: sing('Late.'), customerToldAt: aMomentAgo() }, LIFE, [
      'CASE_MOVED_ON',
    ]);
  }

  private async review(reviewId: string): Promise<void> {
    const { sing } = this.canaries;
    const on = (by: string, mutation: string, input: Input = {}) => this.hands.run([by, mutation], { reviewId, ...input }, 'review { id }');
    await on('omar', 'claimReview');
    await on('omar', 'disposeReview', { disposition: 'ONE_OFF', reason: sing('Rare.') });
    await on('renee', 'reopenReview', { newFacts: sing('She wrote.') });
    await on('renee', 'claimReview');
    await on('renee', 'disposeReview', { disposition: 'NOT_AGAIN', reason: sing('Not again.') });
  }

  private async withdrawn(caseId: string, precedentId: string): Promise<string> {
    const { sing } = this.canaries;
    const id = await this.hands.propose(caseId, { shownPrecedentIds: [precedentId], whyDifferent: sing('That was a flood.') });
    await this.hands.act(['tom', 'coSignException'], id, { words: sing('Yes.'), digest: '0'.repeat(64) }, ['STALE_REVISION']);
    await this.hands.act(['priya', 'withdrawException'], id, { reason: sing('She paid.') });
    return id;
  }

  /** A case that goes to and fro between colleagues, with questions on its way. */
  private async handedOn(caseId: string): Promise<void> {
    const { sing, chirp } = this.canaries;
    const offer = async (by: string, toId: string, more: Input = {}, codes: readonly string[] = []): Promise<string> => {
      const words = {
        why: sing('Cards.'),
        recap: sing('Charged twice.'),
        callbackContact: chirp(),
        customerToldAt: new Date().toISOString(),
      };
      const made = await this.hands.run<{ handOff: { id: string } | null }>(
        [by, 'offerHandOff'],
        { caseId, toId, ...words, ...more },
        'handOff { id }',
        codes,
      );
      return made.handOff?.id ?? '';
    };
    const answer = (by: string, mutation: string, handOffId: string, reason?: string) =>
      this.hands.run([by, mutation], { handOffId, ...(reason ? { reason } : {}) }, 'handOff { id }');
    const asked = { caseId, personId: 'per_omar', question: sing('What is known?') };
    const { question } = await this.hands.run<{ question: { id: string } }>(['priya', 'askColleague'], asked, 'question { id }');
    await this.hands.run(['omar', 'answerQuestion'], { questionId: question.id, answer: sing('Little.') }, 'question { id }');
    await answer('mia', 'refuseHandOff', await offer('priya', 'per_mia'), sing('Not me.'));
    await answer('priya', 'cancelHandOff', await offer('priya', 'per_mia'), sing('Better not.'));
    await answer('mia', 'acceptHandOff', await offer('priya', 'per_mia'), sing('Gladly.'));
    await offer('mia', 'per_priya', {}, ['TAG_BACK_NEEDS_NEW_FACT']);
    await answer('priya', 'acceptHandOff', await offer('mia', 'per_priya', { newFact: sing('It was the shop.'), helperId: 'per_ivy' }));
  }

  private async stopped(caseId: string): Promise<string> {
    const { sing } = this.canaries;
    const id = await this.hands.propose(caseId);
    await this.hands.act(['tom', 'coSignException'], id, { words: sing('Yes.') });
    await this.hands.act(['wei', 'stopException'], id, { reason: sing('Fraud?') });
    await this.hands.act(['ana', 'stopException'], id, { reason: sing('Fraud.') });
    return id;
  }

  /** What is sent and not taken must not stay in a log either: refused by a rule, by an input's limits, by the schema, by the parser, and asked for. */
  private async refused(caseId: string, exceptionId: string, name: string): Promise<void> {
    const { sing, chirp } = this.canaries;
    const tom = this.hands.person('tom');
    await this.hands.run(['tom', 'proposeException'], { caseId, ...(await this.hands.remedy()) }, 'exception { id }', ['NOT_OWNER']);
    await this.hands.act(['priya', 'withdrawException'], exceptionId, { reason: sing('Back.') }, ['EXCEPTION_MOVED_ON']);
    const badZone = { name: sing('Adele'), contact: chirp(), timeZone: chirp() };
    await this.hands.run(['priya', 'openCase'], { customer: badZone, need: sing('Help.') }, 'case { id }', ['INVALID']);
    await this.hands.run(
      ['priya', 'openCase'],
      { customer: { ...badZone, name: `${sing('Adele')}\u202e` }, need: 'Help.' },
      'case { id }',
      ['INVALID'],
    );
    const searches = `query ($text: String!) { customerCases(filter: { text: $text }) { nodes { id } } exceptions(filter: { text: $text }) { nodes { id } } }`;
    await tom.send(searches, { text: name });
    await tom.send(`{ customerCases(filter: { text: "${chirp()}" }) { nodes { id } } }`);
    await tom.send(`mutation { openCase(input: { need: "${chirp()}" `);
    await tom.send(`{ ${chirp()} }`);
    await tom.send(`query ($text: Int!) { node(id: $text) { id } }`, { text: sing('Not a number.') });
  }
}
