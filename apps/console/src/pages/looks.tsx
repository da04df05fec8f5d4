import '../styles/desk.css';
import { Textarea } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { CauseName } from '../parts/cause-name';
import { RemedyParts, useRemedyWords } from '../parts/money';
import { Unready } from '../parts/unready';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useKept } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { When } from '../parts/when';

const Open = gql(
  `query Looks { blindLooks { id cause dueAt need whatHappened whatPolicySays whatWeDo whyFair remedy { ...RemedyParts } } }`,
  [RemedyParts],
);
const ANSWER = gql(
  `
  mutation AnswerLook($input: AnswerBlindLookInput!) {
    answerBlindLook(input: $input) { blindLook { id answer answeredAt } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

type Look = ResultOf<typeof Open>['blindLooks'][number];

const TEXTS = [
  ['whyFair', 'proposal.fair'],
  ['whatHappened', 'proposal.happened'],
  ['whatPolicySays', 'proposal.policySays'],
  ['whatWeDo', 'proposal.weDo'],
] as const;

/** Decided proposals that this person is to judge without knowing how they were decided. */
export function Looks() {
  const [{ data, error }, again] = useQuery({ query: Open, requestPolicy: 'cache-and-network' });
  useTitle(useIntl().formatMessage({ id: 'look.title' }), data?.blindLooks.length ?? 0);
  return (
    <div className="page narrow">
      <h1>
        <FormattedMessage id="look.title" />
      </h1>
      <p className="muted">
        <FormattedMessage id="look.says" />
      </p>
      {data ? null : <Unready error={error} again={again} rows={2} height={220} />}
      {data?.blindLooks.length === 0 ? (
        <p className="empty">
          <FormattedMessage id="look.empty" />
        </p>
      ) : null}
      {data?.blindLooks.map((look) => (
        <OneLook key={look.id} look={look} onDone={() => again({ requestPolicy: 'network-only' })} />
      ))}
    </div>
  );
}

function OneLook({ look, onDone }: { look: Look; onDone: () => void }) {
  const remedyWords = useRemedyWords();
  const { busy, refused, act } = useAct();
  const say = useSaid();
  const { typed, type, forget } = useKept(`look.${look.id}`, { reason: '' });
  const { reason } = typed;
  async function answer(said: 'WOULD_CO_SIGN' | 'WOULD_NOT'): Promise<void> {
    if (!(await act(ANSWER, { blindLookId: look.id, answer: said, reason: reason.trim() }))?.data) return;
    forget();
    say('look.done');
    onDone();
  }
  const cannot = busy || reason.trim() === '';
  return (
    <article className="card">
      <h2>{remedyWords(look.remedy)}</h2>
      <p className="meta">
        <CauseName of={look.cause} /> · <FormattedMessage id="look.until" values={{ when: <When at={look.dueAt} /> }} />
      </p>
      {look.need ? <p className="reading fair">{look.need}</p> : null}
      {TEXTS.map(([field, words]) => (
        <section key={field}>
          <h3>
            <FormattedMessage id={words} />
          </h3>
          <p className="reading">{look[field]}</p>
        </section>
      ))}
      <Refusals refused={refused} />
      <Textarea
        label={<FormattedMessage id="look.reason" />}
        required
        value={reason}
        onChange={(event) => type({ reason: event.currentTarget.value })}
        autosize
        minRows={2}
        my="md"
      />
      <div className="marks">
        <ActButton variant="default" disabled={cannot} onClick={() => void answer('WOULD_CO_SIGN')}>
          <FormattedMessage id="look.WOULD_CO_SIGN" />
        </ActButton>
        <ActButton variant="default" disabled={cannot} onClick={() => void answer('WOULD_NOT')}>
          <FormattedMessage id="look.WOULD_NOT" />
        </ActButton>
      </div>
    </article>
  );
}
