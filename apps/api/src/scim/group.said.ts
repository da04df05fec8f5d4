import type { SyncedTeam, TeamChange } from '#people';
import type { AttributePath, PatchStep } from './patch.js';
import { bad } from './scim.errors.js';
import { attributesOf, lineIn } from './values.js';

const READ_ONLY = new Set(['id', 'meta', 'schemas']);

/** What a whole group says, as POST and PUT send it. What it does not say is absent. @throws ScimError */
export function readGroup(body: unknown): TeamChange {
  const said = attributesOf(body, 'A group');
  const [name, externalId, members] = [said.get('displayname'), said.get('externalid'), said.get('members')];
  return {
    ...(isSaid(name) ? { name: lineIn(name, 'displayName') } : {}),
    ...(isSaid(externalId) ? { externalId: lineIn(externalId, 'externalId') } : {}),
    ...(isSaid(members) ? { members: membersIn(members) } : {}),
  };
}

/** What the steps of a PATCH, one after the other, change of a group as it stands. @throws ScimError */
export function changeOfGroup(steps: readonly PatchStep[], team: SyncedTeam): TeamChange {
  const said = new GroupSaid(new Set(team.members.map(({ id }) => id)));
  steps.forEach((step) => said.take(step));
  return said.change;
}

class GroupSaid {
  private name: string | undefined;
  private externalId: string | null | undefined;
  private areMembersSaid = false;

  constructor(private readonly members: Set<string>) {}

  get change(): TeamChange {
    const { name, externalId } = this;
    return {
      ...(name === undefined ? {} : { name }),
      ...(externalId === undefined ? {} : { externalId }),
      ...(this.areMembersSaid ? { members: [...this.members] } : {}),
    };
  }

  take(step: PatchStep): void {
    const { attribute } = step.path;
    if (step.isNamed && READ_ONLY.has(attribute)) throw bad('mutability', `${attribute} is not for clients to change.`);
    if (attribute === 'members') this.takeMembers(step);
    else if (attribute === 'displayname') this.takeName(step);
    else if (attribute === 'externalid')
      this.externalId = step.op === 'remove' || !isSaid(step.value) ? null : lineIn(step.value, 'externalId');
  }

  private takeName({ op, value }: PatchStep): void {
    if (op === 'remove') throw bad('mutability', 'displayName has to be there. Replace it instead.');
    this.name = lineIn(value, 'displayName');
  }

  private takeMembers({ op, path, value }: PatchStep): void {
    this.areMembersSaid = true;
    if (path.where.length > 0) return this.takeOne(op, path);
    if (op === 'replace') this.members.clear();
    if (op !== 'remove') membersIn(value ?? []).forEach((id) => this.members.add(id));
    else if (isSaid(value)) membersIn(value).forEach((id) => this.members.delete(id));
    else this.members.clear();
  }

  /** `members[value eq "…"]`: to be taken away, whether or not they are there. There is nothing else of a member to change. */
  private takeOne(op: PatchStep['op'], { where: [found, ...more] }: AttributePath): void {
    if (found?.path !== 'value' || more.length > 0) throw bad('invalidPath', 'Members are chosen by members[value eq "id"].');
    if (op !== 'remove')
      throw bad(
        this.members.has(found.value) ? 'mutability' : 'noTarget',
        'A member is added by path members, or removed; there is nothing to replace.',
      );
    this.members.delete(found.value);
  }
}

function membersIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((member) => {
    const said = attributesOf(member, 'A member');
    const type = said.get('type') ?? 'User';
    if (typeof type !== 'string' || type.toLowerCase() !== 'user') throw bad('invalidValue', 'Members are users: a team is in no team.');
    return lineIn(said.get('value'), 'members.value');
  });
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}
