import { demoProviderPort } from '../../apps/cli/src/oidc/demo-issuer.js';
import { PEOPLE } from '../../apps/cli/src/seed/index.js';
import { demoToken } from '../../apps/cli/src/token.command.js';
import { type Run, start } from './command-line.js';
import { freePort } from './server.mjs';
import { temporaryPath } from './temporary-house.js';

/** The demo as a newcomer starts it, with its people and their work, on ports and in a folder of its own. */
export class DemoHouse {
  private constructor(
    private readonly run: Run,
    private readonly port: number,
    private readonly dataDir: string,
  ) {}

  static async open(settings: Record<string, string> = {}): Promise<DemoHouse> {
    const [port, dataDir] = [await freePort(demoProviderPort), temporaryPath()];
    const run = start(['demo'], { PORT: String(port), COUNTERSIGN_DATA: dataDir, COUNTERSIGN_OPEN_BROWSER: 'false', ...settings });
    await run.wrote('Stop with Ctrl-C', 90_000);
    return new DemoHouse(run, port, dataDir);
  }

  /** The address by which people reach it. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** What somebody gets by asking the API. */
  async ask<Data>(handle: string, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const token = await demoToken(handle, { port: this.port, dataDir: this.dataDir, people: PEOPLE });
    const answer = await fetch(`${this.origin}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string }[] };
    if (errors) throw new Error(`${query}: ${errors.map(({ message }) => message).join(' ')}`);
    return data;
  }

  async close(): Promise<void> {
    this.run.child.kill('SIGINT');
    await this.run.end;
  }
}
