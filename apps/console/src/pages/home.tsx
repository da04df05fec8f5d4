import { Navigate } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useSelf } from '../shell/session';

const Stands = gql(`query Stands { guardrails { id satisfiable } }`);

/** Leads to the inbox; an admin of a house that has too few people to approve anything is led to what it still needs. */
export function Home() {
  const isAdmin = useSelf().roles.includes('ADMIN');
  const [{ data, fetching }] = useQuery({ query: Stands, pause: !isAdmin });
  if (isAdmin && fetching) return null;
  return <Navigate to={data && !data.guardrails.satisfiable ? '/start' : '/inbox'} replace />;
}
