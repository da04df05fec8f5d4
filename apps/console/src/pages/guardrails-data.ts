import { gql } from '../graphql/gql';

/** The limits of the house, as they are shown. */
export const Limits = gql(`
  fragment Limits on Guardrails {
    id version status createdAt activatedAt supersededAt satisfiable unsatisfiableSince eligibleCount proposedBy { id name } activatedBy { id name }
    bands { kinds quorum upTo { amountMinor currency } } caps { scope limit { amountMinor currency } }
  }
`);
