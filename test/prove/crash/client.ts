import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FLOOD } from '../../support/acts.js';
import type { House } from '../../support/house.js';
import { payloadOf, post } from '../wire.js';
import type { Mortal } from './mortal.js';

/** A mutation that was answered without an error. */
export interface Answered {
  readonly key: string;
  readonly exceptionId: string;
  readonly status: string;
}

/** A load under way. */
export interface Load {
  /** Ends it, when everything that was begun has been answered; answers what was acknowledged. */
  end(): Promise<readonly Answered[]>;
  sent(): number;
  /** Requests a second, since the begin. */
  perSecond(): number;
  failed(): number;
  /** Mutations that nobody answered, although they were sent again for two minutes. */
  unanswered(): number;
}

const AGENTS = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack'];
const EXCEPTION = 'exception { id status revision { digest } } userErrors { code }';
/** Answers the exception with its digest. */
export const PROPOSE = `mutation ($input: ProposeExceptionInput!) { proposeException(input: $input) { ${EXCEPTION} } }`;
/** Answers the exception with its digest. */
export const CO_SIGN = `mutation ($input: CoSignExceptionInput!) { coSignException(input: $input) { ${EXCEPTION} } }`;
const INBOX = '{ inbox(first: 5) { nodes { id } } }';
/** No request may hang for longer, whoever died. */
const PATIENCE_MS = 15_000;
const GIVEN_UP_MS = 120_000;
const AGAIN_MS = 500;
/** Of pairs and reads. */
const UNDER_WAY_MOST = 300;
/** Of ten requests, two propose, two co-sign what was proposed, and the others read. */
const READS_PER_PAIR = 6;

interface Agent {
  readonly token: string;
  readonly caseId: string;
}

/** Colleagues at work, who send again under the same key what was not answered. */
export class Client {
  private readonly answered: Answered[] = [];
  private readonly pending = new Set<Promise<void>>();
  private sent = 0;
  private failed = 0;
  private unanswered = 0;
  private ended = false;

  private constructor(
    private readonly apis: readonly Mortal[],
    private readonly agents: readonly Agent[],
  ) {}

  /** Signs them in, and opens a case for each. */
  static async of(house: House, apis: readonly Mortal[]): Promise<Client> {
    const url = apis[0]?.url ?? '';
    const agents = AGENTS.map(async (handle) => {
      const token = await house.person(handle).bearer();
      return { token, caseId: await openCaseAt(url, token) };
    });
    return new Client(apis, await Promise.all(agents));
  }

  /** Begins to send so many requests a second. */
  run(perSecond: number): Load {
    const everyMs = (1_000 / perSecond) * (READS_PER_PAIR + 4);
    const ticking = this.tick(everyMs);
    const began = performance.now();
    return {
      perSecond: () => (this.sent * 1_000) / (performance.now() - began),
      sent: () => this.sent,
      failed: () => this.failed,
      unanswered: () => this.unanswered,
      end: async () => {
        this.ended = true;
        await ticking;
        await Promise.all(this.pending);
        return this.answered;
      },
    };
  }

  /** Each tick is two pairs and their reads; left out while so many are under way that more would only make a longer queue. */
  private async tick(everyMs: number): Promise<void> {
    for (let n = 0, at = performance.now(); !this.ended; n++, at += everyMs) {
      if (this.pending.size > UNDER_WAY_MOST) {
        await sleep(everyMs);
        continue;
      }
      for (const half of [0, 1]) this.begin(this.pair(2 * n + half));
      for (let read = 0; read < READS_PER_PAIR; read++) this.begin(this.read(n + read));
      await sleep(Math.max(0, at + everyMs - performance.now()));
    }
  }

  private begin(work: Promise<void>): void {
    this.pending.add(work);
    void work.finally(() => this.pending.delete(work));
  }

  private async pair(n: number): Promise<void> {
    const [proposer, signer] = [this.agents[n % this.agents.length], this.agents[(n + 1) % this.agents.length]];
    if (!proposer || !signer) return;
    const proposed = await this.untilAnswered('proposeException', PROPOSE, proposer.token, { ...FLOOD, caseId: proposer.caseId });
    if (!proposed) return;
    await this.untilAnswered('coSignException', CO_SIGN, signer.token, { exceptionId: proposed.id, digest: proposed.revision.digest });
  }

  private async read(n: number): Promise<void> {
    this.sent += 1;
    await within(PATIENCE_MS, post(this.urlOf(n), this.agents[n % this.agents.length]?.token ?? '', { query: INBOX })).catch(() => {
      this.failed += 1;
    });
  }

  private async untilAnswered(mutation: string, query: string, token: string, input: object): Promise<Proposed | undefined> {
    const key = randomUUID();
    const operation = { query, variables: { input: { ...input, idempotencyKey: key } } };
    for (const end = Date.now() + GIVEN_UP_MS; Date.now() < end; await sleep(AGAIN_MS)) {
      this.sent += 1;
      const reply = await within(PATIENCE_MS, post(this.urlOf(this.sent), token, operation)).catch(() => undefined);
      const found = reply && payloadOf(reply, mutation);
      if (found && found.codes.length === 0) return this.acknowledge(key, found.payload['exception'] as Proposed);
      this.failed += 1;
    }
    this.unanswered += 1;
    return undefined;
  }

  private acknowledge(key: string, exception: Proposed): Proposed {
    this.answered.push({ key, exceptionId: exception.id, status: exception.status });
    return exception;
  }

  private urlOf(n: number): string {
    return this.apis[n % this.apis.length]?.url ?? '';
  }
}

interface Proposed {
  readonly id: string;
  readonly status: string;
  readonly revision: { readonly digest: string };
}

/** Opens a case of one's own at an api; answers its id. */
export async function openCaseAt(url: string, token: string): Promise<string> {
  const customer = { name: 'Adele Novak', contact: '+61 2 5550 1234', timeZone: 'Australia/Sydney' };
  const query = 'mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code } } }';
  const reply = await post(url, token, { query, variables: { input: { customer, need: 'A late fee.' } } });
  const opened = payloadOf(reply, 'openCase')?.payload['case'] as { id: string } | undefined;
  if (!opened) throw new Error(reply.text);
  return opened.id;
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(new Error('No answer.')), limitMs)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
