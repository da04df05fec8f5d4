import {
  CaseLifeService,
  CasesClock,
  CaseSteps,
  CustomerMessagesService,
  FollowUpsReads,
  GetBacksReads,
  GetBacksService,
  RehomingService,
} from '#cases';
import { readSettings } from '#settings';
import sql from 'sql-template-tag';
import { ThanksService } from '#thanks';
import { HandOffsRoom } from '../../support/hand-offs-room.js';
import type { SmallHouse } from '../../support/small-house.js';

/** Everything that api and worker do with cases, on one small house. */
export class Players {
  readonly room: HandOffsRoom;
  readonly rehoming: RehomingService;
  readonly life: CaseLifeService;
  readonly getBacks: GetBacksService;
  readonly promises: GetBacksReads;
  readonly followUps: FollowUpsReads;
  readonly messages: CustomerMessagesService;
  readonly thanks: ThanksService;
  /** As the worker runs it. */
  readonly reminders: CasesClock;

  constructor(
    readonly house: SmallHouse,
    /** Who plays. */
    readonly handles: readonly string[],
  ) {
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    this.room = new HandOffsRoom(house);
    const steps = new CaseSteps(house.api, this.room.cases, settings);
    this.rehoming = new RehomingService(house.api);
    this.followUps = new FollowUpsReads(house.api);
    this.life = new CaseLifeService(house.api, steps, this.followUps, settings);
    this.promises = new GetBacksReads(house.api);
    this.getBacks = new GetBacksService(house.api, steps, this.promises, settings);
    this.messages = new CustomerMessagesService(house.api);
    this.thanks = new ThanksService(house.api);
    this.reminders = new CasesClock(house.worker);
  }

  /** The instant by the clock of the house, on a connection of its own. */
  async now(): Promise<Date> {
    const [row] = await this.house.superuser.query<{ at: Date }>(NOW);
    if (!row) throw new Error('This query always has one row.');
    return row.at;
  }

  /** Who has the case at this moment, as far as one can know. */
  async ownerOf(caseId: string): Promise<string> {
    return (await this.room.ownerOf(caseId)) ?? '';
  }
}

const NOW = sql`SELECT house_now() AS at`;
