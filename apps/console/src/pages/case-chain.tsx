import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import { readFragment, type ResultOf } from '../graphql/gql';
import { When } from '../parts/when';
import type { CaseData } from './case-data';
import { HandOffParts } from './hand-off-data';

/** One time that it went from one to another, or was to go. */
interface Turn {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** What was different about it; nothing when it was accepted and stayed. */
  readonly how: ReactNode;
  readonly reason: string | null;
}

/** Through whose hands it went, and why: what was accepted or given moved it; an offer that ended otherwise stands here with what was said of it. */
export function CaseChain({ customerCase: { handOffs, rehomings } }: { customerCase: CaseData }) {
  const turns = [...readFragment(HandOffParts, handOffs).flatMap(turnOf), ...rehomings.map(turnByAdmin)];
  if (turns.length === 0) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id="case.chain" />
      </h2>
      <ol className="chain">
        {turns
          .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
          .map(({ from, to, at, how, reason }) => (
            <li key={at}>
              {from} → {to}{' '}
              <span className="meta">
                <When at={at} />
                {how ? <> · {how}</> : null}
              </span>
              {reason ? <p className="muted">{reason}</p> : null}
            </li>
          ))}
      </ol>
    </section>
  );
}

function turnOf({ status, from, to, answeredAt, offeredAt, returnedAt, reason }: ResultOf<typeof HandOffParts>): Turn[] {
  const turn = { from: from.name, to: to.name, at: answeredAt ?? offeredAt, reason };
  if (status === 'ACCEPTED' || status === 'RETURNED')
    return [{ ...turn, how: returnedAt ? <FormattedMessage id="handOff.returned" /> : null }];
  const isSaid = reason !== null && (status === 'REFUSED' || status === 'CANCELLED');
  return isSaid ? [{ ...turn, how: <FormattedMessage id={`handOff.chain.${status}`} /> }] : [];
}

function turnByAdmin({ from, to, at, by, reason }: CaseData['rehomings'][number]): Turn {
  return { from: from.name, to: to.name, at, how: <FormattedMessage id="case.givenBy" values={{ name: by.name }} />, reason };
}
