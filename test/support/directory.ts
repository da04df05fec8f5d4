import type { House } from './house.js';

/** What SCIM answered. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ScimBody;
}

/** A resource, a list or an error; each test reads what it asked for. */
export interface ScimBody {
  readonly id: string;
  readonly schemas: string[];
  readonly meta: { resourceType: string; created: string; lastModified: string; location: string; version: string };
  readonly totalResults: number;
  readonly Resources: ScimBody[];
  readonly members: { value: string; display: string }[];
  readonly groups: { value: string; display: string }[];
  readonly status: string;
  readonly scimType?: string;
  readonly detail: string;
  readonly [attribute: string]: unknown;
}

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The provisioning client of a sign-in provider, with a token of a machine. */
export class Directory {
  private constructor(
    private readonly house: House,
    readonly token: string,
    /** The account of the machine. */
    readonly machineId: string,
    readonly tokenId: string,
  ) {}

  /** A machine of its own with a token of these scopes. */
  static async open(house: House, scopes: readonly string[] = ['SCIM']): Promise<Directory> {
    const input = { name: 'Directory', scopes, expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
    const made = await house.person('wei').run<{ secret: string; token: { id: string } }>('createApiToken', input, 'secret token { id }');
    const [machine] = await house.ground.rows<{ id: string }>('SELECT person_id AS id FROM api_tokens WHERE id = $1', [made.token.id]);
    return new Directory(house, made.secret, machine?.id ?? '', made.token.id);
  }

  /** Sends one request. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ScimAnswer> {
    const answer = await fetch(`${this.house.urls[0] ?? ''}/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as ScimBody };
  }

  /** Reads. */
  get(path: string, headers: Record<string, string> = {}): Promise<ScimAnswer> {
    return this.send('GET', path, undefined, headers);
  }

  /** Makes. */
  post(path: string, body: unknown): Promise<ScimAnswer> {
    return this.send('POST', path, body);
  }

  /** Puts in the place of what there is. */
  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<ScimAnswer> {
    return this.send('PUT', path, body, headers);
  }

  /** Changes by operations. */
  patch(path: string, ...operations: object[]): Promise<ScimAnswer> {
    return this.send('PATCH', path, { schemas: [PATCH_OP], Operations: operations });
  }

  /** Takes away. */
  delete(path: string, headers: Record<string, string> = {}): Promise<ScimAnswer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Makes a user; answers the id. @throws Error when it was refused */
  async hire(name: string, more: object = {}): Promise<string> {
    const { status, body } = await this.post('/Users', newUser(name, more));
    if (status !== 201) throw new Error(`${status}: ${body.detail}`);
    return body.id;
  }

  /** Makes a group of these users; answers the id. @throws Error when it was refused */
  async team(displayName: string, members: readonly string[] = []): Promise<string> {
    const { status, body } = await this.post('/Groups', { displayName, members: members.map((value) => ({ value })) });
    if (status !== 201) throw new Error(`${status}: ${body.detail}`);
    return body.id;
  }
}

/** A user as most directories send one. */
export function newUser(name: string, more: object = {}): object {
  const [given = name, family = 'Roe'] = name.split(' ');
  const login = `${given.toLowerCase()}@corp.example`;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: login,
    externalId: `ext-${given.toLowerCase()}`,
    name: { givenName: given, familyName: family },
    displayName: name,
    emails: [{ value: login, type: 'work', primary: true }],
    active: true,
    ...more,
  };
}

/** A mark of all facts, people and teams of a house: the same one, and nothing of them was written. */
export async function markOf({ ground }: House): Promise<unknown> {
  const rows =
    await ground.rows(`SELECT (SELECT count(*) FROM facts)::int AS facts, md5((SELECT string_agg(p::text, '|' ORDER BY id) FROM people p)) AS people,
    md5((SELECT string_agg(t::text, '|' ORDER BY id) FROM teams t)) AS teams`);
  return rows[0];
}
