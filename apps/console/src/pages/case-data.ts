import { gql, type ResultOf } from '../graphql/gql';
import { ComplaintParts } from '../parts/complaint-faces';
import { PillParts } from '../parts/pill';
import { FactParts } from '../parts/timeline';
import { HandOffParts } from './hand-off-data';

/** A case with its whole story; how the customer is reached comes masked. */
export const OneCase = gql(
  `query OneCase($id: ID, $ref: String) {
    customerCase(id: $id, ref: $ref) {
      id ref status need openedAt acknowledgeBy acknowledgedAt externalRef internal openActions
      owner { id name active awayUntil team { id name } }
      customer { id name contact timeZone erased }
      helpers { id name }
      complaint { complainedAt isLate profile ...ComplaintParts }
      getBacks { id what dueAt dueLocal timeZone madeAt deliveredAt whatWasSaid status promisedBy { id name } next { id } }
      answers { kind words at customerToldAt appealRoute toldBy reopenedAt reopenedBecause by { id name } }
      followUps { id dueAt endedAt outcome note tries { number at channel outcome note by { id name } } }
      handOffs { ...HandOffParts }
      rehomings { at reason from { name } to { name } by { name } }
      questions { id question answer askedAt answeredAt from { id name } to { id name } }
      exceptions { id ref revision { whatWeDo } ...PillParts }
      timeline(last: 30) { nodes { ...FactParts } }
    }
  }`,
  [ComplaintParts, PillParts, FactParts, HandOffParts],
);

/** A case as it is read here. */
export type CaseData = NonNullable<ResultOf<typeof OneCase>['customerCase']>;

/** A promise to the customer. */
export type GetBackData = CaseData['getBacks'][number];

/** The open follow-up, if there is one. */
export function openFollowUp<One extends { endedAt: string | null }>(followUps: readonly One[]): One | undefined {
  return followUps.find(({ endedAt }) => endedAt === null);
}
