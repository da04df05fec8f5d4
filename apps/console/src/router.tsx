import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './pages/not-found';
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
  createRoute({ getParentRoute: () => root, path: '/me', component: lazyRouteComponent(() => import('./pages/me'), 'MePage') }),
] as const;

/** Every page by its address. */
export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
