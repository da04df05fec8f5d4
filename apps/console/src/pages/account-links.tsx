import '../styles/work.css';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { usePeople } from '../parts/use-people';
import { useSaid } from '../parts/use-said';
import { When } from '../parts/when';

const Links = gql(`
  query Links {
    accountLinks {
      id reason endReason proposedAt confirmedAt endedAt
      person { id name handle } other { id name handle } proposedBy { id name } confirmedBy { id name } endProposedBy { id name }
    }
  }
`);
const PROPOSE = gql(
  `
  mutation SaySame($input: ProposeAccountLinkInput!) {
    proposeAccountLink(input: $input) { link { id } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const CONFIRM = gql(
  `
  mutation ConfirmSame($input: ConfirmAccountLinkInput!) {
    confirmAccountLink(input: $input) {
      link { id confirmedAt endedAt confirmedBy { id name } } userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);
const END = gql(
  `
  mutation EndSame($input: EndAccountLinkInput!) {
    endAccountLink(input: $input) {
      link { id confirmedAt endedAt endReason endProposedBy { id name } } userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);

type Link = ResultOf<typeof Links>['accountLinks'][number];

/** Accounts of one human: said by one admin, confirmed by another, and from then on counted as one. */
export function AccountLinks({ isAdmin }: { isAdmin: boolean }) {
  const [{ data }, again] = useQuery({ query: Links, requestPolicy: 'cache-and-network' });
  const [linking, setLinking] = useState(false);
  const refresh = () => again({ requestPolicy: 'network-only' });
  if (!data) return null;
  return (
    <section className="page narrow" aria-labelledby="links">
      <div className="title">
        <h2 id="links">
          <FormattedMessage id="links.title" />
        </h2>
        {isAdmin ? (
          <Button ml="auto" variant="default" onClick={() => setLinking(true)}>
            <FormattedMessage id="links.new" />
          </Button>
        ) : null}
      </div>
      <p className="muted">
        <FormattedMessage id="links.says" />
      </p>
      {data.accountLinks.length === 0 ? (
        <p>
          <FormattedMessage id="links.none" />
        </p>
      ) : null}
      {data.accountLinks.map((link) => (
        <OneLink key={link.id} link={link} isAdmin={isAdmin} onDone={refresh} />
      ))}
      {linking ? <Linking onDone={refresh} onClose={() => setLinking(false)} /> : null}
    </section>
  );
}

function OneLink({ link, isAdmin, onDone }: { link: Link; isAdmin: boolean; onDone: () => void }) {
  const { busy, refused, act } = useAct();
  const said = useSaid();
  const [ending, setEnding] = useState(false);
  const { person, other, reason, endReason, proposedBy, proposedAt, confirmedBy, confirmedAt, endedAt, endProposedBy } = link;
  async function confirm(): Promise<void> {
    if (!(await act(CONFIRM, { linkId: link.id }))?.data) return;
    said('links.confirmedNow');
    onDone();
  }
  return (
    <article className="item">
      <strong>
        {person.name} ({person.handle}) = {other.name} ({other.handle})
      </strong>
      <p>{reason}</p>
      <p className="meta">
        <FormattedMessage id="links.by" values={{ name: proposedBy.name, when: <When at={proposedAt} /> }} />
        {' · '}
        {confirmedBy && confirmedAt ? (
          <FormattedMessage id="links.confirmed" values={{ name: confirmedBy.name, when: <When at={confirmedAt} /> }} />
        ) : (
          <FormattedMessage id="links.waits" />
        )}
        {endProposedBy && !endedAt ? (
          <>
            {' · '}
            <FormattedMessage id="links.endAsked" values={{ name: endProposedBy.name }} />
          </>
        ) : null}
        {endedAt ? (
          <>
            {' · '}
            <FormattedMessage id="links.ended" values={{ when: <When at={endedAt} /> }} />
          </>
        ) : null}
      </p>
      {endReason ? <p className="reading">{endReason}</p> : null}
      <Refusals refused={refused} />
      {isAdmin && !endedAt ? (
        <Group gap="xs">
          {confirmedAt ? null : (
            <Button size="xs" loading={busy} onClick={() => void confirm()}>
              <FormattedMessage id="links.confirm" />
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => setEnding(true)}>
            <FormattedMessage id="links.end" />
          </Button>
        </Group>
      ) : null}
      {ending ? <Ending id={link.id} onDone={onDone} onClose={() => setEnding(false)} /> : null}
    </article>
  );
}

interface DialogProps {
  onDone: () => void;
  onClose: () => void;
}

function Linking({ onDone, onClose }: DialogProps) {
  const intl = useIntl();
  const { busy, act } = useAct();
  const said = useSaid();
  const { people, search } = usePeople();
  const accounts = people.map(({ id, name, handle }) => ({ id, name: `${name} (${handle})` }));
  async function send({ personId = '', toPersonId = '', reason = '' }: Typed) {
    const done = await act(PROPOSE, { personId, toPersonId, reason: reason.trim() });
    if (done?.data) {
      said('links.proposed');
      onDone();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title="links.new"
      says="links.newSays"
      fields={[
        { name: 'personId', kind: 'person', label: 'links.one' },
        { name: 'toPersonId', kind: 'person', label: 'links.other' },
        { name: 'reason', kind: 'lines', label: 'links.how' },
      ]}
      ground={{ zone: intl.timeZone ?? 'UTC', people: accounts, search }}
      send="links.send"
      keptAs="link"
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}

function Ending({ id, onDone, onClose }: DialogProps & { id: string }) {
  const intl = useIntl();
  const { busy, act } = useAct();
  const said = useSaid();
  async function send({ reason = '' }: Typed) {
    const done = await act(END, { linkId: id, reason: reason.trim() });
    if (done?.data) {
      said(done.data.endAccountLink.link?.endedAt ? 'links.endedNow' : 'links.endAskedNow');
      onDone();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title="links.end"
      says="links.endSays"
      fields={[{ name: 'reason', kind: 'lines', label: 'links.endWhy' }]}
      ground={{ zone: intl.timeZone ?? 'UTC' }}
      send="links.end"
      keptAs={`link.${id}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
