import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Rule, the file that offends, what it imports. Each line is a story; each rule of the walls must have at least one. */
const OFFENCES: readonly [rule: string, file: string, imports: string][] = [
  ['no-circles', 'libs/cases/about.ts', "import './round.js';"],
  ['names-resolve', 'libs/cases/lost.ts', "import '#nowhere';"],

  ['rules-are-pure', 'libs/cases/with-service.rules.ts', "import './cases.service.js';"],
  ['rules-are-pure', 'libs/cases/with-files.rules.ts', "import 'node:fs';"],
  ['rules-are-pure', 'libs/cases/with-people.rules.ts', "import { actor } from '#people';\nexport const who = actor;"],
  ['rules-are-pure', 'libs/cases/actor.ts', "import './cases.service.js';"],
  ['rules-are-pure', 'libs/cases/with-service.errors.ts', "import './cases.service.js';"],
  ['rules-know-no-machinery', 'libs/cases/with-orm.rules.ts', "import type { Repository } from 'typeorm';\nexport type R = Repository;"],
  ['rules-know-no-machinery', 'libs/cases/with-database.rules.ts', "import type { Database } from '#database';\nexport type D = Database;"],

  ['enter-by-the-door', 'libs/cases/past-the-door.ts', "import '../people/person.entity.js';"],
  ['enter-by-the-door', 'apps/api/past-the-door.ts', "import '../../libs/people/person.entity.js';"],
  ['enter-by-the-door', 'test/past-the-door.ts', "import '../libs/people/person.entity.js';"],
  ['enter-by-the-door', 'libs/cases/words-past-the-door.ts', "import '../facts/fact-names.js';"],
  ['rules-enter-by-the-door', 'libs/cases/deep.rules.ts', "import type { P } from '../people/person.entity.js';\nexport type Q = P;"],

  ['libs-know-no-apps', 'libs/cases/up.ts', "import '../../apps/api/main.js';"],
  ['apps-are-apart', 'apps/worker/aside.ts', "import '../api/main.js';"],
  ['apps-are-apart', 'apps/api/aside.ts', "import '../cli/main.js';"],

  ['graphql-only-in-the-api', 'libs/cases/graphql.ts', "import 'graphql';"],
  ['graphql-only-in-the-api', 'apps/worker/graphql.ts', "import '@nestjs/graphql';"],
  ['graphql-only-in-the-api', 'apps/worker/apollo.ts', "import '@apollo/server';"],
  ['graphql-only-in-the-api', 'apps/cli/feed.ts', "import 'graphql-subscriptions';"],
  ['graphql-only-in-the-api', 'libs/people/loader.ts', "import 'dataloader';"],
  ['queue-only-in-the-worker', 'apps/api/queue.ts', "import 'bullmq';"],
  ['queue-only-in-the-worker', 'libs/exceptions/queue.ts', "import '@nestjs/bullmq';"],

  ['floor-of-errors', 'libs/errors/up.ts', "import '#settings';"],
  ['floor-of-settings', 'libs/settings/up.ts', "import '#errors';"],
  ['floor-of-database', 'libs/database/up.ts', "import '#facts';"],
  ['floor-of-pages', 'libs/pages/up.ts', "import '#database';"],
  ['floor-of-facts', 'libs/facts/up.ts', "import '#people';"],
  ['floor-of-jobs', 'libs/jobs/up.ts', "import '#facts';"],
  ['floor-of-seal', 'libs/seal/up.ts', "import '#people';"],
  ['floor-of-shares', 'libs/shares/up.ts', "import '#people';"],
  ['floor-of-spelling', 'libs/spelling/up.ts', "import '#errors';"],
  ['floor-of-people', 'libs/people/up.ts', "import '#policies';"],
  ['floor-of-customers', 'libs/customers/up.ts', "import '#cases';"],
  ['floor-of-causes', 'libs/causes/up.ts', "import '#policies';"],
  ['floor-of-policies', 'libs/policies/up.ts', "import '#exceptions';"],
  ['floor-of-cases', 'libs/cases/up-to-exceptions.ts', "import '#exceptions';"],
  ['floor-of-exceptions', 'libs/exceptions/up.ts', "import '#reviews';"],
  ['floor-of-exceptions', 'libs/exceptions/up-by-type.ts', "import type { Review } from '#reviews';\nexport type R = Review;"],
  ['floor-of-receipts', 'libs/receipts/up.ts', "import '#reviews';"],
  ['floor-of-reviews', 'libs/reviews/aside.ts', "import '#cases';"],
  ['floor-of-promotions', 'libs/promotions/aside.ts', "import '#reviews';"],
  ['floor-of-precedents', 'libs/precedents/aside.ts', "import '#receipts';"],
  ['floor-of-insights', 'libs/insights/aside.ts', "import '#exceptions';"],
  ['floor-of-audit', 'libs/audit/up.ts', "import '#reviews';"],
  ['floor-of-notices', 'libs/notices/aside.ts', "import '#exceptions';"],
  ['floor-of-thanks', 'libs/thanks/aside.ts', "import '#exceptions';"],
  ['floor-of-exports', 'libs/exports/aside.ts', "import '#cases';"],
  ['every-room-has-its-floor', 'libs/attic/attic.ts', "import '#errors';"],

  ['names-say-something', 'libs/cases/wants-utils.ts', "import './date-utils.js';"],
  ['names-say-something', 'libs/people/wants-common.ts', "import './common/words.js';"],
  ['programs-do-not-load-tests', 'libs/cases/tested.ts', "import '../../test/support/house.js';"],
  ['programmes-run-without-jest', 'test/prove/by-another.ts', "import '../support/with-jest.js';"],
  ['programs-load-no-development-packages', 'libs/cases/dev.ts', "import 'fast-check';"],
  ['programs-load-no-development-packages', 'apps/api/absent.ts', "import 'unlisted';"],
];

