import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** A sign-in lasts minutes; what was begun and never finished is thrown away beyond this many. */
const KEPT_MAX = 1000;

/**
 * Where the demo's provider keeps what it remembers of one kind (sign-ins under way, codes, grants …): in memory, until it expires.
 * Nothing outlives the demo: keys are kept elsewhere, and signed-in browsers are remembered by the api.
 */
export class DemoStore implements Adapter {
  private readonly kept = new Map<string, Kept>();

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    this.kept.delete(id);
    this.kept.set(id, { payload, until: performance.now() + expiresInSeconds * 1000 });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.kept.get(id);
    if (found && found.until > performance.now()) return found.payload;
    this.kept.delete(id);
    return undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.kept.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(id);
  }

  private async findWhere(fits: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    const [id] = [...this.kept].find(([, { payload }]) => fits(payload)) ?? [];
    return id === undefined ? undefined : this.find(id);
  }
}
