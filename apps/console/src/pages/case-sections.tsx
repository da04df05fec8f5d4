import '../styles/lists.css';
import { Link } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { Pill } from '../parts/pill';
import { When } from '../parts/when';
import type { CaseData } from './case-data';
import { FollowUpTries } from './follow-up-tries';

/** What was proposed, asked and answered. Parts that hold nothing, and that nobody waits for, are left out. */
export function CaseSections({ customerCase }: { customerCase: CaseData }) {
  return (
    <>
      <Proposals customerCase={customerCase} />
      <Questions customerCase={customerCase} />
      <Answers customerCase={customerCase} />
      <FollowUps customerCase={customerCase} />
    </>
  );
}

function Proposals({ customerCase: { exceptions } }: { customerCase: CaseData }) {
  return (
    <section>
      <h2>
        <FormattedMessage id="case.proposals" />
      </h2>
      {exceptions.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="case.noProposals" />
        </p>
      ) : null}
      {exceptions.map((exception) => (
        <Link key={exception.id} className="row" to="/exceptions/$id" params={{ id: exception.id }}>
          <span className="line">
            <strong>{exception.ref}</strong>
            <Pill exception={exception} />
          </span>
          <span className="clamp">{exception.revision.whatWeDo}</span>
        </Link>
      ))}
    </section>
  );
}

function Questions({ customerCase: { questions } }: { customerCase: CaseData }) {
  if (questions.length === 0) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id="case.questions" />
      </h2>
      {questions.map(({ id, question, answer, askedAt, from, to }) => (
        <div key={id} className="item">
          <p className="meta">
            <FormattedMessage id="question.asked" values={{ from: from.name, to: to.name, when: <When at={askedAt} /> }} />
          </p>
          <p className="reading">{question}</p>
          {answer === null ? (
            <p className="muted">
              <FormattedMessage id="question.waiting" values={{ to: to.name }} />
            </p>
          ) : (
            <p className="reading fair">{answer}</p>
          )}
        </div>
      ))}
    </section>
  );
}

function Answers({ customerCase: { answers } }: { customerCase: CaseData }) {
  if (answers.length === 0) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id="case.answers" />
      </h2>
      {answers.map(({ kind, words, at, customerToldAt, by, toldBy, appealRoute, reopenedAt, reopenedBecause }) => (
        <div key={at} className="item">
          <p>
            <strong>
              <FormattedMessage id={`answer.${kind}`} />
            </strong>
          </p>
          <p className="reading">{words}</p>
          <p className="meta">
            <FormattedMessage id="answer.told" values={{ name: toldBy ?? by.name, when: <When at={customerToldAt} /> }} />
          </p>
          {appealRoute ? (
            <p>
              <FormattedMessage id="answer.appeal" values={{ route: appealRoute }} />
            </p>
          ) : null}
          {reopenedAt ? (
            <p className="meta">
              <FormattedMessage id="answer.reopened" values={{ when: <When at={reopenedAt} />, because: reopenedBecause ?? '' }} />
            </p>
          ) : null}
        </div>
      ))}
    </section>
  );
}

function FollowUps({ customerCase: { followUps } }: { customerCase: CaseData }) {
  if (followUps.length === 0) return null;
  return (
    <section>
      <h2>
        <FormattedMessage id="case.followUps" />
      </h2>
      {followUps.map(({ id, dueAt, endedAt, outcome, tries }) => (
        <div key={id} className="item">
          <p>
            {outcome ? (
              <FormattedMessage id={`followUp.${outcome}`} />
            ) : (
              <FormattedMessage id="followUp.asksAt" values={{ when: <When at={dueAt} /> }} />
            )}{' '}
            {endedAt ? (
              <span className="meta">
                <When at={endedAt} />
              </span>
            ) : null}
          </p>
          <FollowUpTries tries={tries} />
        </div>
      ))}
    </section>
  );
}
