import { isUtf8 } from 'node:buffer';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CommandError, EXIT } from './command.errors.js';
import { askHouse } from './house-api.js';
import { printer } from './printer.js';

/** A file of a policy book. */
interface File {
  readonly name: string;
  readonly text: string;
}

/** What is wrong with one. */
interface Fault {
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly message: string;
}

/** What the api says to a book. */
interface Report {
  readonly createdFiles: readonly string[];
  readonly changedFiles: readonly string[];
  readonly unchanged: number;
  readonly faultCount: number;
  readonly faults: readonly Fault[];
}

/** No policy is as large: something else was put into the folder. */
const FILE_BYTES_MAX = 4_194_304;
/** Names that are safe in every folder: none leads out of it. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\.md$/;

/**
 * `countersign policies import DIR`: proposes what the .md files in a folder say and what does not stand yet: all of them or none, by the rights of
 * whose token is in COUNTERSIGN_TOKEN.
 * @throws CommandError `refused` with every fault of every file told; `noPermission`, `unavailable` or `config` when the api cannot be asked
 */
export async function importPoliciesCommand(folder: string, { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  const { files, faults } = await readBook(folder);
  if (files.length + faults.length === 0) throw new CommandError(EXIT.usage, `There is no file that ends in .md in ${folder}.`);
  // With a file that cannot be read nothing is to be done; what is wrong with the others is told all the same.
  const rehearses = dryRun || faults.length > 0;
  const answer = await askHouse(`/policies/import?dryRun=${String(rehearses)}`, JSON.stringify({ files }));
  const report = (await answer.json()) as Report;
  const all = [...faults, ...report.faults].sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0));
  if (all.length > 0) {
    for (const fault of all) printer.print(told(fault));
    throw new CommandError(
      EXIT.refused,
      `${counted(faults.length + report.faultCount, 'fault')}. Nothing was imported; correct the files and try again.`,
    );
  }
  for (const file of report.createdFiles) printer.print(`new      ${file}`);
  for (const file of report.changedFiles) printer.print(`changed  ${file}`);
  printer.print(summary(report, dryRun));
}

/**
 * `countersign policies export DIR`: writes each policy in force as a file, which `import` takes again.
 * @throws CommandError `unwritable` when a file is there already that says something else, unless it may be overwritten; and what import throws
 */
export async function exportPoliciesCommand(folder: string, { overwrite = false }: { overwrite?: boolean }): Promise<void> {
  const { files } = (await (await askHouse('/policies/export')).json()) as { files: readonly File[] };
  const strange = files.find(({ name }) => !SAFE_NAME.test(name));
  if (strange) throw new CommandError(EXIT.damaged, 'The answer names a file in a way that no house of ours does. Nothing was written.');
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => unwritable(folder, cause));
  const others = overwrite ? [] : await differing(folder, files);
  if (others.length > 0)
    throw new CommandError(EXIT.unwritable, `${others.join(', ')} would be overwritten. Choose another folder, or say --overwrite.`);
  for (const { name, text } of files)
    await writeFile(join(folder, name), text).catch((cause: unknown) => unwritable(join(folder, name), cause));
  printer.print(`${counted(files.length, 'policy', 'policies')} in force written to ${folder}.`);
}

/** Every .md file below a folder, with what cannot be read of them. Hidden files and folders are left out. */
async function readBook(folder: string): Promise<{ files: File[]; faults: Fault[] }> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => unreadable(folder, cause));
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => relative(folder, path).split(sep).join('/')).filter((name) => /^(?!.*(^|\/)\.).*\.md$/i.test(name));
  const files: File[] = [];
  const faults: Fault[] = [];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const { size } = await stat(path).catch((cause: unknown) => unreadable(path, cause));
    const bytes = size > FILE_BYTES_MAX ? undefined : await readFile(path).catch((cause: unknown) => unreadable(path, cause));
    if (!bytes) faults.push({ file: name, line: 1, field: null, message: `This is no policy: it has more than ${FILE_BYTES_MAX} bytes.` });
    else if (!isUtf8(bytes))
      faults.push({
        file: name,
        line: lineOf(bytes),
        field: null,
        message: 'This is not UTF-8 from this line on. Save the file as UTF-8.',
      });
    else files.push({ name, text: bytes.toString('utf8') });
  }
  return { files, faults };
}

/** The line of the first byte that is not UTF-8. */
function lineOf(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}

async function differing(folder: string, files: readonly File[]): Promise<string[]> {
  const same = await Promise.all(
    files.map(async ({ name, text }) => {
      const there = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      return there === undefined || there === text;
    }),
  );
  return files.filter((_, index) => !same[index]).map(({ name }) => name);
}

function told({ file, line, field, message }: Fault): string {
  return `${file === '' ? '' : `${file}:${line} `}${field === null ? '' : `${field}: `}${message}`;
}

function summary({ createdFiles, changedFiles, unchanged }: Report, dryRun: boolean): string {
  const counts = `${createdFiles.length} new, ${changedFiles.length} changed, ${unchanged} as they stand.`;
  if (dryRun) return `${counts} Nothing was imported: this was a rehearsal.`;
  return createdFiles.length + changedFiles.length === 0
    ? `${counts} Nothing is to be done.`
    : `${counts} They are proposed; another reviewer puts each into force.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function unreadable(path: string, cause: unknown): never {
  throw new CommandError(EXIT.usage, `${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
}

function unwritable(path: string, cause: unknown): never {
  throw new CommandError(EXIT.unwritable, `${path} cannot be written (${(cause as NodeJS.ErrnoException).code}).`, { cause });
}
