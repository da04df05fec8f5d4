import type { MessageId } from '../words/messages';

/** Where a key works: everywhere, in any list, or on the thing that is open. */
export type KeyScope = 'global' | 'list' | 'proposal' | 'case' | 'review';

interface KeyAction {
  readonly scope: KeyScope;
  /** As react-hotkeys-hook writes it: `mod+k`, or keys one after the other, `g>i`. */
  readonly keys: string;
  readonly words: MessageId;
}

/**
 * Every key of the console. Handlers, palette, the sheet of keys, tooltips and settings all read this list. None takes anything back: what was
 * signed stands, and is retracted with a button while that is allowed. None snoozes: there is no snooze; see decision 37.
 */
export const KEY_ACTIONS = {
  palette: { scope: 'global', keys: 'mod+k', words: 'key.palette' },
  propose: { scope: 'global', keys: 'n', words: 'key.propose' },
  sheet: { scope: 'global', keys: 'shift+?', words: 'key.sheet' },
  rail: { scope: 'global', keys: '[', words: 'key.rail' },
  theme: { scope: 'global', keys: 't', words: 'key.theme' },
  back: { scope: 'global', keys: 'escape', words: 'key.back' },
  goInbox: { scope: 'global', keys: 'g>i', words: 'key.goInbox' },
  goCases: { scope: 'global', keys: 'g>c', words: 'key.goCases' },
  goPatterns: { scope: 'global', keys: 'g>a', words: 'key.goPatterns' },
  goPrecedents: { scope: 'global', keys: '/', words: 'key.goPrecedents' },
  goPolicies: { scope: 'global', keys: 'g>l', words: 'key.goPolicies' },
  goReviews: { scope: 'global', keys: 'g>r', words: 'key.goReviews' },
  goFollowUps: { scope: 'global', keys: 'g>f', words: 'key.goFollowUps' },
  goPromises: { scope: 'global', keys: 'g>p', words: 'key.goPromises' },
  goThanks: { scope: 'global', keys: 'g>k', words: 'key.goThanks' },
  goInsights: { scope: 'global', keys: 'g>s', words: 'key.goInsights' },
  goProposals: { scope: 'global', keys: 'g>m', words: 'key.goProposals' },
  goNotices: { scope: 'global', keys: 'g>n', words: 'key.goNotices' },
  goExplorer: { scope: 'global', keys: 'g>e', words: 'key.goExplorer' },
  next: { scope: 'list', keys: 'j', words: 'key.next' },
  previous: { scope: 'list', keys: 'k', words: 'key.previous' },
  rowBelow: { scope: 'list', keys: 'arrowdown', words: 'key.rowBelow' },
  rowAbove: { scope: 'list', keys: 'arrowup', words: 'key.rowAbove' },
  select: { scope: 'list', keys: 'x', words: 'key.select' },
  filter: { scope: 'list', keys: 'f', words: 'key.filter' },
  saveView: { scope: 'list', keys: 'v', words: 'key.saveView' },
  exportList: { scope: 'list', keys: 'e', words: 'key.exportList' },
  coSign: { scope: 'proposal', keys: 'c', words: 'key.coSign' },
  amend: { scope: 'proposal', keys: 'u', words: 'key.amend' },
  object: { scope: 'proposal', keys: 'd', words: 'key.object' },
  revisionBack: { scope: 'proposal', keys: 'arrowleft', words: 'key.revisionBack' },
  revisionOn: { scope: 'proposal', keys: 'arrowright', words: 'key.revisionOn' },
  copyLink: { scope: 'proposal', keys: 'y', words: 'key.copyLink' },
  accept: { scope: 'case', keys: 'enter', words: 'key.accept' },
  promise: { scope: 'case', keys: 'b', words: 'key.promise' },
  handOff: { scope: 'case', keys: 'h', words: 'key.handOff' },
  ask: { scope: 'case', keys: 'a', words: 'key.ask' },
  done: { scope: 'case', keys: 'm', words: 'key.done' },
  reach: { scope: 'case', keys: 'r', words: 'key.reach' },
  outcome: { scope: 'case', keys: 'o', words: 'key.outcome' },
  proposeForCase: { scope: 'case', keys: 'p', words: 'key.proposeForCase' },
  oneOff: { scope: 'review', keys: '1', words: 'key.oneOff' },
  promote: { scope: 'review', keys: '2', words: 'key.promote' },
  askThePair: { scope: 'review', keys: '3', words: 'key.askThePair' },
  expand: { scope: 'review', keys: 'space', words: 'key.expand' },
} as const satisfies Record<string, KeyAction>;

/** The name of something a key does. */
export type KeyActionId = keyof typeof KEY_ACTIONS;

const STORED = 'countersign.keys';

/** What this person changed: another key, or null for none. */
export type KeyChanges = Partial<Record<KeyActionId, string | null>>;

/** The person's own changes, as this browser keeps them. */
export function keyChanges(): KeyChanges {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as KeyChanges;
  } catch {
    return {};
  }
}

/** Keeps the changes in this browser; they hold from now on, on the page that is open too. */
export function keepKeyChanges(changes: KeyChanges): void {
  localStorage.setItem(STORED, JSON.stringify(changes));
  hearers.forEach((heard) => heard());
}

const hearers = new Set<() => void>();

/** Calls whenever keys were changed here, until the answer is called. */
export function onKeyChanges(heard: () => void): () => void {
  hearers.add(heard);
  return () => void hearers.delete(heard);
}

/** The key of an action now; undefined when it is switched off. */
export function keyOf(id: KeyActionId): string | undefined {
  const changed = keyChanges()[id];
  return changed === null ? undefined : (changed ?? KEY_ACTIONS[id].keys);
}

/** Another action that has this key already, where one page may offer both; the first key of a pair is taken, too. */
export function takenBy(keys: string, id: KeyActionId): KeyActionId | undefined {
  const ids = Object.keys(KEY_ACTIONS) as KeyActionId[];
  return ids.find((other) => other !== id && meet(other, id) && [keys, `shift+${keys}`].includes(keyOf(other)?.split('>')[0] ?? ''));
}

/** Whether both may work on one page: what is open belongs to one scope, stands beside a list, and below what works everywhere. */
function meet(one: KeyActionId, other: KeyActionId): boolean {
  const scopes: KeyScope[] = [KEY_ACTIONS[one].scope, KEY_ACTIONS[other].scope];
  return scopes[0] === scopes[1] || scopes.includes('global') || scopes.includes('list');
}

/** A key as people read it. */
export function keyWords(keys: string): string {
  const mod = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
  return keys
    .split('>')
    .map((part) =>
      part
        .replace('mod', mod)
        .replace('shift+?', '?')
        .replace('arrowleft', '←')
        .replace('arrowright', '→')
        .replace('escape', 'Esc')
        .replace('arrowdown', '↓')
        .replace('arrowup', '↑')
        .replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    )
    .join(' ');
}

/** What something is called, with its key where it has one: for a tooltip. */
export function keyTip(name: string, id: KeyActionId): string {
  const keys = keyOf(id);
  return keys ? `${name} (${keyWords(keys)})` : name;
}
