import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dutyFaults, dutyNotes, exportTo, findingLine, told, verifyDatabase, verifyExport, type Witnesses } from '#audit';
import { readSettings, type SettingsWith } from '#settings';
import type pg from 'pg';
import { CommandError, EXIT } from './command.errors.js';
import { withDatabase } from './house-client.js';
import { printer } from './printer.js';

/** What is verified, and against what. */
export interface VerifyOptions extends Witnesses {
  /** An export instead of the database. */
  readonly export?: string;
}

/**
 * `countersign audit verify`: a line for each thing in the history that is not as it should be. Without `--checkpoints` and `--keys`, those
 * of SEAL_FILE and SEAL_KEY_DIR are taken where they can be read.
 * @throws CommandError `refused` when anything was found
 */
export async function verifyAuditCommand(options: VerifyOptions): Promise<void> {
  const settings = readSettings(process.env, []);
  const witnesses = witnessesOf(options, settings);
  const tell = (finding: Parameters<typeof findingLine>[0]): void => printer.print(findingLine(finding));
  const work = async (client?: pg.Client): Promise<void> => {
    const result = await (client ? verifyDatabase(client, witnesses, tell) : verifyExport(options.export ?? '', witnesses, tell));
    for (const line of told(result)) printer.print(line);
    if (result.findings > 0) process.exitCode = EXIT.refused;
  };
  await (options.export === undefined ? withDatabase(settings, work) : work());
}

/** `countersign audit export --to FILE`: one file that is verified without us, and the verifier beside it. */
export async function exportAuditCommand({ to }: { to: string }): Promise<void> {
  await withDatabase(readSettings(process.env, []), async (client) => {
    const records = await exportTo(client, to).catch((error: NodeJS.ErrnoException) => {
      if (error.syscall === undefined) throw error;
      throw new CommandError(EXIT.unwritable, `${to} cannot be written (${error.code}).`, { cause: error });
    });
    printer.print(`${to} holds ${records} records. Beside it lies verify.mjs: "node verify.mjs ${to}" needs nothing of ours.`);
  });
}

/** `countersign audit duties`: where one human did what only another may do. */
export async function dutiesCommand(): Promise<void> {
  await withDatabase(readSettings(process.env, []), async (client) => {
    const faults = await dutyFaults(client);
    for (const { id, human, what } of faults) printer.print(`${id}: ${human} ${what}`);
    for (const { id, human, what } of await dutyNotes(client))
      printer.print(`Note: ${id}: ${human} ${what}; the accounts were linked later.`);
    printer.print(faults.length === 0 ? 'Nobody did what only another may do.' : `${faults.length} overlaps.`);
    if (faults.length > 0) process.exitCode = EXIT.refused;
  });
}

function witnessesOf({ checkpoints, keys }: VerifyOptions, { sealFile, sealKeyDir }: SettingsWith<never>): Witnesses {
  const published = join(sealKeyDir, 'seal-key.public.jwk');
  return {
    checkpoints: checkpoints ?? (existsSync(sealFile) ? sealFile : undefined),
    keys: keys ?? (existsSync(published) ? published : undefined),
  };
}
