import { ExceptionsClock, ExceptionsReads, type Propose, ProposalsService } from '#exceptions';
import { readSettings } from '#settings';
import type { SmallHouse } from '../../support/small-house.js';
import { LIVED_EACH, type Promotion } from './planned-year.js';

const ANSWERS = {
  whatHappened: 'It happened again.',
  whatPolicySays: 'Nothing, as far as I know.',
  whatWeDo: 'What we did for the others.',
  whyFair: 'The others were given it.',
};

/** A desk that proposes like any other, by the services and with every wall on: what comes of it are citations that really happened. */
export class LivedCitations {
  private readonly proposals: ProposalsService;
  private readonly clock: ExceptionsClock;

  constructor(private readonly house: SmallHouse) {
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    this.proposals = new ProposalsService(house.api, new ExceptionsReads(house.api), settings);
    this.clock = new ExceptionsClock(house.worker);
  }

  /** Proposals that are open while the version comes into force; answers their ids. */
  async proposed(promotion: Promotion): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < LIVED_EACH; n++) ids.push(await this.propose(promotion, 100 + n));
    return ids;
  }

  /** Ends those with the yes of the version that is in force by now. */
  async covered(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (!(await this.clock.cover(id))) throw new Error(`${id} is not covered.`);
  }

  /** Others ask when the version is in force already, some of them twice for one case: each is told yes, and nothing is proposed. */
  async cited(promotion: Promotion): Promise<void> {
    for (let n = 0; n < LIVED_EACH; n++) {
      const caseId = await this.house.caseOf('priya');
      for (let times = 0; times <= n % 2; times++) {
        const refused = await this.propose(promotion, promotion.limit - n, caseId).catch((error: unknown) => error);
        if ((refused as { code?: string }).code !== 'POLICY_COVERS_THIS')
          throw new Error('A policy that covers it did not say yes.', { cause: refused });
      }
    }
  }

  private async propose({ cause, kind }: Promotion, amountMinor: number, caseId?: string): Promise<string> {
    const remedy = { kind: kind as Propose['remedy']['kind'], amount: { amountMinor, currency: 'AUD' } };
    const input = { caseId: caseId ?? (await this.house.caseOf('priya')), noPolicyExists: true, cause, remedy, ...ANSWERS };
    return (await this.proposals.propose(input, await this.house.actor('priya'))).node.id;
  }
}
