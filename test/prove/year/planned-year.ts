import type { Chance } from '../chance.js';

/** Forty causes in the words of the desks: whatever the house calls its causes, this is the one list to change. */
const CAUSES: readonly string[] = [
  ...['branch-flood', 'branch-fire', 'card-retained', 'card-late', 'card-skimmed', 'ferry-storm', 'late-fee', 'double-charge'],
  ...['wrong-amount', 'outage', 'app-outage', 'hotline-wait', 'mail-lost', 'parcel-broken', 'address-change', 'name-change'],
  ...['bereavement', 'illness', 'hospital', 'job-lost', 'strike', 'heatwave', 'bushfire', 'cyclone'],
  ...['price-error', 'voucher-expired', 'meter-misread', 'leak', 'power-cut', 'tram-broken', 'seat-lost', 'delay'],
  ...['advice-wrong', 'form-unclear', 'translation', 'rounding', 'holiday-closed', 'queue-lost', 'refund-late', 'goodwill'],
];
const KINDS = ['FEE_WAIVER', 'REFUND', 'CREDIT', 'GOODWILL'] as const;

/** One exception as it is to have happened: the truth to which everything that is counted is compared. */
export interface Planned {
  readonly id: string;
  /** Days since the year began. */
  readonly day: number;
  readonly cause: string;
  readonly kind: string;
  /** Minor units; null: a deed. */
  readonly amount: number | null;
  readonly currency: string | null;
  /** Of the first revision, where it was amended to less. */
  readonly amountFirst: number | null;
  readonly status: 'APPROVED' | 'FULFILLED' | 'DECLINED' | 'EXPIRED' | 'LAPSED' | 'STOPPED' | 'COVERED';
  /** Which promotion covered it, by its place. */
  readonly coveredBy: number | null;
  readonly caseId: string;
  readonly customer: string;
  readonly isErased: boolean;
  readonly disposition: 'NOT_AGAIN' | 'PRECEDENT' | 'ONE_OFF' | null;
  readonly objection: 'STANDS' | 'RETRACTED' | null;
  readonly helped: boolean | null;
  /** What it was put there for, where it was. */
  readonly planted: 'LESS' | 'MORE' | 'REACH' | 'DECOY' | null;
}

/** What becomes policy in the year: one kind of remedy for one cause, up to a limit. */
export interface Promotion {
  readonly cause: string;
  readonly kind: string;
  readonly limit: number;
  readonly day: number;
}

/** A year before it is written down. */
export interface Year {
  readonly promotions: readonly Promotion[];
  readonly exceptions: readonly Planned[];
}

/** How long the year is; it ends a day before now. */
export const DAYS = 364;
/** So many of each promotion get their yes by the services: at the end of a proposal, and as many in place of one. */
export const LIVED_EACH = 8;
const PROMOTED_ON = [91, 182, 273];
const PLANTED_EACH = 12;
/** Amounts that chance does not explain, in these many causes. */
const DISPERSED_CAUSES = 4;
/** Dispersion looks at the latest of a pattern, so they happen late. */
const LATE = 300;
const DRIFT = 0.3;

/** A year of so many exceptions: 40 causes, amounts that drift upwards, three promotions, and what is planted. */
export function planYear(chance: Chance, count: number): Year {
  const chosen = chance.shuffled(CAUSES.map((_, place) => place));
  const promotions = PROMOTED_ON.map((day, n): Promotion => {
    const place = chosen[n] ?? 0;
    return { cause: causeAt(place), kind: kindAt(place), limit: Math.round(baseAt(place) * 1.2), day };
  });
  const common = Array.from({ length: count }, (_, n) => usual(chance, n, (DAYS * (n + 0.5)) / count, promotions));
  const planted = [
    ...promotions.flatMap((promotion, n) => reachedBack(chance, promotion, n)),
    ...chosen.slice(PROMOTED_ON.length, PROMOTED_ON.length + DISPERSED_CAUSES).flatMap((place) => dispersed(place)),
  ];
  return { promotions, exceptions: [...common, ...planted].sort((one, other) => one.day - other.day) };
}

/** Whether a promotion speaks of a remedy: written anew here, since the house's own word for it is what is to be proven. */
export function isWithin({ cause, kind, limit }: Promotion, one: Pick<Planned, 'cause' | 'kind' | 'amount' | 'currency'>): boolean {
  return one.cause === cause && one.kind === kind && (one.amount === null || (one.currency === 'AUD' && one.amount <= limit));
}

function usual(chance: Chance, n: number, day: number, promotions: readonly Promotion[]): Planned {
  const place = Math.floor(chance.next() * CAUSES.length);
  const base = { ...blank(`exc_y${n}`, day), ...asked(chance, place, day, promotions) };
  const coveredBy = promotions.findIndex((one) => day > one.day && isWithin(one, base));
  if (coveredBy >= 0) return { ...base, status: 'COVERED', coveredBy };
  const isAllowedLater = promotions.some((one) => isWithin(one, base));
  const status = ended(chance, isAllowedLater);
  return { ...base, status, ...(['APPROVED', 'FULFILLED'].includes(status) ? afterwards(chance) : {}) };
}

