import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './pages/not-found';
import { SHOWS, type ReviewShow } from './pages/review-search';
import { SessionGate } from './shell/session';
import { Shell } from './shell/shell';

const root = createRootRoute({
  component: () => (
    <SessionGate>
      <Shell />
    </SessionGate>
  ),
  notFoundComponent: NotFound,
});

interface Chosen {
  /** The id of what is open in the right pane. */
  readonly id?: string;
}

const chosen = ({ id }: Record<string, unknown>): Chosen => (typeof id === 'string' ? { id } : {});

const texts =
  <Name extends string>(...names: readonly Name[]) =>
  (search: Record<string, unknown>): { readonly [name in Name]?: string } =>
    Object.fromEntries(names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : []))) as never;

const reading = ({ id, show }: Record<string, unknown>): Chosen & { readonly show?: ReviewShow } => ({
  ...chosen({ id }),
  ...(SHOWS.includes(show as never) ? { show: show as ReviewShow } : {}),
});

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => redirect({ to: '/inbox', throw: true }) }),
  createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    validateSearch: chosen,
    component: lazyRouteComponent(() => import('./pages/inbox'), 'Inbox'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/proposals',
    validateSearch: chosen,
    component: lazyRouteComponent(() => import('./pages/proposals'), 'Proposals'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/exceptions/$id',
    component: lazyRouteComponent(() => import('./pages/proposal-page'), 'ProposalPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/propose',
    validateSearch: ({ caseId }: Record<string, unknown>): { caseId?: string } => (typeof caseId === 'string' ? { caseId } : {}),
    component: lazyRouteComponent(() => import('./pages/propose'), 'Propose'),
  }),
  createRoute({ getParentRoute: () => root, path: '/cases', component: lazyRouteComponent(() => import('./pages/cases'), 'Cases') }),
  createRoute({ getParentRoute: () => root, path: '/cases/$id', component: lazyRouteComponent(() => import('./pages/case'), 'CasePage') }),
  createRoute({
    getParentRoute: () => root,
    path: '/guardrails',
    component: lazyRouteComponent(() => import('./pages/guardrails'), 'GuardrailsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ops',
    component: lazyRouteComponent(() => import('./pages/ops'), 'Ops'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    validateSearch: chosen,
    component: lazyRouteComponent(() => import('./pages/people'), 'People'),
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
    component: lazyRouteComponent(() => import('./pages/signals'), 'Signals'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/tokens',
    component: lazyRouteComponent(() => import('./pages/tokens'), 'Tokens'),
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
    component: lazyRouteComponent(() => import('./pages/policies'), 'Policies'),
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
    component: lazyRouteComponent(() => import('./pages/reviews'), 'Reviews'),
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
export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
