/**
 * Everything that must hold before a commit, and all that CI runs. Every step runs, also after one has failed, so that one run
 * shows all there is to mend. The last line is `N passed, N failed`: the tests, and with them each of the other steps as one.
 */
import { spawn } from 'node:child_process';

const STEPS = [
  'format:check',
  'lint',
  'types',
  'walls',
  'dead',
  'schema --check',
  'pictures --check',
  'errors-doc --check',
  'settings-doc --check',
];
const TOTALS = /^(\d+) passed, (\d+) failed$/m;

const total = { passed: 0, failed: 0 };
for (const step of STEPS) {
  const { code, seconds } = await npmRun(step, false);
  count(code === 0 ? { passed: 1 } : { failed: 1 });
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.replace(' --check', '')} (${seconds} s)`);
}
const tests = await npmRun('test', true);
const [, passed, failed] = TOTALS.exec(tests.output) ?? [];
count({ passed: Number(passed ?? 0), failed: Number(failed ?? 0) });
// Without totals, or with a failing end after good totals (a global teardown, say), the run as a whole has failed.
if (tests.code !== 0 && !Number(failed)) count({ failed: 1 });

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function count({ passed = 0, failed = 0 }) {
  total.passed += passed;
  total.failed += failed;
}

/** Runs an npm script and resolves with its exit code and what it printed; shown as it comes, or else only when it fails. */
function npmRun(step, live) {
  const [script, ...args] = step.split(' ');
  const started = performance.now();
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      chunks.push(chunk);
      if (live) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString();
      if (code !== 0 && !live) process.stdout.write(output);
      resolve({ code: code ?? 1, output, seconds: ((performance.now() - started) / 1000).toFixed(1) });
    });
  });
}
