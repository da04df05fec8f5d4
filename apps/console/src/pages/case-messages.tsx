import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql, type ResultOf } from '../graphql/gql';
import { Channel } from '../parts/channel';
import { MoreButton } from '../parts/more-button';
import { usePages } from '../parts/use-pages';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { RECORD_MESSAGE } from './case-acts';
import type { CaseData } from './case-data';

const CaseMessages = gql(`
  query CaseMessages($id: ID!, $after: String) {
    customerCase(id: $id) {
      id
      customerMessages(first: 10, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id channel text receivedAt recordedBy { id name } }
      }
    }
  }
`);

type Messages = NonNullable<ResultOf<typeof CaseMessages>['customerCase']>['customerMessages'];
const NONE: Messages = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
/** As long as somebody answers for the case; the service says why not where it is over. */
const TAKES_MESSAGES: readonly string[] = ['NEW', 'OWNED', 'SOLVED'];

/** What the customer said of their own accord, the latest on top. It moves nothing, so it stands apart from what is to be done. */
export function CaseMessagesPart({ customerCase }: { customerCase: CaseData }) {
  const { id, ref, status, owner, customer } = customerCase;
  const self = useSelf();
  const list = usePages(CaseMessages, { id }, (data) => data.customerCase?.customerMessages ?? NONE);
  const [isRecording, setRecording] = useState(false);
  const mayRecord = TAKES_MESSAGES.includes(status) && !customer.erased && (owner.id === self.id || self.facesCustomers);
  if (list.nodes.length === 0 && !mayRecord) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id="case.messages" />
      </h2>
      {list.nodes.map(({ id: one, channel, text, receivedAt, recordedBy }) => (
        <div key={one} className="item">
          <p className="meta">
            <Channel name={channel} />, <When at={receivedAt} /> ·{' '}
            <FormattedMessage id="case.recordedBy" values={{ name: recordedBy.name }} />
          </p>
          <p className="reading">{text || <FormattedMessage id="case.erased" />}</p>
        </div>
      ))}
      <MoreButton list={list} />
      {mayRecord ? (
        <Button size="xs" mt="sm" variant="default" onClick={() => setRecording(true)}>
          <FormattedMessage id={RECORD_MESSAGE.words} />
        </Button>
      ) : null}
      {isRecording ? (
        <CaseActDialog
          act={RECORD_MESSAGE}
          about={{ id, zone: customer.timeZone }}
          values={{ ref, customer: customer.name ?? '' }}
          onClose={() => setRecording(false)}
        />
      ) : null}
    </section>
  );
}
