import { gql, type ResultOf } from '../graphql/gql';

/** One review, with what is known beside its exception. */
export const OneReview = gql(`
  query OneReview($id: ID!) {
    node(id: $id) {
      ... on Review {
        id status risk dueAt overdue claimedUntil disposition disposedAt reason newFacts
        reviewer { id name }
        secondAnswer { answer reason }
        signals { kind observed of expected }
        pattern { id cause kind count lately isCandidate policies { id ref title } }
        caution { stands liftReason liftAskedBy { id name } }
        exception { id ref policies { id ref title } }
      }
    }
  }
`);

/** A review as it is read here. */
export type ReviewData = Extract<NonNullable<ResultOf<typeof OneReview>['node']>, { dueAt: string }>;
