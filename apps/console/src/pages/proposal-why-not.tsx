import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { Reasons, WhyNotDetails } from '../parts/why-not';
import { useSelf } from '../shell/session';
import { ACTS, type ShownAction } from './proposal-acts';

const ProposalWhyNot = gql(
  `
  query ProposalWhyNot($id: ID!) {
    exception(id: $id) {
      id
      CO_SIGN: whyNot(action: CO_SIGN) { ...Refusal }
      AMEND: whyNot(action: AMEND) { ...Refusal }
      OBJECT: whyNot(action: OBJECT) { ...Refusal }
      WITHDRAW: whyNot(action: WITHDRAW) { ...Refusal }
      TELL_CUSTOMER: whyNot(action: TELL_CUSTOMER) { ...Refusal }
      FULFIL: whyNot(action: FULFIL) { ...Refusal }
      STOP: whyNot(action: STOP) { ...Refusal }
    }
  }
`,
  [Refusal],
);

/** What somebody could look for in each state; in the others, that it is over says enough. */
const EXPECTED = {
  PROPOSED: ['CO_SIGN', 'AMEND', 'OBJECT', 'WITHDRAW'],
  APPROVED: ['CO_SIGN', 'AMEND', 'TELL_CUSTOMER', 'FULFIL'],
} as const satisfies Record<string, readonly ShownAction[]>;

type Expected = (typeof EXPECTED)[keyof typeof EXPECTED][number] | 'STOP';

interface WhyNotProps {
  readonly id: string;
  readonly status: string;
  readonly openActions: readonly string[];
}

/** What has no button now, and why, in the words of the service. */
export function WhyNot({ id, status, openActions }: WhyNotProps) {
  const isAdmin = useSelf().roles.includes('ADMIN');
  const expected: readonly Expected[] = status in EXPECTED ? EXPECTED[status as keyof typeof EXPECTED] : [];
  const ofAdmins: readonly Expected[] = isAdmin && status === 'APPROVED' ? ['STOP'] : [];
  const closed = [...expected, ...ofAdmins].filter((action) => !openActions.includes(action));
  if (closed.length === 0) return null;
  return (
    <WhyNotDetails>
      <Asked id={id} actions={closed} />
    </WhyNotDetails>
  );
}

function Asked({ id, actions }: { id: string; actions: readonly Expected[] }) {
  const [{ data }] = useQuery({ query: ProposalWhyNot, variables: { id }, requestPolicy: 'network-only' });
  return <Reasons actions={actions} reasons={data?.exception} words={ACTS} />;
}
