import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { useDeed } from '../parts/use-deed';
import { useSaid } from '../parts/use-said';
import { PersonLeaving } from './person-leaving';

/** What can be changed of a person. */
export const PersonParts = gql(`fragment PersonParts on Person { id name handle email roles facesCustomers active awayUntil }`);

const CREATE = gql(`
  mutation MakePerson($input: CreatePersonInput!) {
    createPerson(input: $input) { person { id name } guardrails { id satisfiable } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const UPDATE = gql(
  `mutation ChangePerson($input: UpdatePersonInput!) {
    updatePerson(input: $input) {
      person { ...PersonParts } guardrails { id satisfiable } userErrors { code message path whoCould { id name } } replayed
    }
  }`,
  [PersonParts],
);

const ROLES = ['AGENT', 'REVIEWER', 'ADMIN', 'AUDITOR'] as const;

interface PersonFormProps {
  readonly person: FragmentOf<typeof PersonParts> | undefined;
  readonly isAdmin: boolean;
  onDone: (id: string) => void;
}

/** A person as they stand, or a new one. Rights change for their very next statement. */
export function PersonForm({ person: masked, isAdmin, onDone }: PersonFormProps) {
  const intl = useIntl();
  const person = masked ? readFragment(PersonParts, masked) : undefined;
  const deed = useDeed();
  const say = useSaid();
  const [typed, setTyped] = useState(() => typedOf(person));
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const faultOf = (...fields: string[]) => faultAt(deed.refused, ...fields);
  async function save(): Promise<void> {
    const { handle, subject, away, ...rest } = typed;
    const awayUntil = away ? new Date(away).toISOString() : null;
    const made = person
      ? (await deed.send(UPDATE, { personId: person.id, ...rest, awayUntil }))?.updatePerson
      : (await deed.send(CREATE, { ...rest, handle, ...(subject ? { subject } : {}) }))?.createPerson;
    if (!made) return;
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
      <FaultSummary faults={deed.refused} words="people.faults" form="person" />
      {text('name')}
      {person ? null : text('handle')}
      {text('email')}
      {person ? null : text('subject')}
      <Checkbox.Group
        label={<FormattedMessage id="people.roles" />}
        value={[...typed.roles]}
        onChange={(roles) => set({ roles })}
        error={faultOf('roles')}
        mb="md"
      >
        <Group gap="md" mt={4}>
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} disabled={!isAdmin} label={intl.formatMessage({ id: `role.${role}` })} />
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
        <Button type="submit" loading={deed.busy}>
          <FormattedMessage id="people.save" />
        </Button>
      ) : null}
      {person && isAdmin ? <PersonLeaving id={person.id} isHere={person.active} onDone={() => onDone(person.id)} /> : null}
    </form>
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
    away: person?.awayUntil ? localOf(person.awayUntil) : '',
  };
}

/** An instant as the field of a browser wants it: on the clock of this person, to the minute. */
function localOf(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
