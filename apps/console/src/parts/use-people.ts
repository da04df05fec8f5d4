import { useState } from 'react';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import type { PersonSearch } from './person-pick';
import { useStill } from './use-still';

const First = gql(`query FirstPeople { people(first: 100) { nodes { id name handle active facesCustomers awayUntil } } }`);
const Found = gql(
  `query FoundPeople($text: String!) { people(first: 20, text: $text) { nodes { id name handle active facesCustomers awayUntil } } }`,
);
const One = gql(
  `query OnePerson($id: ID!) { node(id: $id) { __typename ... on Person { id name handle active facesCustomers awayUntil } } }`,
);

/** Somebody of the house, with what decides whether they can be chosen. */
export type Colleague = ResultOf<typeof First>['people']['nodes'][number];

/** A list as long as this may have been cut: then others are asked for by name. */
const CUT_AT = 100;

/**
 * People to choose from: the first of the house, those found by what is typed where there are more, and whoever was chosen before and is not among
 * them. Nobody is forgotten while a dialog is open. Asks for nothing until it is needed.
 */
export function usePeople(isNeeded = true): { readonly people: readonly Colleague[]; readonly search: PersonSearch } {
  const [typed, onSearch] = useState('');
  const [missing, onMissing] = useState('');
  const [{ data: first }] = useQuery({ query: First, pause: !isNeeded });
  const isCut = first !== undefined && first.people.nodes.length >= CUT_AT;
  const found = useFound(isCut, typed.trim());
  const one = useOne(isCut, missing);
  const people = useKnown([...(first?.people.nodes ?? []), ...found.people, ...one]);
  return { people, search: { isLooking: !first || found.isLooking, onSearch, onMissing } };
}

/** Those whom the list does not hold, by what is typed, once the fingers rest. */
function useFound(isCut: boolean, typed: string): { readonly people: readonly Colleague[]; readonly isLooking: boolean } {
  const still = useStill(typed);
  const [{ data, fetching }] = useQuery({ query: Found, variables: { text: still }, pause: !isCut || still === '' });
  return { people: data?.people.nodes ?? [], isLooking: isCut && (fetching || typed !== still) };
}

function useOne(isCut: boolean, id: string): readonly Colleague[] {
  const [{ data }] = useQuery({ query: One, variables: { id }, pause: !isCut || id === '' });
  return data?.node?.__typename === 'Person' ? [data.node] : [];
}

/** Everybody who was ever among them, once each. */
function useKnown(heard: readonly Colleague[]): readonly Colleague[] {
  const [known, setKnown] = useState<readonly Colleague[]>([]);
  const all = [...new Map([...heard, ...known].map((one) => [one.id, one])).values()];
  if (all.length > known.length) setKnown([...known, ...all.filter(({ id }) => known.every((one) => one.id !== id))]);
  return known;
}

/** Whether somebody is active and not away at this moment. */
export function isHere({ active, awayUntil }: Pick<Colleague, 'active' | 'awayUntil'>): boolean {
  return active && (awayUntil === null || Date.parse(awayUntil) <= Date.now());
}
