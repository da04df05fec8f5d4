import { AskDialog } from '../parts/ask-dialog';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import type { CauseAct } from './cause-acts';

interface CauseActDialogProps {
  readonly act: CauseAct;
  readonly cause?: { readonly key: string; readonly name: string };
  readonly into?: { readonly key: string; readonly name: string } | null;
  readonly start?: Typed;
  onClose: () => void;
  onDone?: () => void;
}

/** Does one thing with the list of causes: asks for its words, and says so when it is done. */
export function CauseActDialog({ act: one, cause, into, start, onClose, onDone }: CauseActDialogProps) {
  const { busy, act } = useAct();
  const said = useSaid();
  async function send(typed: Typed) {
    const done = await act(one.mutation, one.input(typed, cause?.key ?? '', into?.key ?? ''));
    if (done?.refused.length === 0) {
      said(one.done);
      onDone?.();
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title={one.title}
      values={{ name: cause?.name ?? '', into: into?.name ?? '' }}
      says={one.says}
      fields={one.fields}
      send={one.words}
      keptAs={`cause.${one.name}.${cause?.key ?? ''}`}
      start={start}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
