import { randomUUID } from 'node:crypto';
import type { House, HousePerson } from '../../support/house.js';
import type { Canaries } from './canaries.js';

/** What a mutation is given. */
export type Input = Record<string, unknown>;
/** Who does it, and what. */
export type Deed = readonly [by: string, mutation: string];
/** An exception as it is answered after everything that is done with it. */
export type Made = {
  exception: { id: string; revision: { digest: string }; review: { id: string } | null; receipt: string | null } | null;
};

const EXCEPTION = 'exception { id revision { digest } review { id } receipt }';
const SIGNING = new Set(['coSignException', 'objectToException']);

/** Does what colleagues do, through the API, with a canary in every word of theirs. */
export class Hands {
  /** Each field of an input in which there was a canary: the mutation and the names that lead there. */
  readonly planted = new Set<string>();
  private readonly people = new Map<string, HousePerson>();

  constructor(
    readonly house: House,
    readonly canaries: Canaries,
  ) {}

  /** Somebody of the cast, who signs in once. */
  person(handle: string): HousePerson {
    const known = this.people.get(handle) ?? this.house.person(handle);
    this.people.set(handle, known);
    return known;
  }

  /** Priya proposes for a case of hers, with a canary in every answer; answers the id. */
  async propose(caseId: string, more: Input = {}): Promise<string> {
    const { exception } = await this.run<Made>(['priya', 'proposeException'], { caseId, ...(await this.remedy()), ...more }, EXCEPTION);
    return exception?.id ?? '';
  }

  /** Of a cause of its own, so that no sum and no caution asks for more signatures than are given. */
  async remedy(): Promise<Input> {
    const cause = await this.house.ground.cause(`flood-${randomUUID().slice(0, 8)}`);
    return { ...this.answers(), noPolicyExists: true, cause };
  }

  /** The four answers and a remedy. */
  answers(): Input {
    const { sing } = this.canaries;
    return {
      whatHappened: sing('The branch was flooded.'),
      whatPolicySays: sing('Fees stand.'),
      whatWeDo: sing('We take it back.'),
      whyFair: sing('Nobody could have paid.'),
      remedy: { kind: 'GOODWILL', amount: { amountMinor: 100, currency: 'AUD' }, deed: sing('A letter.') },
    };
  }

  /** Does something with an exception, as it stands now. @param codes how it is refused */
  async act([by, mutation]: Deed, exceptionId: string, input: Input, codes: readonly string[] = []): Promise<Made> {
    const digest = SIGNING.has(mutation) ? { digest: await this.digestOf(exceptionId) } : {};
    return this.run<Made>([by, mutation], { exceptionId, ...digest, ...input }, EXCEPTION, codes);
  }

  private async digestOf(id: string): Promise<string> {
    const query = 'query ($id: ID!) { exception(id: $id) { revision { digest } } }';
    const { exception } = await this.person('tom').ask<{ exception: { revision: { digest: string } } }>(query, { id });
    return exception.revision.digest;
  }

  /** Sends a mutation, and notes in which of its fields there was a canary. @param codes how it is refused */
  async run<Payload>([by, mutation]: Deed, input: Input, fields: string, codes: readonly string[] = []): Promise<Payload> {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    for (const path of pathsOfWords(input, this.canaries)) this.planted.add(`${mutation}.${path}`);
    const payload = await this.person(by).run<Payload>(mutation, keyed, fields);
    const told = payload.userErrors.map(({ code }) => code);
    if (told.join() !== codes.join())
      throw new Error(`${mutation} by ${by} answered ${JSON.stringify(payload.userErrors)}, not ${codes.join() || 'yes'}.`);
    return payload;
  }
}

/** Where in an input there are canaries. */
function pathsOfWords(input: unknown, canaries: Canaries): string[] {
  if (typeof input === 'string') return canaries.heardIn(input).length > 0 ? [''] : [];
  if (typeof input !== 'object' || input === null) return [];
  const parts = Array.isArray(input) ? input.map((part): [string, unknown] => ['', part]) : Object.entries(input);
  return parts.flatMap(([name, part]) => pathsOfWords(part, canaries).map((path) => [name, path].filter(Boolean).join('.')));
}
