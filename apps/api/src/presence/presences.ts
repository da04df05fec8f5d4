import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '#database';
import { FactLine } from '../graphql/fact-line.js';
import { type FactNotice, Feed } from '../graphql/feed.js';
import { LOG, type Log } from '../http/log.js';
import { type Present, Roster } from './roster.js';

const CHANNEL = 'presence';
/** How often a process says again who is there with it, in milliseconds. */
const BEAT_MS = 1_500;
/** A window that only changes what it does closes and opens again: for so long nobody is said to have left, in milliseconds. */
const GRACE_MS = 600;
/** A notification has 8,000 bytes at most; an entry some eighty. */
const ENTRIES_MOST = 60;

/**
 * Who has which proposal or case open at this moment, through all api processes: each tells the others by NOTIFY, which Postgres keeps nowhere.
 * No fact, no row, no log line: nobody can be asked later how long somebody read. A process that dies is missed within seconds.
 */
@Injectable()
export class Presences implements OnModuleInit, OnModuleDestroy {
  private readonly here = randomUUID();
  private readonly roster = new Roster(this.here);
  private readonly graces = new Set<NodeJS.Timeout>();
  private beat?: NodeJS.Timeout;

  constructor(
    private readonly db: Database,
    private readonly line: FactLine,
    private readonly feed: Feed,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Begins to hear the others, and to miss those who fall silent. */
  onModuleInit(): void {
    this.line.also(CHANNEL, (payload) => this.hear(payload));
    this.beat = setInterval(() => this.again(), BEAT_MS).unref();
  }

  /** Falls silent. */
  onModuleDestroy(): void {
    clearInterval(this.beat);
    this.graces.forEach((grace) => clearTimeout(grace));
  }

  /** Whether a notice of the feed says that somebody came to or left this thing. */
  isAbout(subjectId: string, { subjectId: topic }: FactNotice): boolean {
    return topic === topicOf(subjectId);
  }

  /** Who has it open besides this person. */
  others(subjectId: string, personId: string): Present[] {
    return this.roster.others(subjectId, personId);
  }

  /** A window opens; answers how to say that it closed, once. Everybody who looks at the same is told, its own subscription first. */
  enter(present: Present): () => void {
    if (this.roster.enter(present)) this.say([present], []);
    this.tell([present.subjectId]);
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      const grace = setTimeout(() => {
        this.graces.delete(grace);
        if (!this.roster.leave(present)) return;
        this.say([], [present]);
        this.tell([present.subjectId]);
      }, GRACE_MS).unref();
      this.graces.add(grace);
    };
  }

  private again(): void {
    if (this.roster.isEmpty) return;
    this.tell(this.roster.forgetLost(Date.now()));
    const own = this.roster.own();
    for (let from = 0; from < own.length; from += ENTRIES_MOST) this.say(own.slice(from, from + ENTRIES_MOST), []);
  }

  private say(here: readonly Present[], gone: readonly Present[]): void {
    const payload = JSON.stringify({ process: this.here, here, gone });
    this.db.query(sql`SELECT pg_notify(${CHANNEL}, ${payload})`, 'presence.say').catch(() => undefined); // it is said again soon, or missed
  }

  private hear(payload: string): void {
    try {
      const { process, here, gone } = JSON.parse(payload) as { process: string; here: Present[]; gone: Present[] };
      this.tell(this.roster.hear(process, { here, gone }, Date.now()));
    } catch (error) {
      this.log.error({ err: error }, 'a notification on the channel "presence" could not be read');
    }
  }

  private tell(subjectIds: readonly string[]): void {
    if (subjectIds.length > 0) this.feed.publish(subjectIds.map((id) => ({ subjectId: topicOf(id), name: 'presence', seq: 0 })));
  }
}

/** No id of a thing, so that nobody who waits for facts of it takes this for one. */
function topicOf(subjectId: string): string {
  return `presence ${subjectId}`;
}
