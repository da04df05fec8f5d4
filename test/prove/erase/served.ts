import { randomUUID } from 'node:crypto';
import type { House, HousePerson } from '../../support/house.js';
import type { Canaries } from './canaries.js';

/** A customer who was served in every way that the API knows, with what was made for them. */
export interface Served {
  readonly customerId: string;
  readonly caseIds: readonly string[];
  readonly exceptionIds: readonly string[];
  /** Given out while the words still stood. */
  readonly receipt: string;
}

type Made = { exception: { id: string; revision: { digest: string }; review: { id: string } | null; receipt: string | null } | null };
type Input = Record<string, unknown>;
/** Who does it, and what. */
type Deed = readonly [by: string, mutation: string];

type Life = { case: { followUps: { id: string }[] } };
const LIFE = 'case { id followUps { id } }';
const aMomentAgo = (): string => new Date().toISOString();

const EXCEPTION = 'exception { id revision { digest } review { id } receipt }';

/** Serves customers, and puts a canary into every place that takes words. */
export class Counter {
  private readonly people = new Map<string, HousePerson>();

  constructor(
    private readonly house: House,
    private readonly canaries: Canaries,
  ) {}

  /** One customer: a remedy that was argued about and paid, one that was withdrawn, one that two admins stopped, and calls that were refused. */
  async serve(): Promise<Served> {
    const { sing, chirp } = this.canaries;
    const name = chirp();
    const customer = { name: `Adele ${name}`, contact: `${chirp()}@example.org`, timeZone: 'Australia/Sydney' };
    const first = await this.open({ customer, need: sing('A fee.'), externalRef: chirp() });
    const second = await this.open({ customerId: first.customerId, need: sing('Another fee.') });
    const paid = await this.paid(first.caseId);
    const withdrawn = await this.withdrawn(second.caseId);
    const stopped = await this.stopped(second.caseId);
    await this.run(['priya', 'giveThanks'], { toIds: ['per_tom'], deed: sing('He called her.'), caseId: first.caseId }, 'thanks { id }');
    await this.handedOn(second.caseId);
    await this.refused(first.caseId, paid.id, name);
    await this.answered(first.caseId);
    await this.refusedHonestly(second.caseId);
    const caseIds = [first.caseId, second.caseId];
    return { customerId: first.customerId, caseIds, exceptionIds: [paid.id, withdrawn, stopped], receipt: paid.receipt };
  }

  /** Somebody of the cast, who signs in once. */
  person(handle: string): HousePerson {
    const known = this.people.get(handle) ?? this.house.person(handle);
    this.people.set(handle, known);
    return known;
  }

  private async open(input: Input): Promise<{ caseId: string; customerId: string }> {
    const fields = 'case { id customer { id } }';
    const made = await this.run<{ case: { id: string; customer: { id: string } } }>(['priya', 'openCase'], input, fields);
    return { caseId: made.case.id, customerId: made.case.customer.id };
  }

  private async paid(caseId: string): Promise<{ id: string; receipt: string }> {
    const { sing, chirp } = this.canaries;
    const id = await this.propose(caseId);
    await this.act(['mia', 'objectToException'], id, { reason: sing('Too much.') });
    await this.act(['priya', 'inviteHelper'], id, { personId: 'per_jack' });
    await this.act(['jack', 'amendException'], id, { ...this.answers(), expectedRevision: 1 });
    await this.act(['tom', 'coSignException'], id, { words: sing('Yes.') });
    const { exception } = await this.act(['sam', 'coSignException'], id, { words: sing('Yes, too.') });
    await this.act(['noor', 'coSignException'], id, { words: sing('Late.') }, ['ALREADY_DECIDED']);
    await this.act(['priya', 'fulfilException'], id, { reference: chirp() });
    await this.review(exception?.review?.id ?? '');
    return { id, receipt: exception?.receipt ?? '' };
  }

