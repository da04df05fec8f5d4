import '../styles/work.css';
import { Group, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedList, FormattedMessage, useIntl } from 'react-intl';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { MoreButton } from '../parts/more-button';
import { Unready } from '../parts/unready';
import { useAct } from '../parts/use-act';
import { usePages } from '../parts/use-pages';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';
import { SayThanks, type ThanksStart } from './say-thanks';

const Feed = gql(`
  query ThanksFeed($after: String) {
    thanks(first: 30, after: $after) { nodes { id at deed from { id name } to { id name } } pageInfo { hasNextPage endCursor } }
    thanksOffers { id at occasion deed to { id name } case { id ref } }
    myPreferences { namedInThanks }
  }
`);
const Leave = gql(
  `
  mutation LeaveOffer($input: LeaveThanksOfferInput!) { leaveThanksOffer(input: $input) { leftOfferId userErrors { ...Refusal } replayed } }
`,
  [Refusal],
);
const Prefer = gql(
  `
  mutation Prefer($input: UpdateMyPreferencesInput!) {
    updateMyPreferences(input: $input) { preferences { namedInThanks } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

type Offer = ResultOf<typeof Feed>['thanksOffers'][number];

/** Thanks, said in public: the deed and the people, and never how many. */
export function ThanksPage() {
  const intl = useIntl();
  const list = usePages(Feed, {}, ({ thanks }) => thanks);
  const { data, error } = list;
  const [saying, setSaying] = useState<ThanksStart>();
  useTitle(intl.formatMessage({ id: 'thanks.title' }));
  return (
    <div className="page narrow">
      <div className="title">
        <h1>
          <FormattedMessage id="thanks.title" />
        </h1>
        <ActButton onClick={() => setSaying({ name: 'new', deed: '', toIds: [] })}>
          <FormattedMessage id="thanks.say" />
        </ActButton>
      </div>
      {data ? null : <Unready error={error} again={list.again} rows={4} />}
      {data?.thanksOffers.map((offer) => (
        <Offered
          key={offer.id}
          offer={offer}
          onSay={() => setSaying({ name: offer.id, offerId: offer.id, deed: offer.deed, toIds: offer.to.map(({ id }) => id) })}
        />
      ))}
      {data && list.nodes.length === 0 ? (
        <p>
          <FormattedMessage id="thanks.empty" />
        </p>
      ) : null}
      {list.nodes.map(({ id, at, deed, from, to }) => (
        <article key={id} className="item">
          <p className="reading">{deed || <FormattedMessage id="thanks.withheld" />}</p>
          <p className="meta">
            <FormattedMessage
              id="thanks.fromTo"
              values={{
                from: from.name,
                to: <FormattedList type="conjunction" value={to.map(({ name }) => name)} />,
                count: to.length,
                when: <When at={at} />,
              }}
            />
          </p>
        </article>
      ))}
      <MoreButton list={list} />
      {data ? <NamedInThanks isNamed={data.myPreferences.namedInThanks} /> : null}
      {saying ? <SayThanks start={saying} onClose={() => setSaying(undefined)} /> : null}
    </div>
  );
}

/** Somebody who had a part in what went well, and could be thanked now. */
function Offered({ offer: { id, occasion, to, case: ofCase }, onSay }: { offer: Offer; onSay: () => void }) {
  const { busy, act } = useAct();
  return (
    <section className="card">
      <h2>
        <FormattedMessage
          id={`thanks.occasion.${occasion}`}
          values={{ to: <FormattedList type="conjunction" value={to.map(({ name }) => name)} /> }}
        />
      </h2>
      {ofCase ? (
        <p className="meta">
          <Link to="/cases/$id" params={{ id: ofCase.id }}>
            {ofCase.ref}
          </Link>
        </p>
      ) : null}
      <Group gap="xs">
        <ActButton size="xs" onClick={onSay}>
          <FormattedMessage id="thanks.say" />
        </ActButton>
        <ActButton size="xs" variant="default" loading={busy} onClick={() => void act(Leave, { offerId: id })}>
          <FormattedMessage id="thanks.notNow" />
        </ActButton>
      </Group>
    </section>
  );
}

function NamedInThanks({ isNamed }: { isNamed: boolean }) {
  const { busy, act } = useAct();
  const said = useSaid();
  async function change(namedInThanks: boolean): Promise<void> {
    const done = await act(Prefer, { namedInThanks });
    if (done?.refused.length === 0) said(namedInThanks ? 'thanks.named' : 'thanks.notNamed');
  }
  return (
    <section>
      <h2>
        <FormattedMessage id="thanks.yourName" />
      </h2>
      <Switch
        checked={isNamed}
        disabled={busy}
        onChange={(event) => void change(event.currentTarget.checked)}
        label={<FormattedMessage id="thanks.mayBeNamed" />}
        description={<FormattedMessage id="thanks.mayBeNamedHelp" />}
      />
    </section>
  );
}
