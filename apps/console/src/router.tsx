import { createRootRoute, createRoute, createRouter, lazyRouteComponent as lazily, redirect } from '@tanstack/react-router';
import { isThere } from './graphql/line';
import { PageFault } from './parts/faults';
import { Home } from './pages/home';
import { NotFound } from './pages/not-found';
import { complaintSearch } from './pages/complaint-search';
import { SHOWS, type ReviewShow } from './pages/review-search';
import { SessionGate } from './shell/session';
import { Shell } from './shell/shell';
import { loadHouseWords } from './words/messages';

/** A page that cannot be fetched is fetched by loading everything anew, which mends a new version; where nobody answers, that would lose this page, too. */
const lazyRouteComponent: typeof lazily = (load, name) =>
  lazily(
    () =>
      load().catch(async (error: unknown) => {
        throw (await isThere()) ? error : new Error('No connection', { cause: error });
      }),
    name,
  );

/** A page by which a house is run: it brings its own sentences along. */
const lazyHousePage: typeof lazily = (load, name) =>
  lazyRouteComponent(() => Promise.all([load(), loadHouseWords()]).then(([page]) => page), name);

const root = createRootRoute({
  component: () => (
    <SessionGate>
      <Shell />
    </SessionGate>
  ),
  notFoundComponent: NotFound,
});

/** How mails name a notice: behind the address, where no server and no proxy sees it. */
const MAILED = /^notice=(ntc_\w{1,60})$/;
const NOTICE = /^ntc_\w{1,60}$/;

interface Chosen {
  /** The id of what is open in the right pane. */
  readonly id?: string;
}

const chosen = ({ id }: Record<string, unknown>): Chosen => (typeof id === 'string' ? { id } : {});

interface Revised {
  /** The revision of what is open whose changes are shown. */
  readonly revision?: number;
}

const revised = ({ revision }: Record<string, unknown>): Revised =>
  typeof revision === 'number' && Number.isInteger(revision) && revision > 0 ? { revision } : {};

/** A list beside an exception. */
const chosenException = (search: Record<string, unknown>): Chosen & Revised => ({ ...chosen(search), ...revised(search) });

const texts =
  <Name extends string>(...names: readonly Name[]) =>
  (search: Record<string, unknown>): { readonly [name in Name]?: string } =>
    Object.fromEntries(names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : []))) as never;

const reading = ({ id, show, revision }: Record<string, unknown>): Chosen & Revised & { readonly show?: ReviewShow } => ({
  ...chosenException({ id, revision }),
  ...(SHOWS.includes(show as never) ? { show: show as ReviewShow } : {}),
});

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: ({ location }) => {
      const [, open] = MAILED.exec(location.hash) ?? [];
      return open ? redirect({ to: '/notices', search: { open }, throw: true }) : undefined;
    },
    component: Home,
  }),
  createRoute({ getParentRoute: () => root, path: '/start', component: lazyHousePage(() => import('./pages/start'), 'StartPage') }),
  createRoute({
    getParentRoute: () => root,
    path: '/notices',
    validateSearch: ({ open }: Record<string, unknown>): { open?: string } =>
      typeof open === 'string' && NOTICE.test(open) ? { open } : {},
    component: lazyRouteComponent(() => import('./pages/notices'), 'NoticesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    validateSearch: chosenException,
    component: lazyRouteComponent(() => import('./pages/inbox'), 'Inbox'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/proposals',
    validateSearch: chosenException,
    component: lazyRouteComponent(() => import('./pages/proposals'), 'Proposals'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/exceptions/$id',
    validateSearch: revised,
    component: lazyRouteComponent(() => import('./pages/proposal-page'), 'ProposalPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/propose',
    validateSearch: texts('caseId', 'policyVersionId', 'about', 'again'),
    component: lazyRouteComponent(() => import('./pages/propose'), 'Propose'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/cases',
    validateSearch: texts('text'),
    component: lazyRouteComponent(() => import('./pages/cases'), 'Cases'),
  }),
  createRoute({ getParentRoute: () => root, path: '/cases/$id', component: lazyRouteComponent(() => import('./pages/case'), 'CasePage') }),
  createRoute({
    getParentRoute: () => root,
    path: '/causes',
    validateSearch: chosen,
    component: lazyHousePage(() => import('./pages/causes'), 'Causes'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/complaints',
    validateSearch: complaintSearch,
    component: lazyHousePage(() => import('./pages/complaints'), 'Complaints'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/guardrails',
    component: lazyHousePage(() => import('./pages/guardrails'), 'GuardrailsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ops',
    component: lazyHousePage(() => import('./pages/ops'), 'Ops'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    validateSearch: chosen,
    component: lazyHousePage(() => import('./pages/people'), 'People'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/precedents',
    validateSearch: texts('text', 'kind', 'outcome', 'disposition'),
    component: lazyRouteComponent(() => import('./pages/precedents'), 'Precedents'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/signals',
    component: lazyHousePage(() => import('./pages/signals'), 'Signals'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/tokens',
    component: lazyHousePage(() => import('./pages/tokens'), 'Tokens'),
  }),
  createRoute({ getParentRoute: () => root, path: '/looks', component: lazyRouteComponent(() => import('./pages/looks'), 'Looks') }),
  createRoute({
    getParentRoute: () => root,
    path: '/patterns',
    validateSearch: chosen,
    component: lazyRouteComponent(() => import('./pages/patterns'), 'Patterns'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies',
    validateSearch: texts('id', 'version'),
    component: lazyHousePage(() => import('./pages/policies'), 'Policies'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/promote',
    validateSearch: texts('reviewId', 'patternId', 'policyId'),
    component: lazyRouteComponent(() => import('./pages/promote'), 'Promote'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reviews',
    validateSearch: reading,
    component: lazyHousePage(() => import('./pages/reviews'), 'Reviews'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/follow-ups',
    component: lazyRouteComponent(() => import('./pages/follow-ups'), 'FollowUps'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/promises',
    component: lazyRouteComponent(() => import('./pages/promises'), 'Promises'),
  }),
  createRoute({ getParentRoute: () => root, path: '/thanks', component: lazyRouteComponent(() => import('./pages/thanks'), 'ThanksPage') }),
  createRoute({
    getParentRoute: () => root,
    path: '/insights',
    component: lazyRouteComponent(() => import('./pages/insights'), 'InsightsPage'),
  }),
  createRoute({ getParentRoute: () => root, path: '/me', component: lazyRouteComponent(() => import('./pages/me'), 'MePage') }),
] as const;

/** Every page by its address. */
export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent', defaultErrorComponent: PageFault });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