  /** Solved, asked about twice, open again and solved once more. */
  private async answered(caseId: string): Promise<void> {
    const { sing } = this.canaries;
    const promise = { caseId, what: sing('The refund.'), dueAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { getBack } = await this.run<{ getBack: { id: string } }>(['priya', 'promiseGetBack'], promise, 'getBack { id }');
    await this.run(['priya', 'keepGetBack'], { getBackId: getBack.id, whatWasSaid: sing('Paid.') }, 'getBack { id }');
    const solve = () => this.run<Life>(['priya', 'solveCase'], { caseId, solution: sing('Paid.'), customerToldAt: aMomentAgo() }, LIFE);
    const first = await solve();
    const ask = (followUpId: string, outcome: string) =>
      this.run(['priya', 'recordFollowUp'], { followUpId, outcome, channel: 'telephone', note: sing('She said.') }, 'followUp { id }');
    const asked = first.case.followUps.at(-1)?.id ?? '';
    await ask(asked, 'UNREACHABLE');
    await ask(asked, 'DID_NOT_HELP');
    const second = await solve();
    await ask(second.case.followUps.at(-1)?.id ?? '', 'HELPED');
  }

  private async refusedHonestly(caseId: string): Promise<void> {
    const { sing } = this.canaries;
    const no = () => ({ caseId, reason: sing('It stands.'), toldBy: sing('Priya.'), appealRoute: sing('The ombudsman.') });
    await this.run(['priya', 'answerHonestNo'], no(), 'case { id }');
    await this.run(['priya', 'reopenCase'], { caseId, reason: sing('She wrote.') }, 'case { id }');
    await this.run(['priya', 'answerHonestNo'], no(), 'case { id }');
    await this.run(['priya', 'solveCase'], { caseId, solution: sing('Late.'), customerToldAt: aMomentAgo() }, LIFE, ['CASE_MOVED_ON']);
  }

  private async review(reviewId: string): Promise<void> {
    const { sing } = this.canaries;
    const on = (by: string, mutation: string, input: Input = {}) => this.run([by, mutation], { reviewId, ...input }, 'review { id }');
    await on('omar', 'claimReview');
    await on('omar', 'disposeReview', { disposition: 'ONE_OFF', reason: sing('Rare.') });
    await on('renee', 'reopenReview', { newFacts: sing('She wrote.') });
    await on('renee', 'claimReview');
    await on('renee', 'disposeReview', { disposition: 'NOT_AGAIN', reason: sing('Not again.') });
  }

  private async withdrawn(caseId: string): Promise<string> {
    const { sing } = this.canaries;
    const id = await this.propose(caseId);
    await this.act(['tom', 'coSignException'], id, { words: sing('Yes.'), digest: '0'.repeat(64) }, ['STALE_REVISION']);
    await this.act(['priya', 'withdrawException'], id, { reason: sing('She paid.') });
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
      const made = await this.run<{ handOff: { id: string } | null }>(
        [by, 'offerHandOff'],
        { caseId, toId, ...words, ...more },
        'handOff { id }',
        codes,
      );
      return made.handOff?.id ?? '';
    };
    const answer = (by: string, mutation: string, handOffId: string, reason?: string) =>
      this.run([by, mutation], { handOffId, ...(reason ? { reason } : {}) }, 'handOff { id }');
    const asked = { caseId, personId: 'per_omar', question: sing('What is known?') };
    const { question } = await this.run<{ question: { id: string } }>(['priya', 'askColleague'], asked, 'question { id }');
    await this.run(['omar', 'answerQuestion'], { questionId: question.id, answer: sing('Little.') }, 'question { id }');
    await answer('mia', 'refuseHandOff', await offer('priya', 'per_mia'), sing('Not me.'));
    await answer('priya', 'cancelHandOff', await offer('priya', 'per_mia'), sing('Better not.'));
    await answer('mia', 'acceptHandOff', await offer('priya', 'per_mia'));
    await offer('mia', 'per_priya', {}, ['TAG_BACK_NEEDS_NEW_FACT']);
    await answer('priya', 'acceptHandOff', await offer('mia', 'per_priya', { newFact: sing('It was the shop.'), helperId: 'per_ivy' }));
  }

