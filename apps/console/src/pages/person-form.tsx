import { Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { KeptNote } from '../parts/kept-note';
import { useAct } from '../parts/use-act';
import { useKept } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { HERE } from '../parts/zone-now';
import { isoOf, localIn } from '../parts/zoned';
import { PersonLeaving } from './person-leaving';

/** What can be changed of a person. */
export const PersonParts = gql(`fragment PersonParts on Person { id name handle email roles facesCustomers active awayUntil team { id } }`);

const CREATE = gql(
  `
  mutation MakePerson($input: CreatePersonInput!) {
    createPerson(input: $input) { person { id name } guardrails { id satisfiable } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const UPDATE = gql(
  `mutation ChangePerson($input: UpdatePersonInput!) {
    updatePerson(input: $input) {
      person { ...PersonParts } guardrails { id satisfiable } userErrors { ...Refusal } replayed
    }
  }`,
  [Refusal, PersonParts],
);

const TeamsToChoose = gql(`query TeamsToChoose { teams { id name } }`);

const ROLES = ['AGENT', 'REVIEWER', 'ADMIN', 'AUDITOR'] as const;

interface PersonFormProps {
  readonly person: FragmentOf<typeof PersonParts> | undefined;
  readonly isAdmin: boolean;
  onDone: (id: string) => void;
}

/** A person as they stand, or a new one. Rights change for their very next statement. */
export function PersonForm({ person: masked, isAdmin, onDone }: PersonFormProps) {
  const person = masked ? readFragment(PersonParts, masked) : undefined;
  const { busy, refused, act } = useAct();
  const say = useSaid();
  const { typed, type: set, ...kept } = useKept(`person.${person?.id ?? 'new'}`, typedOf(person));
  const faultOf = (...fields: string[]) => faultAt(refused, ...fields);
  const create = async (input: object) => (await act(CREATE, input))?.data?.createPerson;
  async function save(): Promise<void> {
    const { handle, subject, away, teamId: team, ...others } = typed;
    const rest = { ...others, teamId: team || null };
    const awayUntil = away ? isoOf(away, HERE) : null;
    const made = person
      ? (await act(UPDATE, { personId: person.id, ...rest, awayUntil }))?.data?.updatePerson
      : await create({ ...rest, handle, ...(subject ? { subject } : {}) });
    if (!made) return;
    kept.forget();
    say(made.guardrails?.satisfiable === false ? 'people.savedThin' : 'people.saved');
    const id = person?.id ?? (made.person as { id?: string } | null)?.id;
    if (id) onDone(id);
  }
  const text = (field: 'name' | 'handle' | 'email' | 'subject') => (
    <TextInput
      id={`person-${field}`}
      label={<FormattedMessage id={`people.${field}`} />}
      value={typed[field]}
      readOnly={!isAdmin}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      error={faultOf(field)}
      mb="md"
    />
  );
  return (
    <>
      <form
        className="page narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <header>
          <h2>{person?.name ?? <FormattedMessage id="people.new" />}</h2>
        </header>
        <KeptNote {...kept} />
        <FaultSummary faults={refused} words="people.faults" form="person" />
        {text('name')}
        {person ? null : text('handle')}
        {text('email')}
        {person ? null : text('subject')}
        <Rights typed={typed} set={set} isAdmin={isAdmin} faultOf={faultOf} />
        {person ? (
          <TextInput
            id="person-awayUntil"
            type="datetime-local"
            label={<FormattedMessage id="people.awayUntil" />}
            value={typed.away}
            readOnly={!isAdmin}
            onChange={(event) => set({ away: event.currentTarget.value })}
            error={faultOf('awayUntil')}
            maw={280}
            mb="md"
          />
        ) : null}
        {isAdmin ? (
          <ActButton type="submit" loading={busy}>
            <FormattedMessage id="people.save" />
          </ActButton>
        ) : null}
      </form>
      {person && isAdmin ? (
        <PersonLeaving id={person.id} name={person.name} isHere={person.active} onDone={() => onDone(person.id)} />
      ) : null}
    </>
  );
}

interface RightsProps {
  readonly typed: ReturnType<typeof typedOf>;
  readonly isAdmin: boolean;
  set: (part: Partial<ReturnType<typeof typedOf>>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

/** What somebody may do, and where they belong. */
function Rights({ typed, isAdmin, set, faultOf }: RightsProps) {
  const intl = useIntl();
  const [{ data: known }] = useQuery({ query: TeamsToChoose });
  return (
    <>
      <Checkbox.Group
        label={<FormattedMessage id="people.roles" />}
        value={[...typed.roles]}
        onChange={(roles) => set({ roles })}
        error={faultOf('roles')}
        mb="md"
      >
        <Group gap="md" mt={4}>
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              value={role}
              disabled={!isAdmin}
              aria-invalid={faultOf('roles') ? true : undefined}
              label={intl.formatMessage({ id: `role.${role}` })}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        label={<FormattedMessage id="people.faces" />}
        checked={typed.facesCustomers}
        disabled={!isAdmin}
        onChange={(event) => set({ facesCustomers: event.currentTarget.checked })}
        mb="md"
      />
      <NativeSelect
        id="person-teamId"
        label={<FormattedMessage id="people.team" />}
        value={typed.teamId}
        disabled={!isAdmin}
        onChange={(event) => set({ teamId: event.currentTarget.value })}
        data={[
          { value: '', label: intl.formatMessage({ id: 'people.noTeam' }) },
          ...(known?.teams ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        error={faultOf('teamId')}
        maw={280}
        mb="md"
      />
    </>
  );
}

/** What stands in the fields at the beginning. */
function typedOf(person: ResultOf<typeof PersonParts> | undefined) {
  return {
    name: person?.name ?? '',
    handle: person?.handle ?? '',
    email: person?.email ?? '',
    subject: '',
    roles: (person?.roles ?? ['AGENT']) as readonly string[],
    facesCustomers: person?.facesCustomers ?? true,
    teamId: teamOf(person),
    away: person?.awayUntil ? localIn(HERE, Date.parse(person.awayUntil)) : '',
  };
}

function teamOf(person: ResultOf<typeof PersonParts> | undefined): string {
  return person?.team?.id ?? '';
}
