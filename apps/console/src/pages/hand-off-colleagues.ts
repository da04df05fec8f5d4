import { useState } from 'react';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { useStill } from '../parts/use-still';

const Found = gql(`
  query HandOffSearch($id: ID!, $text: String!) {
    handOffCandidates(caseId: $id, text: $text) { person { id name } because isInLoop }
    people(first: 20, text: $text) { nodes { id name active facesCustomers awayUntil } }
  }
`);

const Kept = gql(`query HandOffKept($id: ID!) { node(id: $id) { __typename ... on Person { id handle } } }`);

/** Who could take the case on, and who is away or otherwise not here. */
type Known = ResultOf<typeof Found>;

/** A list as long as this may have been cut: then others are asked for by name. */
const CUT_AT = 100;

/** Everybody whom the drawer has heard of: those who came with it, and those found by what is typed. */
export function useColleagues(caseId: string, first: Known) {
  const [typed, search] = useState('');
  const [missing, onMissing] = useState('');
  const still = useStill(typed.trim());
  const [known, setKnown] = useState(first);
  const [heard, setHeard] = useState<Known | undefined>(undefined);
  const isCut = first.handOffCandidates.length >= CUT_AT || first.people.nodes.length >= CUT_AT;
  const text = useHandle(isCut ? missing : '', still);
  const [{ data, fetching }] = useQuery({ query: Found, variables: { id: caseId, text }, pause: !isCut || text === '' });
  if (data && data !== heard) {
    setHeard(data);
    setKnown(together(known, data));
  }
  return {
    candidates: known.handOffCandidates,
    people: known.people.nodes,
    search,
    onMissing,
    isLooking: isCut && (fetching || typed.trim() !== still),
  };
}

/** What is typed; or, while that is nothing, that by which somebody who was chosen before is found as if it were typed. */
function useHandle(id: string, typed: string): string {
  const [{ data }] = useQuery({ query: Kept, variables: { id }, pause: id === '' });
  return typed === '' && id !== '' && data?.node?.__typename === 'Person' ? data.node.handle : typed;
}

/** Whoever had the case before stays last. */
function together(known: Known, found: Known): Known {
  const all = onceEach([...known.handOffCandidates, ...found.handOffCandidates], ({ person }) => person.id);
  return {
    handOffCandidates: [...all.filter(({ isInLoop }) => !isInLoop), ...all.filter(({ isInLoop }) => isInLoop)],
    people: { nodes: onceEach([...known.people.nodes, ...found.people.nodes], ({ id }) => id) },
  };
}

function onceEach<One>(all: readonly One[], key: (one: One) => string): One[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}
