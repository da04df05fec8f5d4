import { Group } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { ActButton } from '../parts/act-button';
import { Clocks } from '../parts/clocks';
import { isOpenPromise, PromiseMark } from '../parts/promise-mark';
import { CaseActDialog } from './case-act-dialog';
import { KEEP, RENEGOTIATE, type CaseAct } from './case-acts';
import type { CaseData, GetBackData } from './case-data';

/** What the customer was promised, what is open first; nothing that was promised ever leaves the list. */
export function CasePromises({ customerCase }: { customerCase: CaseData }) {
  const { getBacks, openActions } = customerCase;
  const sorted = [...getBacks].sort(
    (one, other) => Number(isOpenPromise(other)) - Number(isOpenPromise(one)) || one.dueAt.localeCompare(other.dueAt),
  );
  return (
    <section>
      <h2>
        <FormattedMessage id="case.promises" />
      </h2>
      {sorted.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="case.noPromises" />
        </p>
      ) : null}
      {sorted.map((getBack) => (
        <Promised
          key={getBack.id}
          getBack={getBack}
          isKeepable={openActions.includes('KEEP_GET_BACK')}
          customer={customerCase.customer.name ?? ''}
        />
      ))}
    </section>
  );
}

function Promised({ getBack, isKeepable, customer }: { getBack: GetBackData; isKeepable: boolean; customer: string }) {
  const { id, what, dueAt, timeZone, promisedBy, whatWasSaid } = getBack;
  const [opened, setOpened] = useState<CaseAct>();
  const isOpen = isKeepable && isOpenPromise(getBack);
  return (
    <div className="item">
      <div className="line-of">
        <strong>{what || <FormattedMessage id="case.erased" />}</strong>
        <span className="push">
          <PromiseMark promise={getBack} />
        </span>
      </div>
      <p className="meta">
        <FormattedMessage id="promise.by" values={{ when: <Clocks at={dueAt} zone={timeZone} />, name: promisedBy.name }} />
      </p>
      {whatWasSaid ? <p className="reading">{whatWasSaid}</p> : null}
      {isOpen ? (
        <Group gap="xs">
          <ActButton size="xs" onClick={() => setOpened(KEEP)}>
            <FormattedMessage id={KEEP.words} />
          </ActButton>
          {getBack.status === 'MADE' ? (
            <ActButton size="xs" variant="default" onClick={() => setOpened(RENEGOTIATE)}>
              <FormattedMessage id={RENEGOTIATE.words} />
            </ActButton>
          ) : null}
        </Group>
      ) : null}
      {opened ? (
        <CaseActDialog act={opened} about={{ id, zone: timeZone }} values={{ what, customer }} onClose={() => setOpened(undefined)} />
      ) : null}
    </div>
  );
}
