import '../styles/presence.css';
import { useSyncExternalStore } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useSubscription } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';

const WhoIsThere = gql(`
  subscription WhoIsThere($id: ID!, $doing: PresenceDoing!) { presence(subjectId: $id, doing: $doing) { subjectId others { doing person { id name } } } }
`);

type Other = ResultOf<typeof WhoIsThere>['presence']['others'][number];

interface PresenceProps {
  readonly id: string;
  /** Whether this person has the confirmation of a co-signature open. */
  readonly isSigning?: boolean;
}

/** Who else has this open, in one calm line. Whoever sees others is seen, as long as the page is looked at; nothing of it is kept. */
export function Presence({ id, isSigning = false }: PresenceProps) {
  const isLookedAt = useSyncExternalStore(onVisibility, isVisible);
  const [{ data }] = useSubscription({
    query: WhoIsThere,
    variables: { id, doing: isSigning ? 'ABOUT_TO_CO_SIGN' : 'READING' },
    pause: !isLookedAt,
  });
  const others = data?.presence.subjectId === id && isLookedAt ? data.presence.others : [];
  const signing = others.filter(({ doing }) => doing === 'ABOUT_TO_CO_SIGN');
  const reading = others.filter((one) => !signing.includes(one));
  return (
    <p className="present" role="status">
      {others.slice(0, FACES_MOST).map(({ person, doing }) => (
        <span key={person.id} className="face" data-doing={doing} title={person.name} aria-hidden>
          {initials(person.name)}
        </span>
      ))}
      <Said words="presence.signing" others={signing} />
      <Said words="presence.reading" others={reading} />
    </p>
  );
}

const FACES_MOST = 4;
const NAMES_MOST = 2;

function Said({ words, others }: { words: 'presence.signing' | 'presence.reading'; others: readonly Other[] }) {
  const intl = useIntl();
  if (others.length === 0) return null;
  const names = others.slice(0, NAMES_MOST).map(({ person }) => person.name);
  const more = others.length - names.length;
  const all = more > 0 ? [...names, intl.formatMessage({ id: 'presence.more' }, { count: more })] : names;
  return (
    <span>
      <FormattedMessage id={words} values={{ names: intl.formatList(all), count: others.length }} />
    </span>
  );
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? '')][0] ?? '').join('');
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

function onVisibility(heard: () => void): () => void {
  document.addEventListener('visibilitychange', heard);
  return () => document.removeEventListener('visibilitychange', heard);
}
