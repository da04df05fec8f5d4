import { notifications } from '@mantine/notifications';
import type { CombinedError, DocumentInput, AnyVariables } from '@urql/core';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { useClient } from 'urql';
import { faultWords } from './faults';

/** Why an action was refused: the sentence, and the field it is about. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly whoCould?: readonly { readonly name: string }[];
}

interface Payload {
  readonly userErrors: readonly Refused[];
}

interface Outcome<Data> {
  readonly data?: Data;
  readonly refused: readonly Refused[];
}

/**
 * Sends one mutation at a time. The key of an intent stays the same until it was answered, so that pressing again after a lost answer has one
 * effect; a new intent gets a new key. A refusal is given back; what is nobody's doing is told at once.
 */
export function useAct(): {
  busy: boolean;
  act: <Data extends object, Input extends object>(
    mutation: DocumentInput<Data, AnyVariables>,
    input: Input,
  ) => Promise<Outcome<Data> | undefined>;
} {
  const intl = useIntl();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const intent = useRef<{ said: string; key: string } | undefined>(undefined);

  async function act<Data extends object, Input extends object>(mutation: DocumentInput<Data, AnyVariables>, input: Input) {
    const said = JSON.stringify(input);
    if (intent.current?.said !== said) intent.current = { said, key: crypto.randomUUID() };
    setBusy(true);
    const { data, error } = await client.mutation(mutation, { input: { ...input, idempotencyKey: intent.current.key } }).toPromise();
    setBusy(false);
    if (error || !data) {
      if (error) tellFault(intl, error);
      return undefined;
    }
    intent.current = undefined;
    const [payload] = Object.values(data) as Payload[];
    return { data, refused: payload?.userErrors ?? [] };
  }
  return { busy, act };
}

function tellFault(intl: ReturnType<typeof useIntl>, error: CombinedError): void {
  const close = { closeButtonProps: { 'aria-label': intl.formatMessage({ id: 'act.cancel' }) } };
  notifications.show({
    color: 'red',
    title: intl.formatMessage({ id: 'fault.title' }),
    message: faultWords(intl, error),
    autoClose: 12_000,
    ...close,
  });
}
