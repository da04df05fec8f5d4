import { RuleError } from '#errors';
import { addFirstAdmin } from '#people';
import { readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import { through, withDatabase } from './house-client.js';
import { printer } from './printer.js';

/** Who is to be an admin, as it was typed. */
interface Typed {
  readonly name: string;
  readonly email: string;
  readonly subject: string;
}

/**
 * `countersign admins add HANDLE`: makes an admin in a house that has fewer than two, on its database, by the rights of whoever runs it.
 * @throws CommandError `refused` with what is wrong, or that the house has its admins; `unavailable` without a database
 */
export async function addAdminCommand(handle: string, { subject, ...typed }: Typed): Promise<void> {
  const settings = readSettings(process.env, ['oidcIssuer']);
  await withDatabase(settings, async (client) => {
    await addFirstAdmin(through(client), { handle, ...typed, signIn: { issuer: settings.oidcIssuer, subject } }).catch((cause: unknown) => {
      throw cause instanceof RuleError ? new CommandError(EXIT.refused, cause.message, { cause }) : cause;
    });
    printer.print(`${handle} is an admin, and signs in at ${settings.publicUrl} as "${subject}" of ${settings.oidcIssuer}.`);
  });
}
