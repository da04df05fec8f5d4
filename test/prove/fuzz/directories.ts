import type { Chance } from '../chance.js';

/** One request of a directory, before something in it is broken. */
export interface ScimRequest {
  readonly method: string;
  readonly path: string;
  readonly document: object;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'];
const ATTRIBUTES = [
  'userName',
  'externalId',
  'displayName',
  'name',
  'name.givenName',
  'name.formatted',
  'emails',
  'active',
  'members',
  'id',
  'groups',
  'x',
];
const PATHS = [
  ...ATTRIBUTES,
  'emails[type eq "work"].value',
  'members[value eq "per_ivy"]',
  'members[value eq "per_none"]',
  'urn:ietf:params:scim:schemas:core:2.0:User:active',
  'urn:x:User:department',
  'emails[type eq "work"',
  '',
];
const WORDS = ['True', 'False', '', 'tom@bank.example', 'A Name', '\u202ename', '__proto__', 'x'.repeat(300), 'per_ivy'];

/** Requests as directories send them, on people and teams that are there and that are not, with good and bad values in every place. */
export class ScimRequests {
  constructor(
    private readonly ids: readonly string[],
    private readonly chance: Chance,
  ) {}

  make(): ScimRequest {
    const { chance } = this;
    const kind = chance.of(['Users', 'Groups']);
    const method = chance.of(METHODS);
    const filter = `?filter=${encodeURIComponent(`${chance.of(PATHS)} eq ${JSON.stringify(chance.of(WORDS))}`)}&count=${chance.of(['5', '0', '-1', 'x'])}`;
    const at = method === 'POST' ? '' : method === 'GET' && chance.happens(0.5) ? filter : `/${encodeURIComponent(chance.of(this.ids))}`;
    return { method, path: `/${kind}${at}`, document: method === 'PATCH' ? this.patch() : this.resource() };
  }

  private patch(): object {
    const one = (): object => ({
      op: this.chance.of(['add', 'Replace', 'remove', 'move']),
      ...(this.chance.happens(0.7) ? { path: this.chance.of(PATHS) } : {}),
      value: this.value(2),
    });
    return {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: Array.from({ length: this.chance.between(0, 3) }, one),
    };
  }

  private resource(): object {
    const named = ATTRIBUTES.filter(() => this.chance.happens(0.6)).map((name) => [name, this.value(2)] as const);
    const sound = { userName: `u${this.chance.between(1, 99)}@bank.example`, displayName: 'U' };
    return { ...(Object.fromEntries(named) as object), ...(this.chance.happens(0.5) ? sound : {}) };
  }

  private value(depth: number): unknown {
    const leaf: unknown = this.chance.of([...WORDS, true, false, null, 7, ...this.ids.slice(0, 5)]);
    if (depth === 0 || this.chance.happens(0.5)) return leaf;
    const object = { [this.chance.of(['value', 'type', 'primary', 'formatted', 'givenName', ...ATTRIBUTES])]: this.value(depth - 1) };
    return this.chance.happens(0.5) ? object : [object, this.value(depth - 1)];
  }
}
