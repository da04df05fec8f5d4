import { gql, type ResultOf } from '../graphql/gql';
import { ConditionParts } from '../parts/conditions';

/** One policy with all of its versions. */
export const OnePolicy = gql(
  `
  query OnePolicy($id: ID!) {
    policy(id: $id) {
      id ref title
      active { id }
      versions {
        id number status text effectiveFrom supersededAt reviewBy timesCited retireReason
        conditions { ...ConditionParts }
        confidence { state cited asked helped }
        changes { from { id number conditions { ...ConditionParts } } text { change text } }
        exceptionsAvoided { count expected before beforeDays since until }
      }
    }
  }
`,
  [ConditionParts],
);

/** A policy as it is read here. */
export type PolicyData = NonNullable<ResultOf<typeof OnePolicy>['policy']>;
/** One version of it. */
export type VersionData = PolicyData['versions'][number];
