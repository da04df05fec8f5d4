import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, checkpointHash, checkpointText, type SealedCheckpoint } from './checkpoint.rules.js';
import { SealKeyError } from './seal.errors.js';

/** Which checkpoint was sealed last: the sealer's own memory, out of reach of whoever owns the database. */
export interface Remembered {
  readonly number: number;
  /** Hex. */
  readonly hash: string;
}

const PRIVATE = 'seal-key.private.jwk';
const PUBLIC = 'seal-key.public.jwk';
const MEMORY = 'last-checkpoint.json';

/** The key that seals: made on first use, kept in a folder that only the sealer can enter. */
export class SealKey {
  /** By RFC 7638: made from the key itself, so that no other key can take its name. */
  readonly id: string;
  /** The 32 bytes that everybody may know. */
  readonly publicKey: Buffer;

  private constructor(
    private readonly folder: string,
    private readonly privateKey: KeyObject,
  ) {
    const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
    this.publicKey = Buffer.from(x, 'base64url');
    this.id = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  }

  /**
   * The key of the folder; two processes that ask at once get the same one.
   * @throws SealKeyError when it cannot be read, is damaged, or cannot be kept
   */
  static async open(folder: string): Promise<SealKey> {
    const path = join(folder, PRIVATE);
    try {
      if (!(await exists(path))) await make(folder, path);
      if (process.platform !== 'win32' && (await stat(path)).mode & 0o077) await closeToOthers(path);
      const key = new SealKey(folder, createPrivateKey({ key: JSON.parse(await readFile(path, 'utf8')) as JsonWebKey, format: 'jwk' }));
      await key.publish();
      return key;
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'it is damaged';
      throw new SealKeyError(
        `The key of the sealer in ${folder} cannot be used (${code}). Let this user write the folder, or set SEAL_KEY_DIR; a damaged key comes back from a backup, or is moved away for a new one.`,
        { cause },
      );
    }
  }

  /** Signs a checkpoint. */
  seal(checkpoint: Omit<Checkpoint, 'keyId'>): SealedCheckpoint {
    const named = { ...checkpoint, keyId: this.id };
    return { ...named, hash: checkpointHash(named), signature: sign(null, Buffer.from(checkpointText(named)), this.privateKey) };
  }

  /** Whether this very key sealed it. */
  sealed(checkpoint: SealedCheckpoint): boolean {
    const text = Buffer.from(checkpointText(checkpoint));
    return checkpoint.keyId === this.id && verify(null, text, createPublicKey(this.privateKey), checkpoint.signature);
  }

  /** What was sealed last, as far as this folder knows. */
  async remembered(): Promise<Remembered | undefined> {
    try {
      return JSON.parse(await readFile(join(this.folder, MEMORY), 'utf8')) as Remembered;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Remembers what was sealed last, durably. */
  async remember({ number, hash }: SealedCheckpoint): Promise<void> {
    await replace(join(this.folder, MEMORY), JSON.stringify({ number, hash: hash.toString('hex') } satisfies Remembered), 0o600);
  }

  /** The public half lies beside the private one, in a file that may be handed out. */
  private async publish(): Promise<void> {
    const { kty, crv, x } = createPublicKey(this.privateKey).export({ format: 'jwk' });
    const jwk = { kty, crv, x, kid: this.id, alg: 'EdDSA', use: 'sig' };
    const path = join(this.folder, PUBLIC);
    if (!(await exists(path))) await replace(path, `${JSON.stringify({ keys: [jwk] })}\n`, 0o644);
  }
}

async function make(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await write(draft, `${JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))}\n`, 0o600);
    await link(draft, path).catch(ignoreExisting);
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await write(draft, text, mode);
  await rename(draft, path);
}

async function write(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** A mounted secret cannot be changed; who mounted it decides who may read it. */
async function closeToOthers(path: string): Promise<void> {
  await chmod(path, 0o600).catch((error: NodeJS.ErrnoException) => {
    if (!['EROFS', 'EPERM'].includes(error.code ?? '')) throw error;
  });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
