import { AskDialog } from '../parts/ask-dialog';
import type { Pickable } from '../parts/person-pick';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import type { About, CaseAct } from './case-acts';

interface CaseActDialogProps {
  readonly act: CaseAct;
  readonly about: About;
  /** What the title and the words name. */
  readonly values?: Record<string, string>;
  readonly start?: Typed;
  readonly people?: readonly Pickable[];
  onClose: () => void;
}

/** Does one thing for a case: asks for its words, and says so when it is done. */
export function CaseActDialog({ act: one, about, values, start, people, onClose }: CaseActDialogProps) {
  const { busy, act } = useAct();
  const said = useSaid();
  async function send(typed: Typed) {
    const done = await act(one.mutation, one.input(trimmed(typed), about));
    if (done?.refused.length === 0) {
      said(one.done);
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title={one.title ?? one.words}
      values={values}
      says={one.says}
      fields={one.fields ?? []}
      ground={{ zone: about.zone, people }}
      send={one.words}
      keptAs={`${one.name}.${about.id}`}
      start={start}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}

function trimmed(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()]));
}
