import { notifications } from '@mantine/notifications';
import { createRequest, type AnyVariables, type CombinedError, type DocumentInput } from '@urql/core';
import { useRef, useState } from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { useClient } from 'urql';
import { lineNow } from '../graphql/line';
import { isSignedOut } from '../graphql/steady';
import { loadRefusals, sentenceOf, type Said } from '../words/refusals';
import { faultWords } from './faults';

/** Why an action was refused: the sentence in the words of the reader, and the field it is about. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly whoCould?: readonly { readonly name: string }[];
  /** How the field is called, where that is all there is to say. */
  readonly label?: string;
}

interface Payload {
  readonly userErrors: readonly (Refused & Said)[];
}

/** What came of it: the data only when it was done, and why it was not. */
interface Outcome<Data> {
  readonly data?: Data;
  readonly refused: readonly Refused[];
}

/** The one way to change something. */
export interface Acting {
  readonly busy: boolean;
  /** Why the last act was refused; empty when it was done. */
  readonly refused: readonly Refused[];
  /** Answers nothing when no answer came. */
  readonly act: <Data extends object, Input extends object>(
    mutation: DocumentInput<Data, AnyVariables>,
    input: Input,
  ) => Promise<Outcome<Data> | undefined>;
  readonly forget: () => void;
}

/**
 * Sends one mutation at a time. The key of an intent stays the same until it was answered, so that pressing again after a lost answer has one
 * effect; a new intent gets a new key. A refusal is given back and kept; what is nobody's doing is told at once.
 */
export function useAct(): Acting {
  const intl = useIntl();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const intent = useRef<{ said: string; key: string } | undefined>(undefined);

  async function act<Data extends object, Input extends object>(mutation: DocumentInput<Data, AnyVariables>, input: Input) {
    const { key: operation } = createRequest(mutation, {});
    if (lineNow.now() === 'offline') return void tell(intl, intl.formatMessage({ id: 'line.waits' }));
    const said = `${operation} ${JSON.stringify(input)}`;
    if (intent.current?.said !== said) intent.current = { said, key: crypto.randomUUID() };
    setBusy(true);
    try {
      return await answerTo(mutation, { ...input, idempotencyKey: intent.current.key });
    } finally {
      setBusy(false);
    }
  }

  async function answerTo<Data extends object>(mutation: DocumentInput<Data, AnyVariables>, input: object) {
    const { data, error } = await client.mutation(mutation, { input }).toPromise();
    if (error || !data) {
      if (error) await tellFault(intl, error);
      return undefined;
    }
    intent.current = undefined;
    const outcome = await outcomeOf(intl, data);
    setRefused(outcome.refused);
    return outcome;
  }
  return { busy, refused, act, forget: () => setRefused([]) };
}

async function outcomeOf<Data extends object>(intl: IntlShape, data: Data): Promise<Outcome<Data>> {
  const [payload] = Object.values(data) as Payload[];
  const said = payload?.userErrors ?? [];
  if (said.length === 0) return { data, refused: [] };
  const translated = await loadRefusals();
  return { refused: said.map((one) => ({ ...one, message: sentenceOf(intl, one, translated) })) };
}

/** Of a session that ended the shell speaks, over the page. */
async function tellFault(intl: IntlShape, error: CombinedError): Promise<void> {
  if (!isSignedOut(error)) tell(intl, faultWords(intl, error, await loadRefusals()));
}

function tell(intl: IntlShape, message: string): void {
  const close = { closeButtonProps: { 'aria-label': intl.formatMessage({ id: 'act.cancel' }) } };
  notifications.show({ color: 'red', title: intl.formatMessage({ id: 'fault.title' }), message, autoClose: 12_000, ...close });
}
