import '../styles/desk.css';
import { NativeSelect, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useFilterKey } from '../keys/use-list-keys';
import { Precedent, PrecedentParts } from '../parts/precedent';
import { Unready } from '../parts/unready';
import { useTitle } from '../parts/use-title';
import type { MessageId } from '../words/messages';
import { useStill } from '../parts/use-still';

const Search = gql(
  `query Search($search: PrecedentSearch!) { precedents(first: 10, search: $search) { nodes { id ...PrecedentParts } } }`,
  [PrecedentParts],
);

const FACETS = {
  kind: ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'],
  outcome: ['HELPED', 'DID_NOT_HELP', 'UNREACHABLE'],
  disposition: ['PROMOTE', 'PRECEDENT', 'ONE_OFF', 'COACH', 'NOT_AGAIN'],
} as const;

const route = getRouteApi('/precedents');

/** What colleagues did in like cases: one box, and three ways to narrow it. */
export function Precedents() {
  const intl = useIntl();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(asked.text ?? '');
  const text = useStill(typed.trim());
  useTitle(intl.formatMessage({ id: 'precedents.title' }));
  useFilterKey();
  useEffect(() => void navigate({ search: (before) => ({ ...before, text: text || undefined }), replace: true }), [navigate, text]);
  const search = searchOf({ ...asked, text });
  const isAsked = text !== '' || asked.kind !== undefined;
  const [{ data, error, fetching }, again] = useQuery({ query: Search, variables: { search: search as never }, pause: !isAsked });
  const found = isAsked ? (data?.precedents.nodes ?? []) : [];
  const empty = isAsked && data ? 'precedents.none' : 'precedents.type';
  return (
    <div className="page">
      <h1>
        <FormattedMessage id="precedents.title" />
      </h1>
      <div className="facets" role="search">
        <TextInput
          type="search"
          autoFocus
          label={<FormattedMessage id="precedents.search" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {(Object.keys(FACETS) as (keyof typeof FACETS)[]).map((facet) => (
          <NativeSelect
            key={facet}
            label={<FormattedMessage id={`precedents.${facet}`} />}
            value={asked[facet] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: (before) => ({ ...before, [facet]: value || undefined }), replace: true })
            }
            data={[
              { value: '', label: intl.formatMessage({ id: 'precedents.any' }) },
              ...FACETS[facet].map((value) => ({ value, label: intl.formatMessage({ id: `${facet}.${value}` as MessageId }) })),
            ]}
          />
        ))}
      </div>
      {isAsked && !data && (fetching || error) ? <Unready error={error} again={again} /> : null}
      {found.length === 0 ? (
        <p className="empty">
          <FormattedMessage id={empty} />
        </p>
      ) : null}
      <div className="precedents">
        {found.map((one) => (
          <Precedent key={one.id} exception={one} as="h2" />
        ))}
      </div>
    </div>
  );
}

interface Asked {
  readonly text?: string;
  readonly kind?: string;
  readonly outcome?: string;
  readonly disposition?: string;
}

/** What the service is asked: of the facets only what was chosen. */
function searchOf({ text, kind, outcome, disposition }: Asked): object {
  return {
    ...(text ? { text } : {}),
    ...(kind ? { kind } : {}),
    ...(outcome ? { outcome } : {}),
    ...(disposition ? { dispositions: [disposition] } : {}),
  };
}
