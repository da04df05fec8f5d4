import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#database';
import { FilePlace, SealKey, Sealing, Sending } from '#seal';
import pg from 'pg';
import { seedHouse } from '../../apps/cli/src/seed/index.js';
import { cloneDatabase } from './postgres.js';

/** The seed house with its history sealed, and the folder in which the sealer keeps its key and what it sent away. */
export class SealedHouse {
  private constructor(
    readonly adminUrl: string,
    readonly folder: string,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Seeds and seals it. The history is sealed in several checkpoints, and no connection stays open. */
  static async open(): Promise<SealedHouse> {
    const database = await cloneDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'sealed-house-'));
    await seedHouse(database.adminUrl, 'http://localhost/issuer');
    await sealAt(database.sealUrl, folder);
    for (let n = 0; n < 3; n++) {
      await recordMore(database.adminUrl);
      await sealAt(database.sealUrl, folder);
    }
    return new SealedHouse(database.adminUrl, folder, database.drop);
  }

  /** The file to which checkpoints were sent. */
  get checkpoints(): string {
    return join(this.folder, 'sealed.jsonl');
  }

  /** The public key. */
  get keys(): string {
    return join(this.folder, 'key/seal-key.public.jwk');
  }

  /** Works on a copy of its database, as the superuser, and drops it. */
  async onCopy<T>(work: (client: pg.Client, url: string) => Promise<T>): Promise<T> {
    const name = `copy_${randomUUID().replaceAll('-', '')}`;
    const source = new URL(this.adminUrl).pathname.slice(1);
    const url = Object.assign(new URL(this.adminUrl), { pathname: `/${name}` }).href;
    await this.asAdmin(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // dropped with its database
    try {
      await client.connect();
      return await work(client, url);
    } finally {
      await client.end();
      await this.asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  }

  /** Removes the database and the folder. */
  async close(): Promise<void> {
    await this.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async asAdmin(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: Object.assign(new URL(this.adminUrl), { pathname: '/postgres' }).href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
}

/** One more fact, of a kind that is about nothing that stands in a table. */
async function recordMore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`INSERT INTO facts (subject_id, name, body) VALUES ('job_tamper', 'job.parked', '{}')`).finally(() => client.end());
}

/** Seals everything there is, with the key of this folder, and sends it to the folder's file. */
export async function sealAt(url: string, folder: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    const db = new Database(pool);
    const sealing = new Sealing(db, await SealKey.open(join(folder, 'key')));
    // Other databases of this server hold the horizon back for a moment.
    for (let tries = 0; tries < 200; tries++) {
      await sealing.round();
      if ((await sealing.lagMs()) === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await new Sending(db, new FilePlace(join(folder, 'sealed.jsonl'))).round();
  } finally {
    await pool.end();
  }
}
