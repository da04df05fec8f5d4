import { useState, useSyncExternalStore } from 'react';

/** One row of a list as it stands on the screen. */
export interface CalmRow<Node> {
  readonly node: Node;
  /** It came while somebody looked. */
  readonly isNew: boolean;
  /** It is in the list no longer, by what somebody else did. */
  readonly isGone: boolean;
}

interface State<Node> {
  /** What was taken over: the ids, and whether they may move what is shown. Undefined before the first list. */
  readonly taken: string | undefined;
  readonly rows: readonly CalmRow<Node>[];
  /** What this person decided: it leaves at once, and not by somebody else. */
  readonly own: readonly string[];
  /** Whatever comes next was asked for. */
  readonly isAsked: boolean;
}

const LOOKS_AT_TOP_PX = 8;

/**
 * A list that changes by itself, and does not move under whoever reads it: what comes is shown at once only while the list is at its top, or was asked
 * for; else it is counted until then. What somebody else decided stays at its place until `leave` is called for it.
 */
export function useCalmRows<Node extends { readonly id: string }>(nodes: readonly Node[], isThere: boolean) {
  const [state, setState] = useState<State<Node>>({ taken: undefined, rows: [], own: [], isAsked: false });
  const isAtTop = useSyncExternalStore(onScroll, () => window.scrollY < LOOKS_AT_TOP_PX);
  const mayMove = isAtTop || state.isAsked || state.taken === undefined;
  const wanted = `${nodes.map(({ id }) => id).join(' ')} ${mayMove}`;
  const now = isThere && wanted !== state.taken ? take(state, nodes, mayMove, wanted) : state;
  if (now !== state) setState(now);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isShown = ({ id }: Node) => now.own.includes(id) || now.rows.some(({ node }) => node.id === id);
  return {
    rows: now.rows.map((row) => ({ ...row, node: byId.get(row.node.id) ?? row.node })),
    /** How many came and are not shown yet. */
    held: isThere ? nodes.filter((node) => !isShown(node)).length : 0,
    letIn: () => setState((before) => ({ ...before, isAsked: true })),
    leave: (id: string) => setState((before) => without(before, id)),
    decided: (id: string) => setState((before) => ({ ...without(before, id), own: [...before.own, id] })),
  };
}

function take<Node extends { readonly id: string }>(
  { taken, rows: before, own, isAsked }: State<Node>,
  nodes: readonly Node[],
  mayMove: boolean,
  wanted: string,
): State<Node> {
  const known = new Set(before.map(({ node }) => node.id));
  const live = new Set(nodes.map(({ id }) => id));
  const came = nodes.filter(({ id }) => !known.has(id));
  const rows: CalmRow<Node>[] = nodes
    .filter(({ id }) => !own.includes(id) && (mayMove || known.has(id)))
    .map((node) => ({ node, isNew: taken !== undefined && !isAsked && !known.has(node.id), isGone: false }));
  before.forEach((row, place) => {
    if (!live.has(row.node.id)) rows.splice(place, 0, { ...row, isGone: true });
  });
  return { taken: wanted, rows, own: own.filter((id) => live.has(id)), isAsked: isAsked && came.length === 0 };
}

function without<Node extends { readonly id: string }>(state: State<Node>, id: string): State<Node> {
  return { ...state, rows: state.rows.filter(({ node }) => node.id !== id) };
}

function onScroll(heard: () => void): () => void {
  window.addEventListener('scroll', heard, { passive: true });
  return () => window.removeEventListener('scroll', heard);
}
