import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusals, useDeed } from '../parts/use-deed';
import { useSaid } from '../parts/use-said';

const Hangs = gql(`
  query Hangs($id: ID!) {
    leavingPreview(personId: $id) { caseCount proposalCount reviewCount signatureCount cases { id ref need } }
  }
`);
const LEAVE = gql(`
  mutation Leave($input: UpdatePersonInput!) {
    updatePerson(input: $input) { person { id active } userErrors { code message path whoCould { id name } } replayed }
  }
`);

/** What hangs on somebody, and the way out of the house or back into it. */
export function PersonLeaving({ id, isHere, onDone }: { id: string; isHere: boolean; onDone: () => void }) {
  const [{ data }] = useQuery({ query: Hangs, variables: { id }, requestPolicy: 'network-only' });
  const deed = useDeed();
  const say = useSaid();
  async function send(): Promise<void> {
    if (!(await deed.send(LEAVE, { personId: id, active: !isHere }))) return;
    say(isHere ? 'people.hasLeft' : 'people.isBack');
    onDone();
  }
  if (!data) return null;
  const { caseCount, proposalCount, reviewCount, signatureCount, cases } = data.leavingPreview;
  return (
    <section>
      <h3>
        <FormattedMessage id="people.hangs" />
      </h3>
      <p>
        <FormattedMessage id="people.counts" values={{ caseCount, proposalCount, reviewCount, signatureCount }} />
      </p>
      <ul>
        {cases.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$id" params={{ id: one.id }}>
              {one.ref}
            </Link>{' '}
            {one.need.slice(0, 80)}
          </li>
        ))}
      </ul>
      <Refusals refused={deed.refused} />
      <Button variant="default" disabled={deed.busy} onClick={() => void send()}>
        <FormattedMessage id={isHere ? 'people.leave' : 'people.back'} />
      </Button>
    </section>
  );
}
