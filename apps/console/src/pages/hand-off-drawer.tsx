import '../styles/work.css';
import { Button, Drawer, Group, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ActButton } from '../parts/act-button';
import { chooseOrSend, missing } from '../parts/ask-dialog';
import { gql, type ResultOf } from '../graphql/gql';
import { FaultSummary } from '../parts/fault-summary';
import { LateSkeleton } from '../parts/late-skeleton';
import { PersonPick } from '../parts/person-pick';
import { ToldWhen } from '../parts/told-when';
import { useAct, type Refused } from '../parts/use-act';
import { useFocusBack } from '../parts/use-focus-back';
import { useKept, type Typed } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import type { MessageId } from '../words/messages';
import { OfferIt } from './hand-off-acts';
import { awayOf, awayWords, InsteadOf, type Away } from './hand-off-away';
import { useColleagues } from './hand-off-colleagues';
import { RecapBody } from './hand-off-recap';

const Ground = gql(`
  query HandOffGround($id: ID!) {
    customerCase(id: $id) { id ref need recapDraft customer { id name contact timeZone } }
    handOffCandidates(caseId: $id) { person { id name } because isInLoop }
    people(first: 100) { nodes { id name active facesCustomers awayUntil } }
  }
`);

type GroundData = ResultOf<typeof Ground>;
interface DrawerProps {
  readonly caseId: string;
  onClose: () => void;
}

/** Hands a case on warmly: to whom, why, that the customer was told, where to call back, and what they must know. */
export default function HandOffDrawer({ caseId, onClose }: DrawerProps) {
  const intl = useIntl();
  useFocusBack();
  const [{ data }] = useQuery({ query: Ground, variables: { id: caseId }, requestPolicy: 'network-only' });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<FormattedMessage id="handOff.title" values={{ customer: data?.customerCase?.customer.name ?? '' }} />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
      transitionProps={{ duration: 0 }}
    >
      {data?.customerCase ? (
        <OfferForm ground={data} customerCase={data.customerCase} onClose={onClose} />
      ) : (
        <LateSkeleton rows={5} height={60} />
      )}
    </Drawer>
  );
}

interface OfferFormProps {
  readonly ground: GroundData;
  readonly customerCase: NonNullable<GroundData['customerCase']>;
  onClose: () => void;
}

function OfferForm({ ground, customerCase, onClose }: OfferFormProps) {
  const intl = useIntl();
  const said = useSaid();
  const { busy, act } = useAct();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const { typed, type, forget } = useKept(`hand-off.${customerCase.id}`, startOf(customerCase));
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []); // it comes later than the drawer that looks for it
  const colleagues = useColleagues(customerCase.id, ground);
  const chosen = colleagues.candidates.find(({ person }) => person.id === typed['toId']);
  const away = awayOf(colleagues.people, Date.now());
  const isTagBack = chosen?.isInLoop === true || faults.some(({ code }) => code === 'TAG_BACK_NEEDS_NEW_FACT');

  async function submit(): Promise<void> {
    const lacking = NEEDED.filter(([name]) => !(typed[name] ?? '').trim());
    if (lacking.length > 0) return setFaults(lacking.map(([name, label]) => missing(intl, name, label)));
    const gone = away.find(({ id }) => id === typed['toId']);
    if (gone) return setFaults([{ code: 'AWAY', message: awayWords(intl, gone), path: ['toId'] }]);
    const done = await act(OfferIt, inputOf(customerCase.id, typed, isTagBack));
    setFaults(done?.refused ?? []);
    if (done?.refused.length !== 0) return;
    forget();
    said('handOff.offered', { to: chosen?.person.name ?? '' });
    onClose();
  }
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={chooseOrSend}
    >
      <FaultSummary faults={faults} words="field.refused" form="ask" />
      <OfferFields
        typed={typed}
        type={type}
        faults={faults}
        colleagues={colleagues}
        away={away}
        contact={customerCase.customer.contact}
        isTagBack={isTagBack}
      />
      <Group justify="flex-end" mb="md">
        <Button variant="default" onClick={onClose}>
          <FormattedMessage id="act.cancel" />
        </Button>
        <ActButton type="submit" loading={busy}>
          <FormattedMessage id="handOff.offer" />
        </ActButton>
      </Group>
      <Preview typed={typed} need={customerCase.need} contact={customerCase.customer.contact} />
    </form>
  );
}

interface OfferFieldsProps {
  readonly typed: Typed;
  readonly faults: readonly Refused[];
  readonly colleagues: ReturnType<typeof useColleagues>;
  /** The customer's own contact, masked. */
  readonly contact: string | null;
  readonly away: readonly Away[];
  readonly isTagBack: boolean;
  type: (part: Typed) => void;
}

