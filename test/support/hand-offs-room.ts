import { CasesService, HandOffsClock, HandOffsReads, HandOffsService, type HandOffView, type OfferHandOff } from '#cases';
import { SmallHouse } from './small-house.js';

/** Half an hour to answer, an hour to begin: what the product ships with. */
const SETTINGS = { handOffMinutes: 30, firstTouchMinutes: 60 };

/** A small house with the services that hand cases on, as api and worker run them. */
export class HandOffsRoom {
  readonly cases: CasesService;
  readonly reads: HandOffsReads;
  readonly service: HandOffsService;
  /** As the worker runs it. */
  readonly clock: HandOffsClock;

  constructor(readonly house: SmallHouse) {
    this.cases = new CasesService(house.api, { acknowledgeHours: 24, complaintProfile: 'HOUSE' });
    this.reads = new HandOffsReads(house.api);
    this.service = new HandOffsService(house.api, this.reads, new HandOffsClock(house.api), SETTINGS);
    this.clock = new HandOffsClock(house.worker);
  }

  static async open(): Promise<HandOffsRoom> {
    return new HandOffsRoom(await SmallHouse.open());
  }

  /** The instant by the clock of the house. */
  async now(): Promise<Date> {
    const [row] = await this.house.rows<{ at: Date }>('SELECT house_now() AS at');
    if (!row) throw new Error('This query always has one row.');
    return row.at;
  }

  /** Offers a case with words that suffice. */
  async offer(caseId: string, from: string, to: string, more: Partial<OfferHandOff> = {}): Promise<HandOffView> {
    const words = { why: 'She knows cards.', recap: 'Charged twice, AUD 64.90. Wants it back today.', customerToldAt: await this.now() };
    return (await this.service.offer({ caseId, toId: `per_${to}`, ...words, ...more }, await this.house.actor(from))).node;
  }

  /** Accepts an offer. */
  async accept({ id }: Pick<HandOffView, 'id'>, by: string): Promise<HandOffView> {
    return (await this.service.accept({ handOffId: id }, await this.house.actor(by))).node;
  }

  /** Whose case it is now. */
  async ownerOf(caseId: string): Promise<string | undefined> {
    return (await this.cases.ownerNow([caseId])).get(caseId);
  }

  /** A hand-off as it is read now. */
  async seen({ id }: Pick<HandOffView, 'id'>): Promise<HandOffView | undefined> {
    return (await this.reads.byIds([id]))[0];
  }

  /** A fact that somebody made in a case. */
  async did(caseId: string, who: string, name: string): Promise<void> {
    await this.house.admin.query(
      `INSERT INTO facts (subject_id, actor_id, name, body) VALUES ('${caseId}', 'per_${who}', '${name}', '{}')`,
    );
  }

  /** Everybody is here again, and the clock is right. */
  async calm(): Promise<void> {
    await this.house.clock('0');
    await this.house.admin.query(`UPDATE people SET active = true, away_until = NULL, faces_customers = true
      WHERE kind = 'PERSON' AND handle NOT IN ('omar', 'wei', 'ana') AND NOT (active AND faces_customers AND away_until IS NULL)`);
  }
}
