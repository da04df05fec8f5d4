import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { When } from '../parts/when';
import type { MessageId } from '../words/messages';

/** Who said what to a proposal. */
export const VoicesParts = gql(`
  fragment VoicesParts on PolicyException {
    quorum
    coSignatures { revision state words at signer { id name } }
    objections { revision stale reason at by { id name } }
  }
`);

/** Signatures and objections, stale ones included: whoever reads it later sees them all. */
export function Voices({ exception }: { exception: FragmentOf<typeof VoicesParts> }) {
  const { coSignatures, objections, quorum } = readFragment(VoicesParts, exception);
  return (
    <>
      {objections.length > 0 ? (
        <section>
          <h3>
            <FormattedMessage id="proposal.objections" />
          </h3>
          {objections.map(({ revision, stale, reason, at, by }) => (
            <div key={`${by.id} ${revision}`} className="banner" data-tone="waiting">
              <p className="reading">{reason}</p>
              <p className="meta">
                <FormattedMessage id="proposal.objected" values={{ name: by.name, when: <When at={at} /> }} />
                {stale ? <Aside id="proposal.objectionStale" /> : null}
              </p>
            </div>
          ))}
        </section>
      ) : null}
      <section>
        <h3>
          <FormattedMessage id="proposal.signatures" />
        </h3>
        {coSignatures.length === 0 ? (
          <p className="muted">
            <FormattedMessage id="proposal.noSignatures" values={{ quorum }} />
          </p>
        ) : null}
        {coSignatures.map(({ revision, state, words, at, signer }) => (
          <div key={`${signer.id} ${revision}`}>
            {words ? <p className="reading">{words}</p> : null}
            <p className="meta">
              <FormattedMessage id="proposal.signed" values={{ name: signer.name, revision, when: <When at={at} /> }} />
              {state === 'GIVEN' || state === 'COUNTED' ? null : <Aside id={`proposal.signature.${state}`} />}
            </p>
          </div>
        ))}
      </section>
    </>
  );
}

function Aside({ id }: { id: string }) {
  return (
    <>
      {' · '}
      <FormattedMessage id={id as MessageId} />
    </>
  );
}
