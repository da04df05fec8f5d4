/**
 * The floors and walls of the house. Each rule says why it stands; test/toolchain/walls.spec.ts commits each offence once
 * and sees it refused, so that a wall that no longer bites (a renamed folder, a name that no longer resolves) is noticed.
 */

/** The ground floor: what has no people, customers or remedies in it. Every room above stands on it. */
const GROUND = ['errors', 'settings', 'database', 'pages', 'facts'];

/**
 * What each room may know, besides itself: only what came before it. A room that is not in this table is refused, so a new
 * room begins with a row here. The table is what "earlier rooms do not know later ones" means, in full.
 */
const FLOORS = {
  errors: [],
  settings: [],
  database: ['errors', 'settings'],
  pages: ['errors'],
  facts: ['errors', 'settings', 'database', 'pages'],
  jobs: ['errors', 'settings', 'database'],
  seal: ['errors', 'settings', 'database', 'facts'],
  shares: ['errors', 'settings', 'database'],
  spelling: [],
  people: [...GROUND],
  customers: [...GROUND, 'people'],
  causes: [...GROUND, 'people'],
  policies: [...GROUND, 'spelling', 'people', 'causes'],
  cases: [...GROUND, 'people', 'customers'],
  exceptions: [...GROUND, 'people', 'causes', 'cases', 'policies'],
  receipts: [...GROUND, 'people', 'cases', 'policies', 'exceptions'],
  reviews: [...GROUND, 'people', 'policies', 'exceptions'],
  promotions: [...GROUND, 'people', 'causes', 'cases', 'policies', 'exceptions'],
  precedents: [...GROUND, 'spelling', 'people', 'cases', 'policies', 'exceptions', 'reviews'],
  insights: [...GROUND, 'people'],
  audit: [...GROUND, 'exceptions'],
  notices: [...GROUND, 'people'],
  thanks: [...GROUND, 'people'],
  exports: [...GROUND, 'people'],
};

/** What rules may read past a door, because behind the door there is a database: words without imports, the bytes that are hashed, who is the same human, the form of a cause, and slips of the pen. */
const OPEN_TO_RULES =
  '^libs/(facts/(fact-names|chain[.]rules)|people/same-human[.]rules|causes/cause[.]words|spelling/spelling[.]rules)[.]ts$';

const SPEC = '[.](e2e-)?spec[.]ts$';

/** Files that decide and name things and do nothing: the rules, and what rules are made of: who acts (actor) and what they try (attempt). */
const PURE = '([.](rules|errors|words|types)|\\b(actor|attempt))[.]ts$';

/** Packages that only the GraphQL door may load. */
const GRAPHQL =
  '^node_modules/(graphql|graphql-ws|graphql-subscriptions|dataloader|@nestjs/(graphql|apollo)|@apollo|@as-integrations)(/|$)';

const QUEUE = '^node_modules/(bullmq|@nestjs/bullmq)(/|$)';

/** Everything that is bound to a framework, a database or a network; a type of it already ties a rule to it. */
const MACHINERY = '^node_modules/(@nestjs|@apollo|typeorm|pg|sql-template-tag|bullmq|ioredis|fastify|graphql|rxjs|pino)(/|$)';