/** The five things that make it warm; and, where it would go in a circle, the two that break it. */
function OfferFields({ typed, faults, colleagues, away, contact, isTagBack, type }: OfferFieldsProps) {
  const { candidates, search, onMissing, isLooking } = colleagues;
  const intl = useIntl();
  const say = (id: MessageId) => intl.formatMessage({ id });
  const field = (name: string) => ({ value: typed[name] ?? '', error: faults.find(({ path }) => path.includes(name))?.message });
  const text = (name: string) => ({
    id: `ask-${name}`,
    ...field(name),
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => type({ [name]: currentTarget.value }),
    mb: 'sm',
  });
  const because = candidates.find(({ person }) => person.id === typed['toId'])?.because;
  const people = [
    ...candidates.map((one) => ({ ...one.person, because: one.because })),
    ...away.map((one) => ({ id: one.id, name: one.name, because: awayWords(intl, one) })),
  ];
  const gone = away.find(({ id }) => id === typed['toId']);
  const pickInstead = (toId: string) => {
    type({ toId });
    document.getElementById('ask-toId')?.focus(); // what was pressed goes away
  };
  const outside = candidates.filter(({ person, isInLoop }) => !isInLoop && person.id !== typed['toId']).map(({ person }) => person);
  return (
    <>
      <PersonPick
        id="ask-toId"
        label={say('handOff.to')}
        description={say('handOff.toHelp')}
        people={people}
        {...field('toId')}
        isFirst
        isLooking={isLooking}
        onSearch={search}
        onMissing={onMissing}
        onPick={(toId) => type({ toId })}
      />
      {gone ? <InsteadOf away={gone} candidates={candidates} onPick={pickInstead} /> : null}
      {because ? (
        <p className="banner" data-tone="waiting">
          {because}
        </p>
      ) : null}
      <Textarea label={say('handOff.why')} {...text('why')} autosize minRows={2} />
      <ToldWhen
        name="told"
        label={say('handOff.toldWhy')}
        {...field('customerToldAt')}
        onTell={(customerToldAt) => type({ customerToldAt })}
      />
      <TextInput
        label={say('handOff.callBack')}
        description={contact ? intl.formatMessage({ id: 'handOff.callBackHelp' }, { contact }) : undefined}
        {...text('callbackContact')}
      />
      <Textarea label={say('handOff.recap')} description={say('handOff.recapHelp')} {...text('recap')} autosize minRows={3} maxRows={14} />
      {isTagBack ? (
        <>
          <Textarea label={say('handOff.newFact')} description={say('handOff.newFactHelp')} {...text('newFact')} autosize minRows={2} />
          <PersonPick
            label={say('handOff.helper')}
            description={say('handOff.helperHelp')}
            people={outside}
            {...field('helperId')}
            isLooking={isLooking}
            onSearch={search}
            onMissing={onMissing}
            onPick={(helperId) => type({ helperId })}
          />
        </>
      ) : null}
    </>
  );
}

function Preview({ typed, need, contact }: { typed: Typed; need: string; contact: string | null }) {
  const { why = '', recap = '', newFact, callbackContact = '', customerToldAt } = typed;
  return (
    <section className="card" aria-labelledby="preview">
      <h3 id="preview">
        <FormattedMessage id="handOff.preview" />
      </h3>
      <RecapBody
        need={need}
        why={why}
        recap={recap}
        newFact={newFact || null}
        callBack={<strong>{callbackContact || (contact ?? '–')}</strong>}
        customerToldAt={customerToldAt || null}
      />
    </section>
  );
}

const NEEDED = [
  ['toId', 'handOff.to'],
  ['why', 'handOff.why'],
  ['customerToldAt', 'handOff.toldWhy'],
  ['recap', 'handOff.recap'],
] as const;

function startOf({ recapDraft }: OfferFormProps['customerCase']): Typed {
  return { toId: '', why: '', customerToldAt: '', callbackContact: '', recap: recapDraft, newFact: '', helperId: '' };
}

/** What the service is asked: what is empty is left out, and what breaks a circle is said only where there is one. */
function inputOf(caseId: string, typed: Typed, isTagBack: boolean): object {
  const { newFact, helperId, ...rest } = typed;
  const said = Object.entries({ ...rest, ...(isTagBack ? { newFact, helperId } : {}) }).filter(([, value]) => (value ?? '') !== '');
  return { caseId, ...Object.fromEntries(said) };
}
