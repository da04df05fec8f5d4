import { Button } from '@mantine/core';
import { createContext, type ReactNode, use } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Fault, isSignedOut } from '../parts/faults';

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

/** Shows its children to whoever is signed in, and everybody else the way to sign in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ data, error, fetching }, again] = useQuery({ query: Me });
  if (data) return <SelfContext value={data.me}>{children}</SelfContext>;
  if (isSignedOut(error)) return <SignIn />;
  if (error && !fetching)
    return (
      <main className="page narrow">
        <Fault error={error} again={() => again({ requestPolicy: 'network-only' })} />
      </main>
    );
  return null;
}

function SignIn() {
  const to = encodeURIComponent(`${location.pathname}${location.search}`);
  return (
    <main className="page narrow">
      <img src="/assets/mark.svg" alt="" width={56} height={56} />
      <h1>
        <FormattedMessage id="signIn.title" />
      </h1>
      <p>
        <FormattedMessage id="signIn.words" />
      </p>
      <Button component="a" href={`/sign-in?to=${to}`} size="md">
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
