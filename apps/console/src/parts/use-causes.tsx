import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { useStill } from './use-still';

const Causes = gql(`query Causes($search: String) { causes(search: $search) { id key name } }`);

/** The causes of the house that are nearest to what somebody types, all when that is nothing; and how each is shown. */
export function useCauses(typed: string) {
  const still = useStill(typed.trim());
  const [{ data }] = useQuery({ query: Causes, variables: { search: still === '' ? null : still } });
  const names = new Map((data?.causes ?? []).map(({ key, name }) => [key, name]));
  const renderOption = ({ option }: { readonly option: { readonly value: string } }) => (
    <span>
      {names.get(option.value)} <span className="meta">{option.value}</span>
    </span>
  );
  return { names, renderOption };
}
