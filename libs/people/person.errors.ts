import { RuleError, say } from '#errors';

/** Thrown when somebody who is no admin, or no longer one, tries to change a person. */
export class NotAnAdminError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Only an admin may change roles and presence of people. Ask one of them.`);
  }
}

/** Thrown when nobody would be left who is active, here and an admin. */
export class LastAdminError extends RuleError {
  readonly code = 'LAST_ADMIN';
  constructor(override readonly path: readonly string[]) {
    super(say`Nobody else who is here is an admin. Make a colleague an admin first.`);
  }
}

/** Thrown when somebody should leave who still owns cases that are open, or solved and still to be followed up: a customer would then have nobody. */
export class OwnsOpenCasesError extends RuleError {
  readonly code = 'OWNS_OPEN_CASES';
  override readonly path = ['active'];
  constructor(count: number) {
    super(
      count === 1
        ? say`This person still owns one case that is open, or still to be followed up. Hand it to a colleague first; the promises go along.`
        : say`This person still owns ${{ count }} cases that are open, or still to be followed up. Hand them to colleagues first; the promises go along.`,
    );
  }
}

/** Thrown when a machine tries to make somebody an admin, or to take the role. */
export class AdminsAreMadeInPersonError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  override readonly path = ['roles'];
  constructor() {
    super(say`Only an admin in person makes an admin, or takes the role. Leave ADMIN as it is, and ask one of them.`);
  }
}

const TAKEN = {
  userName: say`Somebody has this user name already, or this e-mail address. If it is the same human, use their account; else correct it.`,
  externalId: say`Somebody has this external id already. Use their account, or correct the mapping.`,
  displayName: say`A team has this name already, perhaps one that ended. Use that team, or choose another name.`,
  handle: say`Somebody has this handle already, perhaps somebody who left. Choose another one.`,
  subject: say`Somebody here signs in as this subject already. Check whether it is the same human, or a mistake.`,
  email: say`Somebody with another handle has this address already. If it is the same human, use that handle; a second account of theirs is made one by one.`,
};

/** Thrown when a person is to get a handle, an address, or a name at the sign-in provider, that somebody else has. */
export class TakenError extends RuleError {
  readonly code = 'INVALID';
  constructor(what: keyof typeof TAKEN) {
    super(TAKEN[what]);
    this.path = [what];
  }
  override readonly path: readonly string[];
}

/** Thrown when the second step of a link is taken by the human who took the first, from whichever account. */
export class SameAdminError extends RuleError {
  readonly code = 'SAME_ADMIN';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`You took the first step yourself. Another admin has to look at it and take the second.`);
  }
}

/** Thrown when an admin tries to end a link of their own accounts. */
export class OwnLinkError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`These are accounts of your own. Two other admins end the link, if it is wrong.`);
  }
}

/** Thrown when a link is confirmed or ended that was before. */
export class LinkMovedOnError extends RuleError {
  readonly code = 'INVALID';
  override readonly path = ['linkId'];
  constructor() {
    super(say`This link was confirmed or ended meanwhile. Look at the links again.`);
  }
}

/** Thrown when an admin changes their own rights by a file, where it is easily overlooked. */
export class OwnRightsError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  override readonly path = ['handle'];
  constructor() {
    super(say`This is you. A file does not change the rights of whoever imports it; leave the row out, or let another admin import it.`);
  }
}

/** Thrown when a file names a team that there is not, or no longer. */
export class UnknownTeamError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['team'];
  constructor() {
    super(say`There is no team of this name. Correct it, or leave the cell empty.`);
  }
}

/** Thrown when a team is to get a name that another one has, also one that ended. */
export class TeamNameTakenError extends RuleError {
  readonly code = 'INVALID';
  override readonly path = ['name'];
  constructor() {
    super(say`Another team has this name, perhaps one that ended. Use that team, or choose another name.`);
  }
}
