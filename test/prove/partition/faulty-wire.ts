import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The nine ways in which a wire fails. What is held arrives late, after healing, as TCP brings it; what is half-open never speaks again,
 * as when something between the two forgot them.
 */
export const FAULTS = [
  'refused', // what is connected ends, and nobody answers at the address
  'reset', // what is connected is reset, and so is whoever comes
  'black hole', // nothing arrives, in either direction
  'half-open', // what is connected falls silent for ever, and so does whoever comes, after the first bytes
  'no requests', // nothing arrives on the way there
  'no answers', // nothing arrives on the way back
  'latency', // everything arrives two seconds late
  'trickle', // one byte arrives each second
  'cut', // each connection is reset after some bytes of an answer
] as const;

export type Fault = (typeof FAULTS)[number];

const LATE_MS = 2_000;
const BYTE_MS = 1_000;

type Way = 'there' | 'back';

/** One connection, and the one behind it. */
interface Pair {
  readonly near: Socket;
  far?: Socket;
  /** Bytes that came back since the fault began. */
  back: number;
  /** Whether it was there when the last half-open fault began, or fell silent in it. */
  isForgotten: boolean;
}

/** A wire between one process and a server, which fails in the way that it is told to. */
export class FaultyWire {
  private readonly pairs = new Set<Pair>();
  private fault: Fault | undefined;
  private bytesMost = 0;
  private heals: Promise<void> = Promise.resolve();
  private healed: () => void = () => undefined;
  private isClosed = false;
  /** Connections that somebody made through it. */
  count = 0;

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on('connection', (near) => void this.connect(near));
  }

  /** Lays a wire to the server of an address. */
  static async to(address: string): Promise<FaultyWire> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new FaultyWire(new URL(address), server, (server.address() as AddressInfo).port);
  }

  /** The address that was given, through this wire. */
  get url(): string {
    return Object.assign(new URL(this.target), { port: String(this.port) }).href;
  }

  /** Fails from now on. @param bytesMost after how many bytes of answers a connection is cut, or falls silent */
  async break(fault: Fault, bytesMost: number): Promise<void> {
    [this.fault, this.bytesMost] = [fault, bytesMost];
    this.heals = new Promise((resolve) => (this.healed = resolve));
    for (const pair of this.pairs) {
      pair.back = 0;
      if (fault === 'half-open') pair.isForgotten = true;
      if (fault === 'reset') end(pair, 'reset');
      if (fault === 'refused') end(pair, 'end');
    }
    if (fault === 'refused') this.server.close();
  }

  /** Works again, for everything that is not lost. */
  async heal(): Promise<void> {
    if (this.fault === 'refused') await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.fault = undefined;
    this.healed();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.healed();
    this.pairs.forEach((pair) => end(pair, 'reset'));
    if (!this.server.listening) return;
    await once(this.server.close(), 'close');
  }

  private async connect(near: Socket): Promise<void> {
    this.count += 1;
    const pair: Pair = { near, back: 0, isForgotten: false };
    near.on('error', () => undefined).setNoDelay(true);
    if (this.fault === 'reset') return end(pair, 'reset');
    this.pairs.add(pair);
    await this.passes(pair, 'there'); // a call that does not arrive makes no connection on the other side
    if (this.isClosed) return;
    pair.far = createConnection(Number(this.target.port), this.target.hostname);
    pair.far.on('error', () => undefined).setNoDelay(true);
    await Promise.all([this.carry(pair, 'there', near, pair.far), this.carry(pair, 'back', pair.far, near)]);
    this.pairs.delete(pair);
  }

  /** Carries what comes from one socket to the other; its end and its death too, when they may pass. */
  private async carry(pair: Pair, way: Way, from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) await this.bring(pair, way, chunk as Buffer, to);
      await this.passes(pair, way);
      to.end();
    } catch {
      await this.passes(pair, way);
      to.resetAndDestroy();
    }
  }

  private async bring(pair: Pair, way: Way, chunk: Buffer, to: Socket): Promise<void> {
    await this.passes(pair, way);
    if (this.fault === 'latency') await sleep(LATE_MS);
    const rest = this.fault === 'trickle' ? await this.trickle(chunk, to) : chunk;
    if (way === 'back' && this.isLimited(pair, rest.length)) return this.stopAfter(pair, rest, to);
    to.write(rest);
  }

  /** Resolves when something may arrive: at once, when the wire is healed, or never. */
  private async passes(pair: Pair, way: Way): Promise<void> {
    if (pair.isForgotten) await new Promise(() => undefined);
    const isHeld = this.fault === 'black hole' || this.fault === (way === 'there' ? 'no requests' : 'no answers');
    if (isHeld) await this.heals;
  }

  /** Brings byte by byte as long as the wire is so slow; answers what is left then. */
  private async trickle(chunk: Buffer, to: Socket): Promise<Buffer> {
    let at = 0;
    for (; at < chunk.length && this.fault === 'trickle' && !to.destroyed; at++) {
      to.write(chunk.subarray(at, at + 1));
      await Promise.race([sleep(BYTE_MS), this.heals]);
    }
    return chunk.subarray(at);
  }

  private isLimited(pair: Pair, bytes: number): boolean {
    pair.back += bytes;
    return (this.fault === 'cut' || this.fault === 'half-open') && pair.back > this.bytesMost;
  }

  private stopAfter(pair: Pair, chunk: Buffer, to: Socket): void {
    to.write(chunk.subarray(0, Math.max(0, chunk.length - (pair.back - this.bytesMost))), () => {
      if (this.fault === 'cut') end(pair, 'reset');
    });
    if (this.fault === 'half-open') pair.isForgotten = true;
  }
}

function end({ near, far }: Pair, manner: 'reset' | 'end'): void {
  for (const socket of [near, far]) {
    if (manner === 'reset') socket?.resetAndDestroy();
    else socket?.destroy();
  }
}
