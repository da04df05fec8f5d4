import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';

/** One thing to look at: a page as somebody sees it, perhaps with something open on it. */
export interface View {
  readonly name: string;
  readonly who: string;
  readonly path: string;
  /** Opens what the view is about. It finds things by their place or key, never by their words, since views are walked in every language. */
  open?: (page: Page) => Promise<void>;
}

/** Asks the API as somebody. */
type Ask = <Data>(handle: string, query: string) => Promise<Data>;

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}
interface Known {
  readonly inbox: Nodes<{ id: string; ref: string }>;
  readonly approved: Nodes<{ id: string; ref: string }>;
  readonly written: Nodes<{ id: string; revision: { number: number } }>;
  readonly reviews: Nodes<{ id: string; status: string }>;
  readonly patterns: Nodes<{ id: string }>;
  readonly policies: Nodes<{ id: string; ref: string }>;
}

const KNOWN = `{
  inbox(first: 10) { nodes { id ref } }
  approved: exceptions(first: 10, orderBy: NEWEST, filter: { status: [FULFILLED] }) { nodes { id ref } }
  written: exceptions(first: 50, orderBy: NEWEST) { nodes { id revision { number } } }
  reviews(first: 20) { nodes { id status } }
  patterns(first: 5) { nodes { id } }
  policies(first: 5) { nodes { id ref } }
}`;
const CASES = `{ customerCases(first: 5, filter: { ownerId: "per_priya", status: [OWNED] }) { nodes { id } } }`;

/** Those of a case, a proposal or a review. */
const BUTTONS = '.bar button';

const AGENTS = ['priya', 'tom', 'mia', 'jack', 'ivy', 'noor', 'sam', 'lachlan'] as const;

const dialog = (page: Page): Promise<void> => page.getByRole('dialog').locator('form, table').first().waitFor();
/** Presses keys, once what they work on is there. */
const press =
  (there: string, ...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await page.locator(there).first().waitFor();
    for (const key of keys) await page.keyboard.press(key);
    await dialog(page);
  };
const click =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(selector).first().click();
    await dialog(page);
  };

/** Every page of the demo house with what is on it, and what is most opened there. Who has been drawn for a second look is found out. */
export async function viewsOf(ask: Ask): Promise<readonly View[]> {
  const known = await ask<Known>('renee', KNOWN);
  const { customerCases } = await ask<{ customerCases: Nodes<{ id: string }> }>('priya', CASES);
  const id = (nodes: readonly { id: string }[]): string => nodes[0]?.id ?? 'none';
  const proposal = id(known.inbox.nodes);
  const queued = id(known.reviews.nodes.filter(({ status }) => status === 'QUEUED').slice(-2));
  const ownCase = id(customerCases.nodes);
  return [
    ...forAgents(proposal, id(known.approved.nodes), ownCase),
    {
      name: 'exception-revisions',
      who: 'tom',
      path: `/exceptions/${id(known.written.nodes.filter(({ revision }) => revision.number > 1))}?revision=2`,
    },
    { name: 'looks', who: await whoIsAsked(ask), path: '/looks' },
    ...forReviewers(queued, id(known.patterns.nodes), id(known.policies.nodes)),
    ...forAdmins(),
  ];
}

/** Chance says whose second look is asked for, and soon after the start. */
async function whoIsAsked(ask: Ask): Promise<string> {
  const asked = async (): Promise<string | undefined> => {
    for (const who of AGENTS) {
      const { blindLooks } = await ask<{ blindLooks: readonly unknown[] }>(who, '{ blindLooks { id } }');
      if (blindLooks.length > 0) return who;
    }
    return undefined;
  };
  return (await eventually(asked, (who) => who !== undefined, 30_000)) ?? AGENTS[0];
}

function forAgents(proposal: string, approved: string, ownCase: string): View[] {
  return [
    { name: 'inbox', who: 'tom', path: '/inbox' },
    { name: 'inbox-proposal', who: 'tom', path: `/inbox?id=${proposal}` },
    { name: 'inbox-co-sign', who: 'tom', path: `/inbox?id=${proposal}`, open: press(BUTTONS, 'c') },
    { name: 'inbox-object', who: 'tom', path: `/inbox?id=${proposal}`, open: press(BUTTONS, 'd') },
    { name: 'inbox-offer', who: 'priya', path: '/inbox' },
    { name: 'proposals', who: 'priya', path: `/proposals?id=${proposal}` },
    { name: 'proposals-amend', who: 'priya', path: `/proposals?id=${proposal}`, open: press(BUTTONS, 'u') },
    { name: 'exception', who: 'tom', path: `/exceptions/${proposal}` },
    { name: 'exception-approved', who: 'mia', path: `/exceptions/${approved}` },
    { name: 'propose', who: 'priya', path: `/propose?caseId=${ownCase}` },
    { name: 'cases', who: 'priya', path: '/cases' },
    { name: 'case', who: 'priya', path: `/cases/${ownCase}` },
    { name: 'case-hand-off', who: 'priya', path: `/cases/${ownCase}`, open: press(BUTTONS, 'h') },
    { name: 'case-promise', who: 'priya', path: `/cases/${ownCase}`, open: press(BUTTONS, 'b') },
    { name: 'promises', who: 'priya', path: '/promises' },
    { name: 'promises-kept', who: 'priya', path: '/promises', open: press('.item[data-chosen]', 'm') },
    { name: 'follow-ups', who: 'priya', path: '/follow-ups' },
    { name: 'thanks', who: 'priya', path: '/thanks' },
    { name: 'thanks-say', who: 'priya', path: '/thanks', open: click('main .mantine-Button-root') },
    { name: 'insights', who: 'priya', path: '/insights' },
    { name: 'precedents', who: 'tom', path: '/precedents?text=flood' },
    { name: 'notices', who: 'priya', path: '/notices' },
    { name: 'me', who: 'tom', path: '/me' },
    {
      name: 'palette',
      who: 'tom',
      path: '/inbox',
      open: async (page) => (await page.keyboard.press('Control+k'), page.getByRole('dialog').waitFor()),
    },
    { name: 'key-sheet', who: 'tom', path: '/inbox', open: press('nav.rail', 'Shift+?') },
    { name: 'not-found', who: 'tom', path: '/cases/cas_none' },
  ];
}

function forReviewers(queued: string, pattern: string, policy: string): View[] {
  return [
    { name: 'reviews', who: 'renee', path: '/reviews' },
    { name: 'review', who: 'renee', path: `/reviews?id=${queued}` },
    { name: 'review-talk', who: 'renee', path: `/reviews?id=${queued}`, open: press(BUTTONS, '3') },
    { name: 'cautions', who: 'renee', path: '/reviews?show=cautions' },
    { name: 'causes', who: 'renee', path: '/causes' },
    { name: 'patterns', who: 'renee', path: `/patterns?id=${pattern}` },
    { name: 'promote', who: 'renee', path: `/promote?patternId=${pattern}` },
    { name: 'policies', who: 'renee', path: `/policies?id=${policy}` },
    { name: 'signals', who: 'renee', path: '/signals' },
    { name: 'complaints', who: 'renee', path: '/complaints' },
  ];
}

function forAdmins(): View[] {
  return [
    { name: 'people', who: 'wei', path: '/people' },
    { name: 'person', who: 'wei', path: '/people?id=per_tom' },
    { name: 'guardrails', who: 'wei', path: '/guardrails' },
    { name: 'tokens', who: 'wei', path: '/tokens' },
    { name: 'ops', who: 'wei', path: '/ops' },
    { name: 'start', who: 'wei', path: '/start' },
  ];
}
