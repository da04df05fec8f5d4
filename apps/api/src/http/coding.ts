/** Ways in which a built file may be sent instead of as it is, the smallest first. */
export const CODINGS = ['br', 'gzip'] as const;

/** One of them, by its name in HTTP. */
export type Coding = (typeof CODINGS)[number];

/**
 * The first of these codings that whoever asks likes best, by what they say in Accept-Encoding (RFC 9110, 12.5.3); undefined when they take none.
 * Who says nothing at all is sent files as they are: a program that does not unpack does not say so either.
 */
export function codingFor(accepted: string | undefined, there: readonly Coding[]): Coding | undefined {
  const weights = weightsIn(accepted ?? '');
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const [best] = CODINGS.filter((coding) => there.includes(coding) && weightOf(coding) > 0).sort((a, b) => weightOf(b) - weightOf(a));
  return best;
}

function weightsIn(accepted: string): Map<string, number> {
  const parts = accepted.toLowerCase().split(',');
  return new Map(
    parts.map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight) || 0];
    }),
  );
}

/** Whether If-None-Match (RFC 9110, 13.1.2) names this entity tag: what is asked for is there already. */
export function isKnown(known: string | undefined, tag: string): boolean {
  return (known ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
