import type { AnyVariables, CombinedError, DocumentInput, OperationResult } from '@urql/core';
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';

/** Part of a list, as the API answers it. */
export interface ListPart<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list as far as it was asked for. */
export interface Pages<Data, Node> {
  readonly nodes: readonly Node[];
  /** What came with the first page; undefined while nothing has come. */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** Asks for the next page; undefined when all is there. */
  readonly more: (() => void) | undefined;
  readonly isTurning: boolean;
  again: () => void;
}

interface Got<Data> {
  readonly asked: string;
  /** By the cursor after which they begin, in their order; the first page has none. */
  readonly parts: Readonly<Record<string, OperationResult<Data>>>;
}

/**
 * A list that may be longer than a page: its first page, and one more each time that somebody asks. All of them stay live. A page begins where the
 * one before ends by now, so that nothing falls between the two. What stood there before is shown until what is asked now has come.
 */
export function usePages<Data, Node extends { readonly id: string }>(
  query: DocumentInput<Data, AnyVariables>,
  variables: object,
  read: (data: Data) => ListPart<Node>,
  pause = false,
): Pages<Data, Node> {
  const asked = JSON.stringify(variables);
  const [turned, setTurned] = useState({ asked, pages: 1 });
  const [got, setGot] = useState<Got<Data>>({ asked, parts: {} });
  const [round, setRound] = useState(0);
  const now = got.asked === asked ? got.parts : {};
  const pages = turned.asked === asked ? turned.pages : 1;
  const count = Object.keys(now).length;
  useSubscribed({ query, asked, cursors: chain(now, pages, read), round: pause ? undefined : round, setGot });
  const isTurning = count > 0 && pages > count;
  const shown = shownOf(Object.values(got.parts), read);
  return {
    ...shown,
    more: shown.isMore && !isTurning ? () => setTurned({ asked, pages: count + 1 }) : undefined,
    isTurning,
    again: () => setRound(round + 1),
  };
}

function shownOf<Data, Node extends { readonly id: string }>(
  parts: readonly OperationResult<Data>[],
  read: (data: Data) => ListPart<Node>,
) {
  const lists = parts.flatMap(({ data }) => (data ? [read(data)] : []));
  const end = lists.at(-1)?.pageInfo;
  return {
    nodes: once(lists.flatMap(({ nodes }) => nodes)),
    data: parts[0]?.data,
    error: parts.find(({ error }) => error)?.error,
    isMore: end?.hasNextPage === true && end.endCursor !== null,
  };
}

interface Subscribed<Data> {
  readonly query: DocumentInput<Data, AnyVariables>;
  /** The variables, as JSON. */
  readonly asked: string;
  readonly cursors: readonly string[];
  /** Counts how often all was asked for anew; undefined while nothing is asked. */
  readonly round: number | undefined;
  setGot: (change: (before: Got<Data>) => Got<Data>) => void;
}

function useSubscribed<Data>({ query, asked, cursors, round, setGot }: Subscribed<Data>): void {
  const client = useClient();
  const seen = useRef(new Set<string>());
  const wanted = cursors.join(' ');
  useEffect(() => {
    if (round === undefined) return;
    const subscriptions = wanted.split(' ').map((after) => {
      const key = `${round} ${asked} ${after}`;
      const requestPolicy = seen.current.has(key) ? 'cache-first' : round > 0 ? 'network-only' : 'cache-and-network';
      seen.current.add(key);
      return client
        .query(query, { ...(JSON.parse(asked) as object), after: after || null }, { requestPolicy })
        .subscribe((result: OperationResult<Data>) =>
          setGot((before) => ({ asked, parts: keep(before.asked === asked ? before.parts : {}, wanted.split(' '), after, result) })),
        );
    });
    return () => subscriptions.forEach((one) => one.unsubscribe());
  }, [client, query, asked, wanted, round, setGot]);
}

/** The parts that are wanted, in their order; what began elsewhere is dropped. */
function keep<Result>(parts: Readonly<Record<string, Result>>, wanted: readonly string[], after: string, result: Result) {
  const all = { ...parts, [after]: result };
  return Object.fromEntries(wanted.flatMap((cursor) => (all[cursor] ? [[cursor, all[cursor]]] : [])));
}

/** Where each page begins, as far as is known. */
function chain<Data, Node>(
  parts: Readonly<Record<string, OperationResult<Data>>>,
  pages: number,
  read: (data: Data) => ListPart<Node>,
): readonly string[] {
  const cursors = [''];
  while (cursors.length < pages) {
    const data = parts[cursors.at(-1) ?? '']?.data;
    const next = data ? read(data).pageInfo : undefined;
    if (!next?.hasNextPage || !next.endCursor) break;
    cursors.push(next.endCursor);
  }
  return cursors;
}

function once<Node extends { readonly id: string }>(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}