  private async stopped(caseId: string): Promise<string> {
    const { sing } = this.canaries;
    const id = await this.propose(caseId);
    await this.act(['tom', 'coSignException'], id, { words: sing('Yes.') });
    await this.act(['wei', 'stopException'], id, { reason: sing('Fraud?') });
    await this.act(['ana', 'stopException'], id, { reason: sing('Fraud.') });
    return id;
  }

  /** What is sent and not taken must not stay in a log either: refused by a rule, by an input's limits, by the schema, by the parser, and asked for. */
  private async refused(caseId: string, exceptionId: string, name: string): Promise<void> {
    const { sing, chirp } = this.canaries;
    const tom = this.person('tom');
    await this.run(['tom', 'proposeException'], { caseId, ...(await this.remedy()) }, EXCEPTION, ['NOT_OWNER']);
    await this.act(['priya', 'withdrawException'], exceptionId, { reason: sing('Back.') }, ['EXCEPTION_MOVED_ON']);
    const badZone = { name: sing('Adele'), contact: chirp(), timeZone: chirp() };
    await this.run(['priya', 'openCase'], { customer: badZone, need: sing('Help.') }, 'case { id }', ['INVALID']);
    await this.run(['priya', 'openCase'], { customer: { ...badZone, name: `${sing('Adele')}\u202e` }, need: 'Help.' }, 'case { id }', [
      'INVALID',
    ]);
    const searches = `query ($text: String!) { customerCases(filter: { text: $text }) { nodes { id } } exceptions(filter: { text: $text }) { nodes { id } } }`;
    await tom.send(searches, { text: name });
    await tom.send(`{ customerCases(filter: { text: "${chirp()}" }) { nodes { id } } }`);
    await tom.send(`mutation { openCase(input: { need: "${chirp()}" `);
    await tom.send(`{ ${chirp()} }`);
    await tom.send(`query ($text: Int!) { node(id: $text) { id } }`, { text: sing('Not a number.') });
  }

  private async propose(caseId: string): Promise<string> {
    const { exception } = await this.run<Made>(['priya', 'proposeException'], { caseId, ...(await this.remedy()) }, EXCEPTION);
    return exception?.id ?? '';
  }

  /** Of a cause of its own, so that no sum and no caution asks for more signatures than are given. */
  private async remedy(): Promise<Input> {
    const cause = await this.house.ground.cause(`flood-${randomUUID().slice(0, 8)}`);
    return { ...this.answers(), noPolicyExists: true, cause };
  }

  private answers(): Input {
    const { sing } = this.canaries;
    return {
      whatHappened: sing('The branch was flooded.'),
      whatPolicySays: sing('Fees stand.'),
      whatWeDo: sing('We take it back.'),
      whyFair: sing('Nobody could have paid.'),
      remedy: { kind: 'GOODWILL', amount: { amountMinor: 100, currency: 'AUD' }, deed: sing('A letter.') },
    };
  }

  private async act([by, mutation]: Deed, exceptionId: string, input: Input, codes: readonly string[] = []): Promise<Made> {
    const digest = SIGNING.has(mutation) ? { digest: await this.digestOf(exceptionId) } : {};
    return this.run<Made>([by, mutation], { exceptionId, ...digest, ...input }, EXCEPTION, codes);
  }

  private async digestOf(id: string): Promise<string> {
    const query = 'query ($id: ID!) { exception(id: $id) { revision { digest } } }';
    const { exception } = await this.person('tom').ask<{ exception: { revision: { digest: string } } }>(query, { id });
    return exception.revision.digest;
  }

  private async run<Payload>([by, mutation]: Deed, input: Input, fields: string, codes: readonly string[] = []): Promise<Payload> {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    const payload = await this.person(by).run<Payload>(mutation, keyed, fields);
    const told = payload.userErrors.map(({ code }) => code);
    if (told.join() !== codes.join())
      throw new Error(`${mutation} by ${by} answered ${JSON.stringify(payload.userErrors)}, not ${codes.join() || 'yes'}.`);
    return payload;
  }
}

const SIGNING = new Set(['coSignException', 'objectToException']);
