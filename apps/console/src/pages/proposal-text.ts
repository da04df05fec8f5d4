import { gql, type ResultOf } from '../graphql/gql';
import { RemedyParts } from '../parts/money';

/** A revision with all that it says. Whatever answers a new revision asks for all of it: a digest never stands beside the words of another one. */
export const TextParts = gql(
  `fragment TextParts on Revision @_unmask {
    number digest createdAt author { id name } erased cause whatHappened whatPolicySays whatWeDo whyFair
    remedy { kind deed amount { amountMinor currency } ...RemedyParts }
  }`,
  [RemedyParts],
);

/** What a revision says. */
export type RevisionText = ResultOf<typeof TextParts>;
