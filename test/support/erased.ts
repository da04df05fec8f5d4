import type { House } from './house.js';

/** Of one customer, by the letters with which an id begins. */
export type Ids = Readonly<Record<'cus' | 'cas' | 'exc' | 'rev', string>>;

/** A customer who was erased, after Priya's case of theirs was answered, a remedy paid, and its review disposed. */
export async function anErasedOne(house: House): Promise<Ids> {
  const { exceptionId: exc, reviewId: rev } = await house.ground.approved({ proposer: 'priya', editor: 'jack' });
  const [row] = await house.ground.rows<{ cas: string; cus: string }>(
    'SELECT c.id AS cas, c.customer_id AS cus FROM policy_exceptions e JOIN cases c ON c.id = e.case_id WHERE e.id = $1',
    [exc],
  );
  const { cas, cus } = row ?? { cas: '', cus: '' };
  const deeds: [by: string, mutation: string, input: Record<string, unknown>][] = [
    ['priya', 'fulfilException', { exceptionId: exc, reference: `PAID-${exc}` }],
    ['renee', 'claimReview', { reviewId: rev }],
    ['renee', 'disposeReview', { reviewId: rev, disposition: 'ONE_OFF', reason: 'Rare.' }],
    ['priya', 'answerHonestNo', { caseId: cas, reason: 'It stands.', toldBy: 'Priya.', appealRoute: 'The ombudsman.' }],
    ['wei', 'eraseCustomer', { customerId: cus, reason: 'Asked by letter.' }],
  ];
  for (const [by, mutation, input] of deeds) {
    const { userErrors } = await house.person(by).run(mutation, input, '__typename');
    if (userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(userErrors)}.`);
  }
  return { cus, cas, exc, rev };
}

/** Those texts that name such a thing, each naming the erased one in its place. */
export function onErased(texts: Readonly<Record<string, string>>, ids: Ids): Record<string, string> {
  const named = Object.entries(texts).map(([name, text]) => [
    name,
    text,
    text.replace(/"(cus|cas|exc|rev)_\w+"/g, (_, kind: keyof Ids) => `"${ids[kind]}"`),
  ]);
  return Object.fromEntries(named.flatMap(([name = '', text, erased = '']) => (erased === text ? [] : [[name, erased]])));
}
