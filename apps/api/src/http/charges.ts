import { Inject, Injectable } from '@nestjs/common';
import { type Actor, oneHuman } from '#people';
import { SETTINGS, type Settings } from '#settings';
import { Shares, type Share, type Standing } from '#shares';
import type { GraphQLError } from 'graphql';
import type { Trace } from '../graphql/context.js';
import { LIMITS } from '../graphql/limits.js';
import { notNow } from '../graphql/refuse.js';

/** Who is charged: a person, and the API token that they used, if it was one. */
export type Payer = Pick<Actor, 'personId' | 'humanId' | 'alsoHumans' | 'tokenId'>;

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
/** What a request costs whoever is known and sent something that could not be used, in objects: it was read and judged all the same. */
const REFUSED_COST = 10;
/** What giving the whole schema costs an address, in refused requests. */
const SCHEMA_COST = 10;

/** Which act a mutation counts as, for a human. */
const ACTS: Readonly<Record<string, 'proposals' | 'signatures'>> = {
  proposeException: 'proposals',
  coSignException: 'signatures',
  objectToException: 'signatures',
  passOnException: 'signatures',
};

/** What callers may use over time (promise 13): people and tokens by the cost of what they ask, humans by their acts, strangers by address. */
@Injectable()
export class Charges {
  private readonly person: Share;
  private readonly token: Share;
  private readonly acts: Readonly<Record<'proposals' | 'signatures', Share>>;
  private readonly address: Share;

  constructor(
    private readonly shares: Shares,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.person = { name: 'person', points: settings.personCostMax, seconds: MINUTE_SECONDS };
    this.token = { name: 'token', points: settings.tokenCostMax, seconds: MINUTE_SECONDS };
    this.acts = {
      proposals: { name: 'proposals', points: settings.proposalsMax, seconds: HOUR_SECONDS },
      signatures: { name: 'signatures', points: settings.signaturesMax, seconds: HOUR_SECONDS },
    };
    this.address = { name: 'address', points: settings.refusalsMax, seconds: MINUTE_SECONDS };
  }

  /**
   * Charges for one operation, before it runs. Answers how the share of its cost stands that has least left.
   * @throws GraphQLError THROTTLED, with the time to wait
   */
  async operation(payer: Payer, { cost = 1, mutation = '' }: Trace): Promise<Standing> {
    const { personId, tokenId } = payer;
    const person = letOn(await this.shares.use(this.person, personId, cost), 'objects');
    const token = tokenId === undefined ? person : letOn(await this.shares.use(this.token, tokenId, cost), 'objects with this token');
    const act = ACTS[mutation];
    if (act) letOn(await this.shares.use(this.acts[act], oneHuman(payer), 1), act);
    return token.left < person.left ? token : person;
  }

  /** Charges for a request that could not be used: whoever is known, else the address. */
  async refused(address: string, payer: Payer | undefined): Promise<void> {
    if (payer) await this.shares.use(this.person, payer.personId, Math.min(REFUSED_COST, this.person.points));
    else await this.shares.use(this.address, address, 1);
  }

  /** Charges an address for something that is done for strangers: a sign-in, a socket. @throws GraphQLError THROTTLED */
  async stranger(address: string, times = 1): Promise<void> {
    letOn(await this.shares.use(this.address, address, Math.min(times, this.address.points)), 'requests from this address');
  }

  /** Charges for the schema, which is answered without asking who wants it. @throws GraphQLError THROTTLED */
  async schema(address: string, payer: Payer | undefined): Promise<void> {
    if (payer) await this.operation(payer, { requestId: '', cost: LIMITS.schemaCost });
    else await this.stranger(address, SCHEMA_COST);
  }

  /** Lets nobody go on whose share is spent already. Charges nothing. @throws GraphQLError THROTTLED */
  judge(address: string, payer: Payer | undefined): void {
    if (payer) letOn(this.shares.look(this.person, payer.personId), 'objects');
    else letOn(this.shares.look(this.address, address), 'refused requests from this address');
  }
}

function letOn(standing: Standing, of: string): Standing {
  if (standing.isSpent) throw throttled(standing, of);
  return standing;
}

function throttled({ share, resetMs }: Standing, of: string): GraphQLError {
  const seconds = Math.max(1, Math.ceil(resetMs / 1_000));
  const within = share.seconds === HOUR_SECONDS ? 'an hour' : 'a minute';
  const message = `This is more than your share: at most ${share.points} ${of} within ${within}. Nothing was done; try again in ${seconds} seconds.`;
  return notNow(message, seconds, 429);
}