function asked(
  chance: Chance,
  place: number,
  day: number,
  promotions: readonly Promotion[],
): Pick<Planned, 'cause' | 'kind' | 'amount' | 'currency'> {
  const cause = causeAt(place);
  if (chance.happens(0.04)) return { cause, kind: 'DEED', amount: null, currency: null };
  const limit = promotions.find((one) => one.cause === cause)?.limit;
  const drawn = amountFor(chance, place, day);
  const amount = limit !== undefined && chance.happens(0.02) ? limit : drawn; // the limit itself is the amount that is easily missed
  return { cause, kind: kindAt(place), amount, currency: chance.happens(0.02) ? 'NZD' : 'AUD' };
}

/** What a policy would come to allow ended well all the same, so that reaching back finds what was planted, and nothing else. */
function ended(chance: Chance, isAllowedLater: boolean): Planned['status'] {
  const drawn = chance.next();
  if (!isAllowedLater && drawn < 0.035) return drawn < 0.02 ? 'DECLINED' : drawn < 0.03 ? 'EXPIRED' : 'LAPSED';
  return drawn < 0.037 ? 'STOPPED' : drawn < 0.6 ? 'FULFILLED' : 'APPROVED';
}

function afterwards(chance: Chance): Partial<Planned> {
  const reviewed = chance.next();
  return {
    disposition: reviewed < 0.015 ? 'NOT_AGAIN' : reviewed < 0.3 ? 'PRECEDENT' : reviewed < 0.6 ? 'ONE_OFF' : null,
    objection: chance.happens(0.02) ? (chance.happens(0.5) ? 'STANDS' : 'RETRACTED') : null,
    helped: chance.happens(0.2) ? chance.happens(0.9) : null,
  };
}

/** Customers who got nothing or less before the promotion, and others who look like them and are none. */
function reachedBack(chance: Chance, promotion: Promotion, n: number): Planned[] {
  const at = (): number => promotion.day - 5 - Math.floor(chance.next() * 60);
  const { cause, kind, limit } = promotion;
  const row = (name: string, more: Partial<Planned>): Planned => {
    const id = `exc_p${n}_${name.toLowerCase().replace(/\W/g, '')}`;
    return {
      ...blank(id, at()),
      cause,
      kind,
      amount: limit,
      currency: 'AUD',
      status: 'DECLINED',
      customer: `${name} ${n}`,
      planted: 'DECOY',
      ...more,
    };
  };
  const reached = Array.from({ length: PLANTED_EACH }, (_, k): Planned => {
    const ways: readonly Partial<Planned>[] = [
      { status: 'DECLINED' },
      { status: 'EXPIRED' },
      { status: 'LAPSED' },
      { status: 'FULFILLED', amount: Math.round(limit * 0.7), amountFirst: limit - k },
    ];
    return row(`Planted ${k}`, { amount: limit - k, ...ways[k % ways.length], planted: 'REACH' });
  });
  const gotIt = row('Got it later', {});
  return [
    ...reached,
    row('Asked for more', { amount: limit + 1 }),
    row('Other cause', { cause: CAUSES.find((other) => other !== cause) ?? '' }),
    row('Other currency', { currency: 'NZD' }),
    row('Was erased', { isErased: true }),
    row('Came afterwards', { day: promotion.day + 3 }),
    gotIt,
    { ...gotIt, id: `${gotIt.id}2`, status: 'FULFILLED', day: gotIt.day + 1 },
  ];
}

/** Two who were given a sixth, and two who were given six times as much, in a pattern whose other amounts differ by chance. */
function dispersed(place: number): Planned[] {
  return [1 / 6, 1 / 7, 6, 7].map((factor, k) => ({
    ...blank(`exc_o${place}_${k}`, LATE + 10 * k),
    ...{ cause: causeAt(place), kind: kindAt(place), amount: Math.round(baseAt(place) * factor), currency: 'AUD' },
    planted: factor < 1 ? ('LESS' as const) : ('MORE' as const),
  }));
}

function blank(id: string, day: number): Planned {
  const name = id.slice(4);
  return {
    ...{ id, day, cause: '', kind: '', amount: null, currency: null, amountFirst: null, status: 'APPROVED', coveredBy: null },
    ...{
      caseId: `cas_${name}`,
      customer: `Somebody ${name}`,
      isErased: false,
      disposition: null,
      objection: null,
      helped: null,
      planted: null,
    },
  };
}

/** Differs by a bell that has an end, so that chance itself makes no outlier; and drifts upwards over the year. */
function amountFor(chance: Chance, place: number, day: number): number {
  const bell = chance.next() + chance.next() + chance.next() + chance.next() - 2;
  return Math.round(baseAt(place) * Math.exp(0.25 * bell) * (1 + (DRIFT * day) / DAYS));
}

function causeAt(place: number): string {
  return CAUSES[place] ?? '';
}

function kindAt(place: number): string {
  return KINDS[place % KINDS.length] ?? '';
}

function baseAt(place: number): number {
  return 4_000 + 700 * place;
}
