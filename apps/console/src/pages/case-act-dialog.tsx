import { AskDialog } from '../parts/ask-dialog';
import type { AskGround } from '../parts/ask-fields';
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
  /** Who could be asked. */
  readonly colleagues?: Pick<AskGround, 'people' | 'search'>;
  onClose: () => void;
}

/** Does one thing for a case: asks for its words, and says so when it is done. */
export function CaseActDialog({ act: one, about, values, start, colleagues, onClose }: CaseActDialogProps) {
  const { busy, act } = useAct();
  const said = useSaid();
  async function send(typed: Typed) {
    const done = await act(one.mutation, one.input(typed, about));
    if (done?.refused.length === 0) {
      said(one.done);
      one.afterwards?.();
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
      ground={{ zone: about.zone, ...colleagues }}
      send={one.words}
      keptAs={`${one.name}.${about.id}`}
      start={start}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
