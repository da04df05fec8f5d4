import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const SETTINGS = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  OIDC_ISSUER: 'https://sign-in.example',
  OIDC_AUDIENCE: 'countersign',
  OIDC_JWKS_URL: 'https://sign-in.example/jwks',
};
/** Breaks a program from within, as an error of the database that nobody awaited would, as soon as it listens for such. */
const BREAKS = `const wait = setInterval(() => {
  if (process.listenerCount('uncaughtException') === 0) return;
  clearInterval(wait);
  void Promise.reject(Object.assign(new Error('duplicate key "Ade' + 'le"'), { code: '23505', detail: 'Key (name)=(No' + 'vak) already exists.' }));
});`;

it.each(['api', 'worker', 'sealer'])(
  'the %s that breaks says so in one line of JSON, without what was quoted, and ends to be started again',
  async (app) => {
    const program = ['--import', `data:text/javascript,${encodeURIComponent(BREAKS)}`, `dist/apps/${app}/src/main.js`];
    const run = promisify(execFile)(process.execPath, program, { env: SETTINGS });
    const { code, stdout, stderr } = await run.then(
      () => Promise.reject(new Error('It ended well.')),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect([code, stderr]).toEqual([70, '']);
    expect(stdout).not.toMatch(/Adele|Novak/);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ level: 'fatal' });
  },
);
