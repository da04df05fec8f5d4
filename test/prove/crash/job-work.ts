import { randomUUID } from 'node:crypto';
import { ADELE } from '../../support/acts.js';
import { type Beginnings, inDays, LIMITS, policyFor } from '../../support/ground.js';
import { Grounds } from '../../support/grounds.js';
import type { House, HousePerson } from '../../support/house.js';
import { toldBy } from './told-grounds.js';

/** As many as face customers here, without one: when somebody goes away, the strictest band is out of reach. */
const QUORUM = 8;

/** Makes work for every kind of job, some of it for now and some for later; told by its people, through the api. */
export class JobWork {
  private made = 0;

  private constructor(
    private readonly house: House,
    private readonly from: Beginnings,
    private readonly grounds: Grounds,
    private readonly desk: HousePerson,
  ) {}

  /** With guardrails that one colleague who is away puts out of reach, and a machine that opens cases for Lachlan. */
  static async begin(house: House): Promise<JobWork> {
    const bands = [...LIMITS.bands.slice(0, -1), { quorum: QUORUM }];
    const [wei, ana] = [house.person('wei'), house.person('ana')];
    const { guardrails } = await done<Named<'guardrails'>>(ana, 'proposeGuardrails', { bands, caps: [] }, 'guardrails { id }');
    await done(wei, 'activateGuardrails', { guardrailsId: guardrails.id }, 'guardrails { id }');
    const input = { name: 'desk', machineId: 'per_desk', scopes: ['CASES', 'READ'], expiresAt: inDays(7) };
    const { secret } = await done<{ secret: string }>(wei, 'createApiToken', input, 'secret');
    const from = toldBy(house);
    return new JobWork(house, from, new Grounds(house, from), house.holder(secret));
  }

  /** So much of each kind. */
  async make(each: number): Promise<void> {
    await this.house.ground.clock('0');
    await this.sendAway(null);
    for (let n = 0; n < each; n++) {
      this.made += 1;
      await this.ofExceptions();
      await this.ofCases();
      await this.ofComplaints();
      await this.ofPolicies();
    }
    await this.sendAway(inDays(10)); // the guardrails are watched, now and when she is back
  }

  private async ofExceptions(): Promise<void> {
    await this.grounds.proposal(); // expires
    await this.grounds.approved(); // is routed, reminded of, gets a second reader, and lapses
    await this.grounds.of['releaseReview']?.(); // its claim ends
    await this.grounds.of['coverException']?.(); // found, and covered
  }

  private async ofCases(): Promise<void> {
    await this.grounds.of['keepGetBack']?.(); // a promise that is due soon, and then broken
    await this.grounds.of['recordFollowUp']?.(); // falls due
    await this.grounds.of['acknowledgeCase']?.(); // is reminded of
    await this.grounds.of['refuseHandOff']?.(); // an offer that expires
    await this.after('acceptHandOff', 'handOff { id }'); // comes back untouched
  }

  /** One that its owner marked, and one that nobody takes on. Each clock is reminded of before and when it has run out. */
  private async ofComplaints(): Promise<void> {
    await this.after('markComplaint', 'case { id }');
    const input = { customer: ADELE, need: 'A fee.', complainedAt: new Date().toISOString(), idempotencyKey: randomUUID() };
    await done(this.desk, 'openCase', input, 'case { id }');
  }

  private async ofPolicies(): Promise<void> {
    const watched = await this.house.ground.cause(`watched-${this.made}`);
    const input = { ...policyFor(watched), title: `Watched ${this.made}`, reviewBy: inDays(2) }; // is to be looked at again
    const [renee, lach2] = [this.house.person('renee'), this.house.person('lach2')];
    const { policyVersion } = await done<Named<'policyVersion'>>(renee, 'draftPolicy', input, 'policyVersion { id }');
    await done(renee, 'proposePolicyVersion', { policyVersionId: policyVersion.id }, 'policyVersion { id }');
    await done(lach2, 'activatePolicyVersion', { policyVersionId: policyVersion.id }, 'policyVersion { id }');
    const again = await this.house.ground.cause(`again-${this.made}`);
    for (const proposer of ['priya', 'lachlan']) await this.from.approved({ proposer, cause: again }); // a candidate for a policy
  }

  private async after(mutation: string, fields: string): Promise<void> {
    const ground = await this.grounds.of[mutation]?.();
    if (ground) await done(this.house.person(ground.who), mutation, ground.input, fields);
  }

  private async sendAway(awayUntil: string | null): Promise<void> {
    await done(this.house.person('wei'), 'updatePerson', { personId: 'per_mia', awayUntil }, 'person { id }');
  }
}

type Named<Thing extends string> = Record<Thing, { readonly id: string }>;

async function done<Payload>(who: HousePerson, mutation: string, input: Record<string, unknown>, fields: string): Promise<Payload> {
  const payload = await who.run<Payload>(mutation, input, fields);
  if (payload.userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(payload.userErrors)}`);
  return payload;
}
