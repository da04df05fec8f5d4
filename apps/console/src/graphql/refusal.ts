import { gql } from './gql';

/** All that a page asks of a refusal, whichever act it is of. */
export const Refusal = gql(`
  fragment Refusal on UserError @_unmask { code message template values { name kind value } path whoCould { id name } }
`);
