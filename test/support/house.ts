import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureGuardrails } from '#people';
import { demoProviderPort } from '../../apps/cli/src/oidc/demo-issuer.js';
import { startProvider, type RunningProvider } from '../../apps/cli/src/oidc/provider.js';
import { demoToken } from '../../apps/cli/src/token.command.js';
import { freePort } from './server.mjs';
import { SmallHouse } from './small-house.js';

/** How big a house is. */
export interface HouseSize {
  apis?: number;
  workers?: number;
  /** Jobs travel through this Redis instead of Postgres. */
  redisUrl?: string;
  /** Settings of all its processes. */
  env?: Record<string, string>;
}

/** What the api answered. */
export interface Answer<Data> {
  status: number;
  data: Data | null | undefined;
  errors?: { message: string; path?: string[]; extensions: { code: string; requestId?: string } }[];
}

/** What every mutation answers besides its thing. */
export interface UserError {
  code: string;
  message: string;
  path: string[];
  whoCould?: { name: string }[];
}

/** Shares that no test and no measurement comes near: they do in seconds what people do in weeks. The counting itself goes on. */
const WIDE_SHARES = Object.fromEntries(
  ['PERSON_COST_PER_MINUTE', 'TOKEN_COST_PER_MINUTE', 'PROPOSALS_PER_HOUR', 'SIGNATURES_PER_HOUR', 'REFUSALS_PER_MINUTE'].map((name) => [
    name,
    '1000000000',
  ]),
);

/** And no crowd: a busy machine that takes ten times as long for a race would turn away who is to take part. */
const NO_CROWD = { REQUESTS_MAX: '10000', REQUEST_WAIT_MS: '60000' };

const CAST = ['priya', 'tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack', 'renee', 'omar', 'wei', 'ana', 'lach2'];
const READY_MS = 30_000;

/** The whole product on a database of its own: api and worker processes as they are shipped, people who sign in at a real provider. */
export class House {
  private readonly processes: Running[] = [];

  private constructor(
    /** The database and its people. */
    readonly ground: SmallHouse,
    private readonly provider: RunningProvider,
    private readonly dataDir: string,
    readonly port: number,
    readonly env: Record<string, string>,
  ) {}

