import '../styles/work.css';
import { useNavigate } from '@tanstack/react-router';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import type { AskField } from '../parts/ask-fields';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { HERE } from '../parts/zone-now';

const OpenIt = gql(
  `
  mutation OpenCase($input: OpenCaseInput!) {
    openCase(input: $input) { case { id } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

const FIELDS: readonly AskField[] = [
  { name: 'need', kind: 'lines', label: 'case.need' },
  { name: 'name', kind: 'line', label: 'case.customerName' },
  { name: 'contact', kind: 'line', label: 'case.customerContact' },
  { name: 'timeZone', kind: 'line', label: 'case.customerZone' },
  { name: 'complainedAt', kind: 'told', label: 'case.complains', never: 'case.noComplaint', isOptional: true },
];

/** A customer's problem that this person takes on; a complaint when they say so. */
export function OpenCase({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { busy, act } = useAct();
  async function open({ need, complainedAt, ...customer }: Typed) {
    const done = await act(OpenIt, { need, customer, ...(complainedAt ? { complainedAt } : {}) });
    const made = done?.data?.openCase.case;
    if (made) void navigate({ to: '/cases/$id', params: { id: made.id } });
    return done?.refused;
  }
  return (
    <AskDialog
      title="case.openTitle"
      fields={FIELDS}
      start={{ timeZone: HERE }}
      send="case.submit"
      keptAs="open-case"
      busy={busy}
      onClose={onClose}
      onSend={open}
    />
  );
}
