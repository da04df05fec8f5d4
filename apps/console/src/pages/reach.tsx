import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import { useAct, type Refused } from '../parts/use-act';
import type { MessageId } from '../words/messages';
import { KeyHint } from './case-actions';

const RevealIt = gql(
  `
  mutation RevealIt($input: RevealContactInput!) {
    revealContact(input: $input) {
      contact { contact callBacks { handOffId contact } } userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);

interface Revealed {
  readonly contact: string;
  readonly callBacks: readonly { readonly handOffId: string; readonly contact: string }[];
}

interface Reaching {
  readonly revealed?: Revealed | undefined;
  readonly refused: readonly Refused[];
  readonly busy: boolean;
  readonly hasKey: boolean;
  readonly reveal: () => void;
}

const ReachContext = createContext<Reaching | undefined>(undefined);

interface ReachableProps {
  readonly caseId: string;
  /** Whether the key means this case. */
  readonly hasKey?: boolean;
  readonly children: ReactNode;
}

/** Around whatever shows how a customer is reached: one press shows all of it, tells the case who looked, and holds until the page is left. */
export function Reachable({ caseId, hasKey = false, children }: ReachableProps) {
  const { busy, refused, act } = useAct();
  const [revealed, setRevealed] = useState<Revealed>();
  const reveal = async (): Promise<void> => {
    const done = await act(RevealIt, { caseId });
    setRevealed(done?.data?.revealContact.contact ?? undefined);
  };
  useKey('reach', () => void reveal(), hasKey && !busy && !revealed);
  const reaching = useMemo(
    () => ({ revealed, refused, busy, hasKey, reveal: () => void reveal() }),
    [revealed, refused, busy, hasKey, caseId],
  );
  return <ReachContext value={reaching}>{children}</ReachContext>;
}

interface ReachProps {
  /** As everybody may see it. */
  readonly masked?: string | null;
  readonly words?: MessageId;
}

/** How the customer is reached: masked, until somebody wants to know. */
export function Reach({ masked, words = 'case.showContact' }: ReachProps) {
  const reaching = use(ReachContext);
  return <Shown contact={reaching?.revealed?.contact} masked={masked} words={words} />;
}

/** Where the customer is called back, as it came with a hand-off. */
export function CallBack({ handOffId, masked }: { handOffId: string; masked: string }) {
  const reaching = use(ReachContext);
  const contact = reaching?.revealed?.callBacks.find((one) => one.handOffId === handOffId)?.contact;
  return masked === '' ? <>–</> : <Shown contact={contact} masked={masked} words="case.showContact" />;
}

function Shown({ contact, masked, words }: { contact: string | undefined; masked?: string | null; words: MessageId }) {
  const reaching = use(ReachContext);
  return (
    <span className="contact" aria-live="polite">
      {contact ? (
        <ContactLink contact={contact} />
      ) : (
        <>
          {masked ? <span className="muted">{masked}</span> : null}
          <ActButton
            size="xs"
            variant="default"
            loading={reaching?.busy ?? false}
            onClick={reaching?.reveal}
            rightSection={reaching?.hasKey ? <KeyHint id="reach" /> : undefined}
          >
            <FormattedMessage id={words} />
          </ActButton>
        </>
      )}
      {reaching?.refused.map(({ code, message }) => (
        <span key={code} className="meta" role="alert">
          {message}
        </span>
      ))}
    </span>
  );
}

const NUMBER = /^\+?[\d\s()./-]{4,}$/;
const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+$/;

/** A number is called and an address written to by pressing it; anything else is read. */
function ContactLink({ contact }: { contact: string }) {
  const href = NUMBER.test(contact) ? `tel:${contact.replace(/[^+\d]/g, '')}` : ADDRESS.test(contact) ? `mailto:${contact}` : undefined;
  return <strong>{href ? <a href={href}>{contact}</a> : contact}</strong>;
}
