import { Button } from '@mantine/core';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { sessionNow } from '../graphql/session-now';
import { isSignedOut } from '../graphql/steady';
import { Fault } from '../parts/faults';
import { keepFor } from '../parts/use-kept';
import { SessionEnded } from './session-ended';
import { signInHere } from './sign-in-here';

const Me = gql(`query Me { me { id name email handle roles facesCustomers team { id name } } }`);

/** Who is signed in. */
export type Self = ResultOf<typeof Me>['me'];

const SelfContext = createContext<Self | undefined>(undefined);

/** Who is signed in; there is somebody wherever the session gate stands above. */
export function useSelf(): Self {
  const self = use(SelfContext);
  if (!self) throw new Error('This stands outside of the session.');
  return self;
}

/** Shows its children to whoever is signed in, and everybody else the way to sign in. Who was here stays on the page when the session ends. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ data, error, fetching, stale, operation }, again] = useQuery({ query: Me });
  const id = data?.me.id;
  // What the cache remembers says nothing of who is signed in now; and each asking counts, also when it is answered as before.
  const isSaidNow = !fetching && !stale && !error && operation?.context.meta?.cacheOutcome !== 'hit';
  useEffect(() => sessionNow.onDoubt(() => again({ requestPolicy: 'network-only' })), [again]);
  useEffect(() => {
    if (id && isSaidNow) sessionNow.begin();
  }, [id, isSaidNow]);
  const isAnother = useIsAnother(id);
  if (data && !isAnother)
    return (
      <SelfContext value={data.me}>
        {children}
        <SessionEnded />
      </SelfContext>
    );
  if (isSignedOut(error)) return <SignIn />;
  if (error && !fetching)
    return (
      <main className="page narrow">
        <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />
      </main>
    );
  return null;
}

/** What one person typed, and what the page knows of them, is not for the next one who signs in here: the page begins anew. */
function useIsAnother(id: string | undefined): boolean {
  const [first, setFirst] = useState(id);
  if (first === undefined && id !== undefined) {
    keepFor(id);
    setFirst(id);
  }
  const isAnother = first !== undefined && id !== undefined && id !== first;
  useEffect(() => {
    if (isAnother) location.reload();
  }, [isAnother]);
  return isAnother;
}

function SignIn() {
  return (
    <main className="page narrow">
      <img src="/assets/mark.svg" alt="" width={56} height={56} />
      <h1>
        <FormattedMessage id="signIn.title" />
      </h1>
      <p>
        <FormattedMessage id="signIn.words" />
      </p>
      <Button component="a" href={signInHere()} size="md">
        <FormattedMessage id="signIn.button" />
      </Button>
      <p className="meta">
        <a href="/explorer">
          <FormattedMessage id="signIn.explorer" />
        </a>
        {' · '}
        <a href="/readyz">
          <FormattedMessage id="signIn.health" />
        </a>
      </p>
    </main>
  );
}