  /** Starts it, and waits until every process is ready. Needs a build. */
  static async open(size: HouseSize = {}): Promise<House> {
    const ground = await SmallHouse.open();
    await ensureGuardrails(ground.superuser, 'AUD');
    const port = await freePort(demoProviderPort);
    const dataDir = await mkdtemp(join(tmpdir(), 'countersign-house-'));
    const people = CAST.map((handle) => ({ handle, name: handle, roles: [], about: '' }));
    const provider = await startProvider({ port: demoProviderPort(port), apiPort: port, dataDir, people });
    await ground.admin.query(
      `INSERT INTO identities (issuer, subject, person_id) SELECT $1, handle, id FROM people WHERE kind = 'PERSON'`,
      [provider.issuer],
    );
    const env = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      INVARIANTS_MS: '0', // a suite that runs at a full hour breaks some on purpose
      COUNTERSIGN_DATA: dataDir,
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: provider.audience,
      OIDC_JWKS_URL: provider.jwksUrl,
      OIDC_ALGORITHMS: provider.algorithm,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      ...WIDE_SHARES,
      ...NO_CROWD,
      ...(size.redisUrl ? { REDIS_URL: size.redisUrl } : {}),
      ...size.env,
    };
    const house = new House(ground, provider, dataDir, port, env);
    const starts = [
      ...Array.from({ length: size.apis ?? 1 }, () => house.startApi()),
      ...Array.from({ length: size.workers ?? 1 }, () => house.startWorker()),
    ];
    await Promise.all(starts);
    return house;
  }

  /** The processes that run, apis and workers, in the order of their start. */
  get running(): readonly Running[] {
    return this.processes;
  }

  /** The addresses of the apis. */
  get urls(): string[] {
    return this.processes.filter(({ kind }) => kind === 'api').map(({ url }) => url);
  }

  /** Starts one more api. The first one has the port that the provider sends people back to. */
  async startApi(): Promise<Running> {
    const port = this.urls.length === 0 ? this.port : await freePort();
    return this.start('api', port, {
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${this.port}`,
      DATABASE_URL: this.ground.urls.apiUrl,
    });
  }

  /** Starts one more worker. */
  async startWorker(): Promise<Running> {
    const port = await freePort();
    return this.start('worker', port, {
      WORKER_HEALTH_PORT: String(port),
      PORT: String(this.port),
      DATABASE_URL: this.ground.urls.workerUrl,
    });
  }

  /** Somebody of the cast (or added to it), signed in. */
  person(handle: string): HousePerson {
    return new HousePerson(this, () => demoToken(handle, { port: this.port, dataDir: this.dataDir, people: [{ handle }] }));
  }

  /** Whoever holds this token. */
  holder(token: string): HousePerson {
    return new HousePerson(this, () => Promise.resolve(token));
  }

  /** Ends every process, the provider and the database. */
  async close(): Promise<void> {
    await Promise.all(this.processes.map((running) => running.stop()));
    await this.provider.stop();
    await this.ground.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async start(kind: 'api' | 'worker', port: number, env: Record<string, string>): Promise<Running> {
    const running = new Running(kind, port, { ...this.env, ...env });
    this.processes.push(running);
    await running.ready();
    return running;
  }
}

/** One process of the house. */
export class Running {
  readonly process: ChildProcess;
  readonly url: string;
  private output = '';

  constructor(
    readonly kind: 'api' | 'worker' | 'sealer',
    port: number,
    env: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    const main = resolve(`dist/apps/${kind}/src/main.js`);
    this.process = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
    }
  }

  /** What it wrote lately. */
  get log(): string {
    return this.output;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Waits until it answers that it is ready. @throws Error with what it wrote, when it ends or does not */
  async ready(): Promise<void> {
    for (const end = Date.now() + READY_MS; Date.now() < end && !this.hasEnded; await sleep(50)) {
      const answer = await fetch(`${this.url}/${this.kind === 'api' ? 'healthz' : 'readyz'}`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`The ${this.kind} did not become ready:\n${this.output}`);
  }

  /** Ends it by a signal, and waits. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill(signal);
    await ended;
  }
}

/** Somebody who asks the api. */
export class HousePerson {
  private token: Promise<string> | undefined;

  constructor(
    private readonly house: House,
    private readonly signIn: () => Promise<string>,
  ) {}

  /** The access token. */
  bearer(): Promise<string> {
    return (this.token ??= this.signIn());
  }

  /** Sends one operation and gives back all of the answer. */
  async send<Data>(query: string, variables: Record<string, unknown> = {}, api = 0): Promise<Answer<Data>> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await this.bearer()}` };
    const answer = await fetch(`${this.house.urls[api] ?? ''}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return { status: answer.status, ...((await answer.json()) as Omit<Answer<Data>, 'status'>) };
  }

  /** Sends one operation and gives back its data. @throws Error with the first error's code and message */
  async ask<Data>(query: string, variables: Record<string, unknown> = {}, api = 0): Promise<Data> {
    const { data, errors } = await this.send<Data>(query, variables, api);
    if (errors?.[0]) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
    if (!data) throw new Error('The api answered neither data nor errors.');
    return data;
  }

  /** Runs one mutation with its input; `fields` are selected of the payload besides userErrors. */
  async run<Payload>(
    mutation: string,
    input: Record<string, unknown>,
    fields: string,
    api = 0,
  ): Promise<Payload & { userErrors: UserError[]; replayed: boolean }> {
    const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${INPUT_TYPES[mutation] ?? type}!) { ${mutation}(input: $input) { ${fields} replayed userErrors { code message path whoCould { name } } } }`;
    const data = await this.ask<Record<string, Payload & { userErrors: UserError[]; replayed: boolean }>>(query, { input }, api);
    return data[mutation] as Payload & { userErrors: UserError[]; replayed: boolean };
  }
}

/** Mutations whose input has another name than their own. */
const INPUT_TYPES: Readonly<Record<string, string>> = {
  retractFromException: 'RetractInput',
  releaseReview: 'ClaimReviewInput',
  answerHonestNo: 'HonestNoInput',
  acceptHandOff: 'AnswerHandOffInput',
  refuseHandOff: 'AnswerHandOffInput',
  cancelHandOff: 'AnswerHandOffInput',
};
