import { useMemo } from 'react';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useSelf } from '../shell/session';
import { quoteOf, type InForce } from './propose-quoting';

const Ground = gql(`
  query ProposeGround($me: ID!) {
    customerCases(first: 100, filter: { ownerId: $me, status: [OWNED] }) { nodes { id ref need customer { id name } } }
    policies(first: 100) { nodes { id ref title active { id number conditions { causes kinds } } } }
  }
`);
const Quoted = gql(`query Quoted($id: ID!) { node(id: $id) { ... on PolicyVersion { id number text policy { id ref title } } } }`);

/** A version that can be named as what is departed from. */
export interface Choosable {
  readonly id: string;
  readonly ref: string;
  readonly title: string;
  readonly number: number;
}

/** One's own open cases, and the newest policies in force. */
export function useGround() {
  const [{ data }] = useQuery({ query: Ground, variables: { me: useSelf().id } });
  const inForce = useMemo(
    () =>
      (data?.policies.nodes ?? []).flatMap(({ ref, title, active }): (Choosable & InForce)[] =>
        active ? [{ id: active.id, ref, title, number: active.number, ...active.conditions }] : [],
      ),
    [data],
  );
  return { cases: data?.customerCases.nodes, inForce };
}

/** What the version of this id says in short; and what can be chosen, with that version when it was chosen elsewhere. */
export function useQuoted(id: string, inForce: readonly Choosable[]): { readonly quote: string; readonly policies: readonly Choosable[] } {
  const [{ data }] = useQuery({ query: Quoted, variables: { id }, pause: id === '' });
  const node = data?.node;
  if (!node || !('text' in node) || node.id !== id) return { quote: '', policies: inForce };
  const { number, text, policy } = node;
  const isListed = inForce.some((one) => one.id === id);
  return { quote: quoteOf(text), policies: isListed ? inForce : [{ id, number, ref: policy.ref, title: policy.title }, ...inForce] };
}
