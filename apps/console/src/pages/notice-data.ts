import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';

/** One page of notices; `id` for a single one. */
export const Notices = gql(`
  query Notices($after: String, $id: ID) {
    notices(first: 30, after: $after, id: $id) {
      nodes { id name words ref revision detail toAsk at readAt mail exception { id review { id } } case { id } pattern { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
/** Marks notices as read. */
export const MARK_READ = gql(
  `
  mutation MarkRead($input: MarkNoticesReadInput!) { markNoticesRead(input: $input) { unread userErrors { ...Refusal } replayed } }
`,
  [Refusal],
);

/** Something that this person is told. */
export type NoticeData = ResultOf<typeof Notices>['notices']['nodes'][number];

/** Where a notice leads that is about no exception and no case, or not to the page of one; by how its name begins. */
const PLACES = [
  ['blindLook.', { to: '/looks' }], // not the proposal: how it was decided is not to be seen before
  ['caution.', { to: '/reviews', search: { show: 'cautions' } }],
  ['cause.', { to: '/causes' }],
  ['pattern.', { to: '/patterns' }],
  ['policy.', { to: '/policies' }],
  ['review.secondReaderMissing', { to: '/people' }],
  ['person.leftWithCases', { to: '/people' }],
  ['person.', { to: '/me' }],
  ['house.', { to: '/ops' }],
  ['guardrails.', { to: '/guardrails' }],
  ['thanks.', { to: '/thanks' }],
] as const;

const TO_A_REVIEW = ['review.overdue', 'review.secondReaderNamed'];

type About = Pick<NoticeData, 'name' | 'exception' | 'case' | 'pattern'>;

/** The page where something can be done about it. */
export function placeOf({ pattern, ...about }: About) {
  return pattern ? ({ to: '/patterns', search: { id: pattern.id } } as const) : placeByName(about);
}

function placeByName({ name, exception, case: ofCase }: Omit<About, 'pattern'>) {
  const [, place] = PLACES.find(([begins]) => name.startsWith(begins)) ?? [];
  if (place) return place;
  if (exception?.review && TO_A_REVIEW.includes(name)) return { to: '/reviews', search: { id: exception.review.id } } as const;
  if (exception) return { to: '/exceptions/$id', params: { id: exception.id } } as const;
  return ofCase ? ({ to: '/cases/$id', params: { id: ofCase.id } } as const) : ({ to: '/inbox' } as const);
}
