import { FormattedMessage } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { When } from './when';

/** What a timeline shows of a fact. */
export const FactParts = gql(`fragment FactParts on Fact { id at summary actor { id name } }`);

/** What happened, one fact a line, with who did it and when. */
export function Timeline({ facts }: { facts: readonly FragmentOf<typeof FactParts>[] }) {
  return (
    <ol className="timeline">
      {readFragment(FactParts, facts).map(({ id, at, summary, actor }) => (
        <li key={id}>
          {summary}{' '}
          <span className="meta">
            {actor?.name ?? <FormattedMessage id="proposal.system" />}, <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
