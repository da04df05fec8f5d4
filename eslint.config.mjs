import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { docstringOnExports } from './tools/lint/docstring-on-exports.mjs';
import { reasonedDisable } from './tools/lint/reasoned-disable.mjs';

/** Two habits of this house that no published rule keeps; each is one small file. */
const countersign = { rules: { 'reasoned-disable': reasonedDisable, 'docstring-on-exports': docstringOnExports } };

const TESTS = ['test/**/*.ts', '**/*.spec.ts', '**/*.e2e-spec.ts'];

/** A fifth parameter is mixed up with the fourth. What a constructor is given comes by type from the container and is not in this. */
const FEW_PARAMETERS = [
  ':matches(FunctionDeclaration, ArrowFunctionExpression)',
  'MethodDefinition[kind!="constructor"] > FunctionExpression',
].map((functions) => ({
  selector: `${functions}[params.length>4]`,
  message: 'Pass one named object instead of more than four parameters.',
}));

/** A rule is told the time and the dice from outside; else its table of tests could not repeat what it decided. */
const FROM_OUTSIDE = 'Time, randomness and settings come into a rule from outside.';

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'countersign-data/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    plugins: { countersign },
  },
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    name: 'countersign/habits',
    rules: {
      'countersign/reasoned-disable': 'error',

      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true }],
      // An async function without await still turns what it throws into a rejection, which callers rely on.
      '@typescript-eslint/require-await': 'off',

      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 50],
      'no-restricted-syntax': ['error', ...FEW_PARAMETERS],
      complexity: ['error', 8],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'prefer-const': 'error',
    },
  },
  {
    name: 'countersign/rules-are-pure',
    files: ['libs/**/*.rules.ts'],
    rules: {
      'no-restricted-globals': ['error', ...['process', 'performance', 'fetch', 'setTimeout', 'setInterval'].map(fromOutside)],
      'no-restricted-syntax': [
        'error',
        ...FEW_PARAMETERS,
        notHere('NewExpression[callee.name="Date"][arguments.length=0]'),
        notHere('CallExpression[callee.object.name="Date"][callee.property.name="now"]'),
        notHere('CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]'),
        notHere('MemberExpression[object.name="Math"][property.name="random"]'),
        notHere('ImportSpecifier[imported.name=/^random/]'),
      ],
    },
  },
  {
    name: 'countersign/docstrings',
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    // The fields of a model or an input are described to strangers in the schema itself; saying it twice would let the two drift apart.
    ignores: [...TESTS, 'apps/explorer/**', 'apps/api/src/**/*.{model,input}.ts'],
    rules: { 'countersign/docstring-on-exports': 'error' },
  },
  {
    name: 'countersign/pages',
    files: ['apps/console/**/*.tsx'],
    // A component is markup: each "only when" in it counts as a branch, and what it shows is read from top to bottom.
    rules: { 'max-lines-per-function': ['error', 90], complexity: ['error', 14] },
  },
  {
    name: 'countersign/tests',
    files: TESTS,
    rules: {
      // A story is read from top to bottom; cutting one into pieces hides what happened before.
      'max-lines-per-function': 'off',
      // `expect(service.method)` never calls it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    name: 'countersign/migrations',
    files: ['migrations/*.ts'],
    // One list of SQL statements, as long as its tables are; there is no logic in it that could be split.
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    name: 'countersign/printers',
    // These talk to a person at a terminal: the one printer of the command line, and the programmes that developers run.
    files: ['apps/cli/src/printer.ts', 'test/prove/**', 'test/bench/**', 'tools/**'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'countersign/plain-javascript',
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);

function fromOutside(name) {
  return { name, message: FROM_OUTSIDE };
}

function notHere(selector) {
  return { selector, message: FROM_OUTSIDE };
}
