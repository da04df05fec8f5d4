import type { SyncedChange } from '#people';
import { type AttributePath, type PatchStep, readPath } from './patch.js';
import { bad } from './scim.errors.js';
import { type Attributes, attributesOf, booleanIn, isObject, lineIn } from './values.js';

/** What a client may write of a user. Everything else is passed over: directories send more than a house keeps. */
const KEPT = new Set(['username', 'externalid', 'displayname', 'name', 'emails', 'active']);
/** What is only ours to say. */
const READ_ONLY = new Set(['id', 'meta', 'groups', 'schemas']);

/** Gathers what a request says of a user, attribute by attribute. The last word counts. */
class UserSaid {
  private readonly said: { userName?: string; externalId?: string | null; email?: string; active?: boolean } = {};
  private readonly names = new Map<string, string>();

  take({ op, path, value, isNamed }: PatchStep): void {
    const { attribute } = path;
    if (isNamed && READ_ONLY.has(attribute)) throw bad('mutability', `${attribute} is not for clients to change.`);
    if (!KEPT.has(attribute)) return;
    if (op === 'remove' || value === null || value === undefined) this.takeAway(path, op === 'remove');
    else this.write(path, value);
  }

  /** The change; a name is the display name, else the formatted one, else its parts together. */
  get change(): SyncedChange {
    const parts = [this.names.get('givenname'), this.names.get('familyname')];
    const whole = parts.every((part) => part !== undefined) ? parts.join(' ') : undefined;
    const name = this.names.get('displayname') ?? this.names.get('formatted') ?? whole;
    return { ...this.said, ...(name === undefined ? {} : { name }) };
  }

  /** The name of somebody new, whose parts may be all that there is. */
  get anyName(): string | undefined {
    return this.change.name ?? this.names.get('givenname') ?? this.names.get('familyname');
  }

  private write(path: AttributePath, value: unknown): void {
    const { attribute } = path;
    if (attribute === 'username') this.said.userName = lineIn(value, 'userName');
    else if (attribute === 'externalid') this.said.externalId = lineIn(value, 'externalId');
    else if (attribute === 'active') this.said.active = booleanIn(value, 'active');
    else if (attribute === 'displayname') this.nameIs('displayname', value);
    else if (attribute === 'name') this.writeName(path, value);
    else this.writeEmail(path, value);
  }

  private writeName({ part }: AttributePath, value: unknown): void {
    const named = part === undefined ? attributesOf(value, 'name') : new Map([[part, value]]);
    for (const key of ['formatted', 'givenname', 'familyname']) this.nameIs(key, named.get(key));
  }

  private nameIs(key: string, value: unknown): void {
    if (value !== undefined && value !== null && value !== '') this.names.set(key, lineIn(value, key));
  }

  private writeEmail({ part, where }: AttributePath, value: unknown): void {
    if (!where.every(isTheKeptEmail) || (part !== undefined && part !== 'value')) return;
    const email = part === undefined ? emailIn(value) : value;
    if (email !== undefined) this.said.email = lineIn(email, 'emails.value');
  }

  private takeAway({ attribute, where }: AttributePath, isRemove: boolean): void {
    if (attribute === 'externalid') this.said.externalId = null;
    else if (attribute === 'active' && !isRemove) throw bad('invalidValue', 'active is true or false.');
    else if (isRemove && attribute !== 'name' && where.every(isTheKeptEmail))
      throw bad('mutability', `${attribute} has to be there. Replace it instead.`);
  }
}

/** What a whole user says, as POST and PUT send it. What it does not say is absent. @throws ScimError */
export function readUser(body: unknown): SyncedChange & { readonly anyName?: string } {
  const said = new UserSaid();
  for (const [name, value] of Object.entries(isObject(body) ? body : attributesOf(body, 'A user')))
    said.take({ op: 'replace', path: pathOf(name), value, isNamed: false });
  return { ...said.change, anyName: said.anyName };
}

/** What the steps of a PATCH change of a user. @throws ScimError */
export function changeOfUser(steps: readonly PatchStep[]): SyncedChange {
  const said = new UserSaid();
  steps.forEach((step) => said.take(step));
  return said.change;
}

/** Names of a whole resource are no paths: whatever cannot be one is passed over like everything that is not kept. */
function pathOf(name: string): AttributePath {
  return /^[a-z$][\w$-]*$/i.test(name) ? readPath(name) : { attribute: 'urn:', where: [], part: undefined };
}

/** One address is kept: the primary one, else that for work, else the first that says nothing of its kind, else the first. */
function emailIn(value: unknown): unknown {
  if (typeof value === 'string') return value;
  const emails = (Array.isArray(value) ? value : [value]).map((email) => attributesOf(email, 'An e-mail address'));
  const kind = (email: Attributes): string => wordIn(email.get('type'));
  const primary = emails.find((email) => wordIn(email.get('primary')) === 'true');
  const chosen = primary ?? emails.find((email) => kind(email) === 'work') ?? emails.find((email) => kind(email) === '') ?? emails[0];
  return chosen?.get('value');
}

function wordIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : '';
}

function isTheKeptEmail({ path, value }: { readonly path: string; readonly value: string }): boolean {
  return (path === 'type' && value.toLowerCase() === 'work') || (path === 'primary' && value.toLowerCase() === 'true');
}
