import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Step } from './fences.js';
import { NamesMet } from './names-met.js';

/** The demo that a page is tried at. */
export interface TriedDemo {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** An access token of somebody in it. */
  tokenOf(name: string): Promise<string>;
}

/** As the pages write the demo's address. */
const WRITTEN_ADDRESS = 'localhost:3000';
const END = 'that-was-the-step';

/** Somebody who follows one page from top to bottom: one shell, one memory of names. */
export class Reader {
  private readonly names = new NamesMet();
  private readonly shell: ChildProcessWithoutNullStreams;
  private errors = '';

  constructor(private readonly demo: TriedDemo) {
    const { PATH = '', HOME = '' } = process.env;
    this.shell = spawn('bash', ['--noprofile', '--norc'], { env: { PATH, HOME, LANG: 'C.UTF-8', ...demo.env } });
    this.shell.stderr.on('data', (text: Buffer) => (this.errors += text.toString()));
    this.shell.stdin.write('set -eu -o pipefail\n');
  }

  /** Does what a step says. @throws Error when it fails, or when its answer is not what the page shows */
  async follow(step: Step): Promise<void> {
    const answer = step.kind === 'shell' ? await this.run(step) : await this.ask(step);
    if (!step.answer) return;
    const shown = step.answer.text.replaceAll(WRITTEN_ADDRESS, `localhost:${this.demo.port}`);
    const misfit = step.answer.language === 'json' ? this.misfitOfJson(shown, answer) : this.names.misfit(shown.trim(), answer.trim());
    if (misfit !== undefined) throw new Error(`${step.at}: ${misfit}\nThe whole answer:\n${answer}`);
  }

  /** Closes the shell. */
  close(): void {
    this.shell.kill();
  }

  private misfitOfJson(shown: string, answer: string): string | undefined {
    return this.names.misfit(JSON.parse(shown), JSON.parse(answer));
  }

  /** Runs a command in the page's shell. What it prints to stdout is its answer; if it fails, the shell ends, and with it the page. */
  private run({ at, text }: Step): Promise<string> {
    const command = this.names.inHouse(text).replaceAll(WRITTEN_ADDRESS, `localhost:${this.demo.port}`);
    this.errors = '';
    return new Promise((resolve, reject) => {
      let out = '';
      const hear = (chunk: Buffer): void => {
        out += chunk.toString();
        if (out.endsWith(`${END}\n`)) done(() => resolve(out.slice(0, -END.length - 1)));
      };
      const fail = (): void => done(() => reject(new Error(`${at}: the command failed.\n${out}\n${this.errors}`)));
      const done = (tell: () => void): void => {
        this.shell.stdout.off('data', hear);
        this.shell.off('close', fail);
        tell();
      };
      this.shell.stdout.on('data', hear);
      this.shell.once('close', fail);
      this.shell.stdin.write(`${command}\necho ${END}\n`);
    });
  }

  private async ask({ text, variables, as }: Step): Promise<string> {
    const asked = {
      query: this.names.inHouse(text),
      ...(variables === undefined ? {} : { variables: JSON.parse(this.names.inHouse(variables)) as unknown }),
    };
    const answer = await fetch(`http://localhost:${this.demo.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.demo.tokenOf(as)}` },
      body: JSON.stringify(asked),
    });
    return answer.text();
  }
}
