import '../styles/work.css';
import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { ActButton } from '../parts/act-button';
import { When } from '../parts/when';
import { CaseActDialog } from './case-act-dialog';
import { ANSWER } from './case-acts';

const Questions = gql(`
  query QuestionsForMe { questionsForMe { id question askedAt from { id name } case { id ref customer { id timeZone } } } }
`);

/** What colleagues would like to know from this person: an answer goes into the case, which stays theirs. */
export function QuestionsForMe() {
  const [{ data }] = useQuery({ query: Questions });
  if (!data?.questionsForMe.length) return null;
  return (
    <section aria-labelledby="inbox-questions">
      <h2 className="group" id="inbox-questions">
        <FormattedMessage id="inbox.questions" /> <span className="meta">{data.questionsForMe.length}</span>
      </h2>
      {data.questionsForMe.map((asked) => (
        <Asked key={asked.id} asked={asked} />
      ))}
    </section>
  );
}

function Asked({
  asked: { id, question, askedAt, from, case: customerCase },
}: {
  asked: ResultOf<typeof Questions>['questionsForMe'][number];
}) {
  const [answering, setAnswering] = useState(false);
  const { timeZone } = customerCase.customer;
  return (
    <section className="card" data-waits="you">
      <h3>
        <FormattedMessage id="question.forYou" values={{ from: from.name, ref: customerCase.ref }} />
      </h3>
      <p className="meta">
        <When at={askedAt} /> ·{' '}
        <Link to="/cases/$id" params={{ id: customerCase.id }}>
          <FormattedMessage id="question.readCase" />
        </Link>
      </p>
      <p className="reading">{question}</p>
      <Group gap="xs">
        <ActButton size="sm" onClick={() => setAnswering(true)}>
          <FormattedMessage id="caseAct.answer" />
        </ActButton>
      </Group>
      {answering ? (
        <CaseActDialog act={ANSWER} about={{ id, zone: timeZone }} values={{ from: from.name }} onClose={() => setAnswering(false)} />
      ) : null}
    </section>
  );
}
