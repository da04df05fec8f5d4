import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useServiceWords } from './use-service-words';
import { When } from './when';

/** What a timeline shows of a fact. */
export const FactParts = gql(`fragment FactParts on Fact { id at summary actor { id name } }`);

/** What happened, one fact a line, with who did it and when. */
export function Timeline({ facts }: { facts: readonly FragmentOf<typeof FactParts>[] }) {
  const words = useServiceWords();
  return (
    <ol className="timeline">
      {readFragment(FactParts, facts).map(({ id, at, summary, actor }) => (
        <li key={id}>
          {words(summary)}{' '}
          <span className="meta">
            {actor?.name ?? <FormattedMessage id="proposal.system" />}, <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
