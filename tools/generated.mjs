import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes files that are made from the code. With `--check` on the command line nothing is written, and a file that is not what the
 * code makes now fails the run: whoever changed the code makes the file anew and commits both together.
 *
 * @param {Record<string, string>} files content by path, from the project's folder
 * @param {string} remake the command that makes them anew
 */
export async function keep(files, remake) {
  const stale = [];
  for (const [path, text] of Object.entries(files)) if ((await textOf(path)) !== text) stale.push(path);
  if (process.argv.includes('--check')) return refuse(stale, remake);
  for (const path of stale) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, files[path]);
    console.log(`Made ${path}.`);
  }
}

function refuse(stale, remake) {
  for (const path of stale) console.error(`${path} is not what the code makes: run \`${remake}\` and commit it.`);
  if (stale.length > 0) process.exitCode = 1;
}

async function textOf(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
