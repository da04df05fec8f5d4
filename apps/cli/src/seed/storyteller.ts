import type { CaseLifeService, CasesService, ComplaintsService, FollowUpsReads, GetBacksService, HandOffsService } from '#cases';
import type { ExceptionsClock, ExceptionsReads, ExceptionsService, PolicyException, ProposalsService } from '#exceptions';
import type { Actor } from '#people';
import type { PoliciesService, PolicyDraftsService } from '#policies';
import type { ReviewsReads, ReviewsService } from '#reviews';
import type { ThanksService } from '#thanks';
import { type Act, DAY, HISTORY, HOUR, type SeedStory } from './history.js';
import { type LifeAct, LIVES } from './lives.js';
import { actor } from './people.js';
import { FLOOD_POLICY, POLICIES, type SeedPolicy } from './policies.js';
import type { TimeMachine } from './time-machine.js';

/** The services that the stories are lived through. */
export interface Rooms {
  cases: CasesService;
  complaints: ComplaintsService;
  life: CaseLifeService;
  followUps: FollowUpsReads;
  getBacks: GetBacksService;
  handOffs: HandOffsService;
  thanks: ThanksService;
  exceptions: ExceptionsService;
  proposals: ProposalsService;
  reads: ExceptionsReads;
  clock: ExceptionsClock;
  drafts: PolicyDraftsService;
  policies: PoliciesService;
  reviews: ReviewsService;
  reviewReads: ReviewsReads;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const POLICIES_AGO = 80 * DAY;
const FLOOD_POLICY_AGO = 12 * DAY;

/** Lives through the last weeks, act by act in the order of time, through the same services as the product. */
export class Storyteller {
  private readonly exceptionIds = new Map<SeedStory, string>();
  private readonly caseIds = new Map<SeedStory, string>();

  constructor(
    private readonly rooms: Rooms,
    private readonly time: TimeMachine,
  ) {}

  /** Tells every story. */
  async tell(): Promise<void> {
    for (const { ago, run } of this.moments().sort((a, b) => b.ago - a.ago)) {
      await this.time.to(ago);
      await run();
    }
  }

  private moments(): { ago: number; run: () => Promise<unknown> }[] {
    const stories = HISTORY.flatMap((story) => [
      { ago: story.ago, run: () => this.propose(story) },
      ...story.acts.map((act) => ({ ago: story.ago - act.after, run: () => this.act(story, act) })),
    ]);
    const policies = POLICIES.map((policy, index) => ({ ago: POLICIES_AGO - index * HOUR, run: () => this.enact(policy, []) }));
    const flood = () =>
      this.enact(
        FLOOD_POLICY,
        HISTORY.filter(isPrecedentOfTheFlood).map((story) => this.idOf(story)),
      );
    const lives = HISTORY.flatMap((story) => {
      const acts = LIVES.find(({ customer }) => customer === story.customer.name)?.acts ?? [];
      return acts.map((act) => ({ ago: story.ago - act.after, run: () => this.liveOn(story, act) }));
    });
    return [...stories, ...lives, ...policies, { ago: FLOOD_POLICY_AGO, run: flood }];
  }

  private async propose(story: SeedStory): Promise<void> {
    const { owner, customer, need, cause, kind, amountMinor, deed, whatHappened, whatPolicySays, whatWeDo, whyFair } = story;
    const opened = await this.rooms.cases.open({ customer, need }, actor(owner));
    this.caseIds.set(story, opened.node.id);
    await this.time.settle();
    const remedy = { kind, amount: amountMinor === undefined ? null : { amountMinor, currency: 'AUD' }, deed: deed ?? null };
    const answers = { whatHappened, whatPolicySays, whatWeDo, whyFair };
    const proposed = await this.rooms.proposals.propose(
      { caseId: opened.node.id, noPolicyExists: true, cause, remedy, ...answers },
      actor(owner),
    );
    this.exceptionIds.set(story, proposed.node.id);
  }

  private async liveOn(story: SeedStory, act: LifeAct): Promise<void> {
    const { complaints, life } = this.rooms;
    const [caseId, by] = [this.caseIds.get(story) ?? '', actor(story.owner)];
    const now = Date.now() - (story.ago - act.after) * MINUTE_MS;
    const aMinuteBefore = new Date(now - MINUTE_MS);
    if (act.act === 'complain') await complaints.mark({ caseId, customerToldAt: aMinuteBefore }, by);
    if (act.act === 'solve') await life.solve({ caseId, solution: act.words, customerToldAt: aMinuteBefore }, by);
    if (act.act === 'sayNo') await life.answerHonestNo({ caseId, reason: act.words, toldBy: act.toldBy, appealRoute: act.appealRoute }, by);
    if (act.act === 'reopen') await life.reopen({ caseId, reason: act.words }, by);
    if (act.act === 'ask') await this.ask(caseId, act, by);
    await this.withColleagues(caseId, act, by, now);
  }

