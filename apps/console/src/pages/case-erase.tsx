import { lazy, Suspense, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { ActButton } from '../parts/act-button';
import { useSelf } from '../shell/session';
import type { CaseData } from './case-data';

const EraseCustomer = lazy(() => import('./erase-customer'));

/** The way to forget a customer, for admins. */
export function CaseErase({ customerCase: { ref, customer } }: { customerCase: CaseData }) {
  const [opened, setOpened] = useState(false);
  if (!useSelf().roles.includes('ADMIN')) return null;
  return (
    <p>
      <ActButton size="xs" variant="default" mt="sm" onClick={() => setOpened(true)}>
        <FormattedMessage id={customer.erased ? 'erase.again' : 'erase.button'} />
      </ActButton>
      {opened ? (
        <Suspense>
          <EraseCustomer customer={customer} caseRef={ref} onClose={() => setOpened(false)} />
        </Suspense>
      ) : null}
    </p>
  );
}
