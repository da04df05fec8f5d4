import { gql, type ResultOf } from '../graphql/gql';
import { PillParts } from '../parts/pill';
import { FactParts } from '../parts/timeline';
import { HandOffParts } from './hand-off-data';

/** A case with its whole story, except how the customer is reached: that is asked for when somebody wants to know. */
export const OneCase = gql(
  `query OneCase($id: ID!) {
    customerCase(id: $id) {
      id ref status need openedAt acknowledgeBy acknowledgedAt externalRef internal openActions
      owner { id name }
      customer { id name timeZone erased }
      helpers { id name }
      getBacks { id what dueAt dueLocal timeZone madeAt deliveredAt whatWasSaid status promisedBy { id name } next { id } }
      answers { kind words at customerToldAt appealRoute toldBy reopenedAt reopenedBecause by { id name } }
      followUps { id dueAt endedAt outcome note tries { number at channel outcome note by { id name } } }
      handOffs { ...HandOffParts }
      questions { id question answer askedAt answeredAt from { id name } to { id name } }
      exceptions { id ref revision { whatWeDo } ...PillParts }
      timeline(last: 30) { nodes { ...FactParts } }
    }
  }`,
  [PillParts, FactParts, HandOffParts],
);

/** A case as it is read here. */
export type CaseData = NonNullable<ResultOf<typeof OneCase>['customerCase']>;

/** A promise to the customer. */
export type GetBackData = CaseData['getBacks'][number];

/** Whether the customer still waits for this one, in time or late. */
export function isOpenPromise({ status, deliveredAt }: { status: string; deliveredAt: string | null }): boolean {
  return status === 'MADE' || (status === 'BROKEN' && deliveredAt === null);
}

/** The open follow-up, if there is one. */
export function openFollowUp<One extends { endedAt: string | null }>(followUps: readonly One[]): One | undefined {
  return followUps.find(({ endedAt }) => endedAt === null);
}
