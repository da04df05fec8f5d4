import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FLOOD } from '../../support/acts.js';
import type { House } from '../../support/house.js';
import { CO_SIGN, openCaseAt, PROPOSE } from '../crash/client.js';
import { payloadOf, post, type Reply } from '../wire.js';

/** One request, as its sender saw it. Times are of the monotonic clock, in milliseconds. */
export interface Asked {
  readonly beganAt: number;
  readonly endedAt: number;
  /** `done`; `not now`, when it was told so with a time; else what was wrong with the answer. */
  readonly came: string;
}

/** A mutation that was answered without an error. */
export interface Acknowledged {
  readonly key: string;
  readonly exceptionId: string;
}

const INBOX = '{ inbox(first: 50) { nodes { id } } }';
const EVERY_MS = 250;
const AGAIN_MS = 500;
/** Whoever has not answered by then never will. */
const GIVEN_UP_MS = 30_000;
/** Of four, one proposes and lets a colleague co-sign; the others read. */
const PAIR_EACH = 4;
const PEOPLE = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];

interface Agent {
  readonly token: string;
  readonly caseId: string;
}

/** Colleagues at work at one api, who send again under the same key what was not answered. */
export class Load {
  readonly asked: Asked[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** Mutations that nobody answered, although they were sent again for half a minute. */
  unanswered = 0;
  private readonly pending = new Set<Promise<unknown>>();
  private hasEnded = false;
  private readonly ticking: Promise<void>;

  private constructor(
    private readonly url: string,
    private readonly agents: readonly Agent[],
  ) {
    this.ticking = this.tick();
  }

  /** Signs them in, opens a case for each, and begins. */
  static async at(url: string, house: House): Promise<Load> {
    const agents = PEOPLE.map(async (handle) => {
      const token = await house.person(handle).bearer();
      return { token, caseId: await openCaseAt(url, token) };
    });
    return new Load(url, await Promise.all(agents));
  }

  /** Ends, when everything that was begun has been answered. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.ticking;
    await Promise.all(this.pending);
  }

  private async tick(): Promise<void> {
    for (let n = 0; !this.hasEnded; n++, await sleep(EVERY_MS)) {
      const work = n % PAIR_EACH === 0 ? this.pair(n / PAIR_EACH) : this.ask(this.agent(n).token, { query: INBOX });
      this.pending.add(work);
      void work.finally(() => this.pending.delete(work));
    }
  }

  private agent(n: number): Agent {
    return this.agents[n % this.agents.length] as Agent;
  }

  private async pair(n: number): Promise<void> {
    const [proposer, signer] = [this.agent(n), this.agent(n + 1)];
    const proposed = await this.untilDone('proposeException', PROPOSE, proposer.token, { ...FLOOD, caseId: proposer.caseId });
    if (!proposed) return;
    await this.untilDone('coSignException', CO_SIGN, signer.token, { exceptionId: proposed.id, digest: proposed.revision.digest });
  }

  private async untilDone(mutation: string, query: string, token: string, input: object): Promise<Proposed | undefined> {
    const key = randomUUID();
    const operation = { query, variables: { input: { ...input, idempotencyKey: key } } };
    for (const end = performance.now() + 2 * GIVEN_UP_MS; performance.now() < end; await sleep(AGAIN_MS)) {
      const reply = await this.ask(token, operation);
      const found = reply && payloadOf(reply, mutation);
      if (!found || found.codes.length > 0) continue;
      const exception = found.payload['exception'] as Proposed;
      this.acknowledged.push({ key, exceptionId: exception.id });
      return exception;
    }
    this.unanswered += 1;
    return undefined;
  }

  private async ask(token: string, operation: object): Promise<Reply | undefined> {
    const beganAt = performance.now();
    const nothing = sleep(GIVEN_UP_MS, undefined, { ref: false });
    const reply = await Promise.race([post(this.url, token, operation), nothing]).catch((error: Error) => error);
    const came = reply === undefined ? 'no answer' : reply instanceof Error ? reply.message : cameOf(reply);
    this.asked.push({ beganAt, endedAt: performance.now(), came });
    return reply instanceof Error ? undefined : reply;
  }
}

interface Proposed {
  readonly id: string;
  readonly revision: { readonly digest: string };
}

function cameOf({ status, text }: Reply): string {
  const odd = `${status} ${text.slice(0, 300)}`;
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string; retryAfterSeconds?: number } }[] };
    if (!errors) return status === 200 ? 'done' : odd;
    const isTyped = errors.every(({ extensions }) => extensions?.code === 'THROTTLED' && Number(extensions.retryAfterSeconds) > 0);
    return isTyped ? 'not now' : odd;
  } catch {
    return odd;
  }
}
