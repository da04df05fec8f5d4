import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { majorOf } from '../parts/money';
import type { Draft } from './propose-draft';

const Before = gql(`
  query Before($id: ID!) {
    exception(id: $id) {
      id ref whyDifferent policyVersion { id policy { id active { id } } }
      revision { number cause whatHappened whatPolicySays whatWeDo whyFair remedy { kind deed amount { amountMinor currency } } }
    }
  }
`);

type Expired = NonNullable<ResultOf<typeof Before>['exception']>;

/** A proposal that is taken up again, and what is said anew with it. */
export function useBefore(id: string | undefined): { readonly ref: string; readonly draft: Partial<Draft> } | undefined {
  const [{ data }] = useQuery({ query: Before, variables: { id: id ?? '' }, pause: !id });
  const expired = data?.exception;
  return expired ? { ref: expired.ref, draft: draftOf(expired) } : undefined;
}

/** Its words, and the policy as it stands by now: what that said before is not said of another version. */
function draftOf({ whyDifferent, policyVersion, revision }: Expired): Partial<Draft> {
  const { cause, whatHappened, whatPolicySays, whatWeDo, whyFair, remedy } = revision;
  const now = policyVersion?.policy.active?.id;
  return {
    ...{ cause, whatHappened, whatWeDo, whyFair, whyDifferent: whyDifferent ?? '', ...remedyOf(remedy) },
    ...(now ? { policyVersionId: now } : {}),
    ...(now === policyVersion?.id ? { whatPolicySays } : {}),
  };
}

function remedyOf({ kind, deed, amount }: Expired['revision']['remedy']): Partial<Draft> {
  const money = amount ? { amount: majorOf(amount.amountMinor, amount.currency), currency: amount.currency } : {};
  return { kind, deed: deed ?? '', ...money };
}
