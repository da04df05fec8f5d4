import { Command, CommanderError } from 'commander';
import { SettingsError, readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import { printer } from './printer.js';

/** Commands are loaded when they are called: a token must not wait for a database's mapper to be read. */
const program = new Command('countersign')
  .description('Two colleagues can say yes. Runs and looks after a house of Countersign.')
  .exitOverride()
  .showHelpAfterError('See "countersign --help".');

program
  .command('demo')
  .description('a house with sample people and cases, everything included; nothing else is needed')
  .action(async () => (await import('./demo.command.js')).demoCommand());

program
  .command('start')
  .description('a real house: api, worker and sealer, with an embedded database unless DATABASE_URL is set')
  .action(async () => (await import('./start.command.js')).startCommand());

program
  .command('migrate')
  .description('brings the database to the newest schema')
  .option('--check', `changes nothing, and ends with ${EXIT.pending} when something would run`)
  .action(async (options: { check?: boolean }) => (await import('./migrate.command.js')).migrateCommand(options));

program
  .command('doctor')
  .description('reads the settings, asks everything that they name whether it is there, and tells all problems')
  .action(async () => (await import('./doctor.command.js')).doctorCommand());

program
  .command('token')
  .description('prints a short-lived token of the demo, and nothing else')
  .requiredOption('--as <name>', 'whose token: a first name in lower case')
  .action(async ({ as }: { as: string }) => printToken(as));

program
  .command('admins')
  .description('looks after the first admins of a house')
  .command('add')
  .description('makes an admin while a house has fewer than two; from then on, admins make everybody')
  .argument('<handle>', 'their short name here')
  .requiredOption('--name <name>', 'as colleagues know them')
  .requiredOption('--email <address>', 'where notices go')
  .requiredOption('--subject <sub>', 'how the sign-in provider of OIDC_ISSUER names them: the claim sub, or that of OIDC_SUBJECT')
  .action(async (handle: string, options: { name: string; email: string; subject: string }) =>
    (await import('./admins.command.js')).addAdminCommand(handle, options),
  );

const receipt = program
  .command('receipt')
  .description('checks the signed statement of an approval, and looks after the keys that sign them');

receipt
  .command('verify')
  .description('tells in plain words what a receipt proves, with the network off')
  .argument('<file>', 'the receipt')
  .requiredOption('--keys <file>', 'the published keys, as /.well-known/jwks.json answers them')
  .action(async (file: string, options: { keys: string }) => (await import('./receipt.command.js')).verifyReceiptCommand(file, options));

receipt
  .command('rotate')
  .description('makes a new key that signs receipts from now on; older ones stay published')
  .action(async () => (await import('./receipt.command.js')).rotateReceiptKeyCommand());

const jobs = program.command('jobs').description('looks after jobs that were started often and never ended');

jobs
  .command('list')
  .description('tells which jobs are parked')
  .action(async () => (await import('./jobs.command.js')).listJobsCommand());

jobs
  .command('release')
  .description('lets a parked job run again, once its cause is mended')
  .argument('<kind>', 'as the list tells it')
  .argument('<id>', 'of what it works on')
  .action(async (kind: string, id: string) => (await import('./jobs.command.js')).releaseJobCommand(kind, id));

const audit = program.command('audit').description('shows that the history is what it was, or where it is not');

audit
  .command('verify')
  .description(`checks every fact, approval and checkpoint; ends with ${EXIT.refused} when anything is found`)
  .option('--export <file>', 'an export instead of the database')
  .option('--checkpoints <file>', 'the checkpoints that were sent away; else SEAL_FILE')
  .option('--keys <file>', 'the public keys that you believe; else that of SEAL_KEY_DIR')
  .action(async (options: object) => (await import('./audit.command.js')).verifyAuditCommand(options));

audit
  .command('export')
  .description('writes one file that an auditor verifies without us, and the verifier beside it; no customer is in it')
  .requiredOption('--to <file>', 'which file; compressed when its name ends with .gz')
  .action(async (options: { to: string }) => (await import('./audit.command.js')).exportAuditCommand(options));

audit
  .command('duties')
  .description('lists where one human did what only another may do; by construction nowhere')
  .action(async () => (await import('./audit.command.js')).dutiesCommand());

const policies = program
  .command('policies')
  .description('takes a policy book in and out, by the rights of whose token is in COUNTERSIGN_TOKEN');

policies
  .command('import')
  .description('proposes what the .md files below a folder say and what does not stand yet: all of them or none')
  .argument('<folder>', 'with a file for each policy')
  .option('--dry-run', 'only tells what would be done')
  .action(async (folder: string, options: object) => (await import('./policies.command.js')).importPoliciesCommand(folder, options));

policies
  .command('export')
  .description('writes each policy in force as a file that import takes again')
  .argument('<folder>', 'is made where there is none')
  .option('--overwrite', 'also files that say something else')
  .action(async (folder: string, options: object) => (await import('./policies.command.js')).exportPoliciesCommand(folder, options));

process.exitCode = await run();

/** Turns whatever a command threw into sentences and an exit code. */
async function run(): Promise<number | string | undefined> {
  try {
    await program.parseAsync();
    return process.exitCode;
  } catch (error) {
    // Commander has said it already; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
    if (error instanceof CommandError || error instanceof SettingsError) {
      printer.complain(error.message);
      return error.exitCode;
    }
    printer.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return EXIT.software;
  }
}

async function printToken(name: string): Promise<void> {
  const { demoToken } = await import('./token.command.js');
  const { PEOPLE } = await import('./seed/index.js');
  const { port, dataDir } = readSettings(process.env, []);
  printer.print(await demoToken(name, { port, dataDir, people: PEOPLE }));
}