/** The same kinds of import where they are allowed: none of these may be refused. */
const ALLOWED: readonly [file: string, imports: string][] = [
  [
    'libs/exceptions/exception.rules.ts',
    "import '#errors';\nimport 'luxon';\nimport 'node:crypto';\nimport '../facts/fact-names.js';\nimport './attempt.js';",
  ],
  ['libs/exceptions/type-only.rules.ts', "import type { Actor } from '#people';\nexport type A = Actor;"],
  [
    'libs/exceptions/exceptions.service.ts',
    "import '#cases';\nimport '#policies';\nimport '#database';\nimport '#pages';\nimport './exception.rules.js';\nimport 'typeorm';",
  ],
  ['libs/reviews/reviews.service.ts', "import '#exceptions';\nimport '#policies';\nimport '#people';"],
  ['libs/jobs/queues.module.ts', "import 'bullmq';\nimport '#settings';"],
  ['apps/api/main.ts', "import 'graphql';\nimport '@apollo/server';\nimport '#reviews';"],
  ['apps/worker/main.ts', "import '@nestjs/bullmq';\nimport '#jobs';\nimport '#reviews';"],
  ['apps/cli/main.ts', "import '../api/main.js';\nimport '../worker/main.js';"],
  ['test/support/house.ts', "import '#people';\nimport 'bullmq';\nimport 'fast-check';"],
  ['libs/cases/case.rules.spec.ts', "import './cases.service.js';\nimport 'fast-check';"],
];

const ROOMS = [
  'errors',
  'settings',
  'database',
  'pages',
  'facts',
  'jobs',
  'shares',
  'people',
  'customers',
  'policies',
  'cases',
  'exceptions',
  'receipts',
  'reviews',
  'notices',
];
const PACKAGES = [
  'luxon',
  'typeorm',
  'graphql',
  '@nestjs/graphql',
  '@apollo/server',
  'graphql-subscriptions',
  'dataloader',
  'bullmq',
  '@nestjs/bullmq',
];

/** What the offenders reach for. */
const SCENERY: readonly [file: string, content: string][] = [
  ...ROOMS.map((room): [string, string] => [`libs/${room}/index.ts`, 'export const actor = 1;\nexport type Actor = 1;']),
  ['libs/attic/index.ts', 'export {};'],
  ['libs/cases/round.ts', "import './about.js';"],
  ['libs/cases/cases.service.ts', 'export {};'],
  ['libs/cases/date-utils.ts', 'export {};'],
  ['libs/people/common/words.ts', 'export {};'],
  ['libs/people/person.entity.ts', 'export type P = 1;'],
  ['libs/facts/fact-names.ts', 'export {};'],
  ['libs/exceptions/attempt.ts', 'export {};'],
  ['migrations/0001-first.ts', 'export {};'],
  ['test/support/with-jest.ts', "import '@jest/globals';"],
  ...[...PACKAGES, 'fast-check', '@jest/globals', 'unlisted'].map((name): [string, string] => [
    `node_modules/${name}/index.js`,
    'export {};',
  ]),
  ...[...PACKAGES, 'fast-check', '@jest/globals', 'unlisted'].map((name): [string, string] => [
    `node_modules/${name}/package.json`,
    `{ "name": "${name}", "main": "index.js" }`,
  ]),
];

interface Violation {
  rule: { name: string };
  from: string;
}

let house: string;
let violations: readonly Violation[];

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'countersign-walls-'));
  await Promise.all(SCENERY.map(([file, content]) => write(file, content)));
  await Promise.all(OFFENCES.map(([, file, content]) => write(file, content)));
  await Promise.all(ALLOWED.map(([file, content]) => write(file, content)));
  await Promise.all(['.dependency-cruiser.cjs', 'tsconfig.json'].map((file) => cp(file, join(house, file))));
  const { imports } = JSON.parse(await readFile('package.json', 'utf8')) as { imports: unknown };
  const [dependencies, devDependencies] = [
    Object.fromEntries(PACKAGES.map((name) => [name, '*'])),
    { 'fast-check': '*', '@jest/globals': '*' },
  ];
  await write('package.json', JSON.stringify({ name: 'house', type: 'module', imports, dependencies, devDependencies }));
  violations = await cruise();
}, 30_000);

afterAll(() => rm(house, { recursive: true }));

it.each(OFFENCES)('%s refuses %s', (rule, file) => {
  expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
});

it.each(ALLOWED)('%s may import what it imports', (file) => {
  expect(violations.filter(({ from }) => from === file)).toEqual([]);
});

it('proves every rule of the walls', async () => {
  const { forbidden } = (
    (await import(resolve('.dependency-cruiser.cjs'))) as { default: { forbidden: { name: string; comment: string }[] } }
  ).default;
  const proven = new Set(OFFENCES.map(([rule]) => rule));
  expect(forbidden.filter(({ name }) => !proven.has(name)).map(({ name }) => name)).toEqual([]);
  expect(forbidden.filter(({ comment }) => comment.length < 40)).toEqual([]);
});

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), `${content}\n`);
}

/** Cruises the small house as `npm run walls` does the real one. */
async function cruise(): Promise<readonly Violation[]> {
  const folders = ['apps', 'libs', 'migrations', 'test'];
  const { stdout } = await promisify(execFile)(process.execPath, [CRUISER, ...folders, '--output-type', 'json'], { cwd: house }).catch(
    (error: unknown) => error as { stdout: string }, // The exit code is the number of violations.
  );
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}
