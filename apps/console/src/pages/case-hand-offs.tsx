import { FormattedMessage } from 'react-intl';
import { readFragment } from '../graphql/gql';
import { When } from '../parts/when';
import { OfferCard } from './hand-off-card';
import { HandOffParts } from './hand-off-data';
import { RecapBody } from './hand-off-recap';
import { CallBack } from './reach';
import type { CaseData } from './case-data';

/** What of the hand-offs matters now: an offer that waits, why the last one was refused, or the recap with which the case came to its owner. */
export function CaseHandOffs({ customerCase }: { customerCase: CaseData }) {
  const masked = customerCase.handOffs.at(-1);
  if (!masked) return null;
  const last = readFragment(HandOffParts, masked);
  if (last.status === 'OFFERED') return <OfferCard handOff={masked} customerCase={customerCase} hasKey />;
  const isHere = last.to.id === customerCase.owner.id;
  if (last.status === 'ACCEPTED' && isHere)
    return (
      <section className="card">
        <h2>
          <FormattedMessage id="handOff.recapFrom" values={{ from: last.from.name }} />
        </h2>
        <RecapBody {...last} need={customerCase.need} callBack={<CallBack handOffId={last.id} masked={last.callbackContact} />} />
      </section>
    );
  if (last.status === 'REFUSED' || last.status === 'EXPIRED')
    return (
      <p className="banner" data-tone="waiting">
        <FormattedMessage
          id={`handOff.ended.${last.status}`}
          values={{ to: last.to.name, reason: last.reason ?? '', when: <When at={last.answeredAt ?? last.expiresAt} /> }}
        />
      </p>
    );
  return null;
}
