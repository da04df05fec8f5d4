import { gql } from '../graphql/gql';

/** What is shown of a hand-off, to whoever offers it and to whoever receives it. */
export const HandOffParts = gql(`
  fragment HandOffParts on HandOff {
    id status why recap newFact callbackContact customerToldAt offeredAt expiresAt answeredAt reason tagBack openActions cancelledBecause
    returnedAt firstTouchDueAt
    from { id name } to { id name } helper { id name }
  }
`);

/** What was offered to this person and waits for their answer. */
export const HandOffsForMe = gql(
  `query HandOffsForMe { handOffsForMe { id case { id ref need customer { id name timeZone } } ...HandOffParts } }`,
  [HandOffParts],
);
