/** A claim and what it must be, as the end of the sentence "X is not …". */
type Expectation = readonly [claim: string, holds: (value: unknown, all: Claims) => boolean, what: string];
type Claims = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{1,500}$/.test(value);
const isId = (prefix: string) => (value: unknown) => isText(value) && value.startsWith(`${prefix}_`);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
const isObject = (value: unknown): value is Claims => value !== null && typeof value === 'object' && !Array.isArray(value);

const isSigner = (value: unknown): boolean => isObject(value) && isId('per')(value.id) && isInstant(value.signedAt);

/** At least the quorum, each once, and none of them the proposer. */
function areEnoughOthers(value: unknown, { quorum, proposer }: Claims): boolean {
  if (!Array.isArray(value) || !value.every(isSigner) || !isCount(quorum) || !isObject(proposer)) return false;
  const ids = new Set((value as { id: string }[]).map(({ id }) => id));
  return ids.size === value.length && ids.size >= quorum && !ids.has(proposer.id as string);
}

function isRemedy(value: unknown): boolean {
  if (!isObject(value) || !isText(value.kind) || typeof value.deed !== 'boolean') return false;
  const { amountMinor, currency, deed } = value;
  if (amountMinor === null) return currency === null && deed;
  return isCount(amountMinor) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}

const EXPECTED: readonly Expectation[] = [
  ['iss', isText, 'the address of a service'],
  ['sub', isId('exc'), 'the id of an exception'],
  ['ref', isText, 'its number for people'],
  ['jti', isText, 'the name of an approval'],
  ['iat', isCount, 'the second of an approval'],
  ['remedy', isRemedy, 'an amount with its currency, or a deed'],
  ['quorum', isCount, 'a number of co-signatures of at least one'],
  ['revision', isCount, 'the number of a revision'],
  ['digest', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value), 'a SHA-256 digest'],
  ['proposer', (value) => isObject(value) && isId('per')(value.id), 'the id of a person'],
  ['signers', areEnoughOthers, 'as many other people as the quorum needs, each with the time of signing'],
  ['policyVersion', (value) => value === null || isId('pve')(value), 'a policy version, or null'],
  ['useBy', isInstant, 'an instant'],
  ['caseRef', isText, 'the number of a case'],
];

/** What is missing or wrong in what a receipt states, as part of a sentence; undefined when all of it is there. More may be there too. */
export function claimsFault(claims: Claims): string | undefined {
  const wrong = EXPECTED.find(([claim, holds]) => !Object.hasOwn(claims, claim) || !holds(claims[claim], claims));
  if (!wrong) return undefined;
  const [claim, , what] = wrong;
  return Object.hasOwn(claims, claim) ? `${claim} is not ${what}` : `${claim} is missing (${what})`;
}
