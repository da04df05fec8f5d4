import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { Clocks } from '../parts/clocks';
import { PromiseMark } from '../parts/promise-mark';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { Rehome } from './person-rehome';

const Hangs = gql(`
  query Hangs($id: ID!) {
    leavingPreview(personId: $id) {
      caseCount promiseCount proposalCount reviewCount signatureCount cases { id ref need }
      promises { id what dueAt timeZone status deliveredAt case { id ref } }
    }
  }
`);
const LEAVE = gql(
  `
  mutation Leave($input: UpdatePersonInput!) {
    updatePerson(input: $input) { person { id active } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

interface PersonLeavingProps {
  readonly id: string;
  readonly name: string;
  readonly isHere: boolean;
  onDone: () => void;
}

/** What hangs on somebody, to whom their cases go, and the way out of the house or back into it. */
export function PersonLeaving({ id, name, isHere, onDone }: PersonLeavingProps) {
  const [{ data }, again] = useQuery({ query: Hangs, variables: { id }, requestPolicy: 'network-only' });
  const { busy, refused, act } = useAct();
  const say = useSaid();
  async function send(): Promise<void> {
    if (!(await act(LEAVE, { personId: id, active: !isHere }))?.data) return;
    say(isHere ? 'people.hasLeft' : 'people.isBack');
    onDone();
  }
  if (!data) return null;
  const { caseCount, promiseCount, proposalCount, reviewCount, signatureCount, cases, promises } = data.leavingPreview;
  return (
    <section className="page narrow">
      <h3>
        <FormattedMessage id="people.hangs" />
      </h3>
      <p>
        <FormattedMessage id="people.counts" values={{ caseCount, promiseCount, proposalCount, reviewCount, signatureCount }} />
      </p>
      {cases.length > 0 ? (
        <TheirCases
          key={cases.map((one) => one.id).join()}
          person={{ id, name }}
          cases={cases}
          onDone={() => again({ requestPolicy: 'network-only' })}
        />
      ) : null}
      {promises.length > 0 ? <Promised promises={promises} /> : null}
      <Refusals refused={refused} />
      <ActButton variant="default" disabled={busy} onClick={() => void send()}>
        <FormattedMessage id={isHere ? 'people.leave' : 'people.back'} />
      </ActButton>
    </section>
  );
}

/** What their customers were promised, the soonest due first. */
function Promised({ promises }: Pick<ResultOf<typeof Hangs>['leavingPreview'], 'promises'>) {
  return (
    <>
      <p className="meta">
        <FormattedMessage id="people.promised" />
      </p>
      <ul>
        {promises.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$id" params={{ id: one.case.id }}>
              {one.case.ref}
            </Link>{' '}
            {one.what ? one.what.slice(0, 80) : <FormattedMessage id="case.erased" />} · <Clocks at={one.dueAt} zone={one.timeZone} />{' '}
            <PromiseMark promise={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface TheirCasesProps {
  readonly person: { readonly id: string; readonly name: string };
  readonly cases: ResultOf<typeof Hangs>['leavingPreview']['cases'];
  onDone: () => void;
}

/** The cases that somebody owns: all of them are chosen, until some are left out for another colleague. */
function TheirCases({ person, cases, onDone }: TheirCasesProps) {
  const [left, setLeft] = useState<readonly string[]>([]);
  const [rehoming, setRehoming] = useState(false);
  const chosen = cases.map(({ id }) => id).filter((id) => !left.includes(id));
  const turn = (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id]);
  return (
    <>
      {cases.map(({ id, ref, need }) => (
        <Checkbox
          key={id}
          mb="xs"
          checked={!left.includes(id)}
          onChange={() => turn(id)}
          label={
            <>
              <Link to="/cases/$id" params={{ id }}>
                {ref}
              </Link>{' '}
              {need.slice(0, 80)}
            </>
          }
        />
      ))}
      <Button my="md" mr="sm" disabled={chosen.length === 0} onClick={() => setRehoming(true)}>
        <FormattedMessage id="rehome.button" values={{ count: chosen.length }} />
      </Button>
      {rehoming ? (
        <Rehome person={person} caseIds={chosen} isAll={left.length === 0} onClose={() => setRehoming(false)} onDone={onDone} />
      ) : null}
    </>
  );
}