const floors = Object.entries(FLOORS).map(([room, known]) => ({
  name: `floor-of-${room}`,
  comment: `The room ${room} came before the others: it may know ${known.join(', ') || 'no other room'}. What came first does not know what comes later, so a later room can be changed, or taken out, without reading the earlier ones.`,
  severity: 'error',
  from: { path: `^libs/${room}/`, pathNot: SPEC },
  to: { path: '^libs/', pathNot: `^libs/(${[room, ...known].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Two files that need each other cannot be read, tested or moved one at a time, and under native ES modules one of them sees the other half-made.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'names-resolve',
      comment: 'An import that leads nowhere is past every wall below, because no rule can say where it leads.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'rules-are-pure',
      comment:
        'Rules are tested as tables, without a database or a clock, and the same rules give the refusals and the buttons. So they (and the words, types and errors they are made of) load only their own kind, the errors room, the public fact names, luxon for calendars and node:crypto for digests.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/.*${PURE}` },
      to: {
        dependencyTypesNot: ['type-only'],
        pathNot: [`^libs/$1/.*${PURE}`, '^libs/errors/', OPEN_TO_RULES, '^node_modules/luxon/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'rules-know-no-machinery',
      comment:
        'Even a type of a framework or of the database ties a rule to it: the rule would then describe rows or requests and no longer people and remedies.',
      severity: 'error',
      from: { path: `^libs/.*${PURE}` },
      to: { path: [MACHINERY, '^libs/(database|jobs|settings)/'] },
    },
    {
      name: 'enter-by-the-door',
      comment:
        'index.ts lists by name what a room promises to others; everything behind it may change without asking. The list of fact names, words without imports, is the one thing that rules may reach past a door.',
      severity: 'error',
      from: { path: '^(?:libs/([^/]+)|apps|test|migrations)/', pathNot: PURE },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/[^/]+/index[.]ts$', '^libs/$1/'] },
    },
    {
      name: 'rules-enter-by-the-door',
      comment:
        'As enter-by-the-door; rules may also read the list of fact names itself, because behind the door of facts there is a database.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/.*${PURE}` },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/[^/]+/index[.]ts$', '^libs/$1/', OPEN_TO_RULES] },
    },
    {
      name: 'libs-know-no-apps',
      comment:
        'The business runs behind several doors (GraphQL, queue, command line) and must not know through which one somebody came in.',
      severity: 'error',
      from: { path: '^libs/', pathNot: SPEC },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-are-apart',
      comment:
        'The worker loads no GraphQL and the api works off no jobs; each can be deployed, restarted and read alone. Only the command line starts the others.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/cli/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'graphql-only-in-the-api',
      comment: 'A GraphQL graph is cyclic by nature, business must not be; and the words of the API may change while the business stays.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['^apps/(api|explorer|console)/', SPEC] },
      to: { path: GRAPHQL },
    },
    {
      name: 'queue-only-in-the-worker',
      comment: 'PostgreSQL holds the truth and the queue is a hint; business code that could reach the queue would begin to trust it.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['^apps/worker/', '^libs/jobs/', SPEC] },
      to: { path: QUEUE },
    },
    ...floors,
    {
      name: 'every-room-has-its-floor',
      comment: 'A room without a row in FLOORS (at the top of this file) would stand outside every wall.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(FLOORS).join('|')})/` },
      to: {},
    },
    {
      name: 'names-say-something',
      comment:
        'utils, common, helpers and the like gather whatever nobody placed. Name the thing by what it does, in the room that needs it.',
      severity: 'error',
      from: {},
      to: { path: '[/.-](utils?|common|helpers?|shared|managers?|base|impl|dto)([/.-]|$)', pathNot: '^node_modules/|^[^./]*$' },
    },
    {
      name: 'programs-do-not-load-tests',
      comment:
        'What only a test proves must not run in production, and the production image carries neither test/ nor the development packages.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: SPEC },
      to: { path: ['^test/', SPEC] },
    },
    {
      name: 'programmes-run-without-jest',
      comment:
        'npm run prove and bench are plain programs: what they load, through however many files, cannot load jest, which only lives inside its own runs. A support file that both need leaves its expectations to another.',
      severity: 'error',
      from: { path: '^test/(prove|bench)/', pathNot: SPEC },
      to: { path: '^node_modules/@jest/', reachable: true },
    },
    {
      name: 'programs-load-no-development-packages',
      comment: 'The production image is installed without devDependencies, so such an import works here and fails there.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: [SPEC, '^apps/(explorer|console)/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count too: a type is knowledge.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    // `#room` is an entry of package.json "imports"; under the condition `source` it means libs/room/index.ts, as for tsc and jest.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
