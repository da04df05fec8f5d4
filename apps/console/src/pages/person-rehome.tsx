import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import type { AskField } from '../parts/ask-fields';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { isHere, usePeople } from '../parts/use-people';
import { useSaid } from '../parts/use-said';
import { HERE } from '../parts/zone-now';

const GIVE = gql(
  `
  mutation GiveCases($input: RehomeCasesInput!) {
    rehomeCases(input: $input) { rehomed { left person { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

const FIELDS: readonly AskField[] = [
  { name: 'toId', kind: 'person', label: 'rehome.to' },
  { name: 'reason', kind: 'lines', label: 'rehome.why', help: 'rehome.whyHelp' },
];

interface RehomeProps {
  readonly person: { readonly id: string; readonly name: string };
  readonly caseIds: readonly string[];
  /** Every case of theirs: also those that came since the page was read. */
  readonly isAll: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Gives cases of somebody who leaves to a colleague who is here, with their promises, all at one moment. */
export function Rehome({ person, caseIds, isAll, onClose, onDone }: RehomeProps) {
  const { people, search } = usePeople();
  const { busy, act } = useAct();
  const say = useSaid();
  const here = people.filter((one) => one.id !== person.id && one.facesCustomers && isHere(one));
  async function send({ toId, reason }: Typed) {
    const done = await act(GIVE, { fromId: person.id, toId, reason, ...(isAll ? {} : { caseIds }) });
    if (done?.refused.length === 0) {
      say('rehome.done', { count: caseIds.length, name: here.find(({ id }) => id === toId)?.name ?? '' });
      onDone();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title="rehome.title"
      values={{ name: person.name, count: String(caseIds.length) }}
      says="rehome.says"
      fields={FIELDS}
      ground={{ zone: HERE, people: here, search }}
      send="rehome.send"
      keptAs={`rehome.${person.id}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