  private async withColleagues(caseId: string, act: LifeAct, by: Actor, now: number): Promise<void> {
    const { getBacks, handOffs, thanks } = this.rooms;
    if (act.act === 'promise') await getBacks.promise({ caseId, what: act.words, dueAt: new Date(now + act.dueAfter * MINUTE_MS) }, by);
    if (act.act === 'thank') await thanks.give({ toIds: [actor(act.to).personId], deed: act.words, caseId }, by);
    if (act.act !== 'offer') return;
    const words = { why: act.words, recap: act.recap, customerToldAt: new Date(now - MINUTE_MS) };
    await handOffs.offer({ caseId, toId: actor(act.to).personId, ...words }, by);
  }

  private async ask(caseId: string, { outcome, channel, words }: Extract<LifeAct, { act: 'ask' }>, by: Actor): Promise<void> {
    const { life, followUps } = this.rooms;
    const open = (await followUps.ofCases([caseId])).find((followUp) => followUp.outcome === null);
    await life.recordFollowUp({ followUpId: open?.id ?? '', outcome, channel, note: words ?? null }, by);
  }

  private async act(story: SeedStory, act: Act): Promise<void> {
    const exceptionId = this.idOf(story);
    if (act.by !== null) return this.actInPerson(await this.rooms.reads.byId(exceptionId), act);
    const done = await this.rooms.clock[act.act](exceptionId);
    if (!done) throw new Error(`The clock could not ${act.act} the story of ${story.customer.name}.`);
  }

  private async actInPerson({ id: exceptionId, revision, approvedAt }: PolicyException, act: Exclude<Act, { by: null }>): Promise<void> {
    if (act.act === 'coSign' || act.act === 'object') return this.vote(exceptionId, act);
    if (act.act === 'review') return this.review(exceptionId, act);
    return this.goOn({ id: exceptionId, revision, approvedAt }, act);
  }

  private async goOn(
    { id: exceptionId, revision, approvedAt }: Pick<PolicyException, 'id' | 'revision' | 'approvedAt'>,
    act: GoingOn,
  ): Promise<void> {
    const { exceptions, proposals } = this.rooms;
    const by = actor(act.by);
    if (act.act === 'withdraw') await exceptions.withdraw({ exceptionId, reason: act.words }, by);
    if (act.act === 'stop') await exceptions.stop({ exceptionId, reason: act.words }, by);
    if (act.act === 'amend') await proposals.amend({ exceptionId, expectedRevision: revision, whyFair: act.whyFair }, by);
    if (act.act === 'tell' && approvedAt) await exceptions.tellCustomer({ exceptionId, toldAt: approvedAt }, by);
    if (act.act === 'fulfil') await exceptions.fulfil({ exceptionId, reference: act.reference }, by);
  }

  private async vote(exceptionId: string, { act, by, words }: Extract<Act, { act: 'coSign' } | { act: 'object' }>): Promise<void> {
    const [current] = await this.rooms.reads.currentRevisions([exceptionId]);
    const read = { exceptionId, digest: current?.digest ?? '' };
    if (act === 'coSign') await this.rooms.exceptions.coSign({ ...read, words }, actor(by));
    else await this.rooms.exceptions.objectTo({ ...read, reason: words }, actor(by));
  }

  private async review(exceptionId: string, { by, disposition, words }: Extract<Act, { act: 'review' }>): Promise<void> {
    const { reviews, reviewReads } = this.rooms;
    const [found] = await reviewReads.byExceptionIds([exceptionId]);
    const reviewId = found?.id ?? '';
    await reviews.claim({ reviewId }, actor(by));
    await reviews.dispose({ reviewId, disposition, reason: words }, actor(by));
  }

  /** A policy that Renee drafts and proposes and Omar activates; from exceptions, it is a promotion. */
  private async enact({ title, text, conditions }: SeedPolicy, exceptionIds: readonly string[]): Promise<void> {
    const [renee, omar] = [actor('renee'), actor('omar')];
    const reviewBy = new Date(Date.now() + 180 * DAY_MS);
    const input = { title, text, conditions, reviewBy };
    const { drafts, policies } = this.rooms;
    const drafted = await (exceptionIds.length > 0 ? drafts.promote({ ...input, exceptionIds }, renee) : drafts.draft(input, renee));
    const policyVersionId = drafted.node.id;
    await policies.propose({ policyVersionId }, renee);
    await policies.activate({ policyVersionId }, omar);
  }

  private idOf(story: SeedStory): string {
    const id = this.exceptionIds.get(story);
    if (!id) throw new Error(`The story of ${story.customer.name} has not begun.`);
    return id;
  }
}

type GoingOn = Exclude<Act, { by: null } | { act: 'coSign' } | { act: 'object' } | { act: 'review' }>;

function isPrecedentOfTheFlood({ cause, acts }: SeedStory): boolean {
  return cause === 'branch-flood' && acts.some(({ act }) => act === 'fulfil');
}
