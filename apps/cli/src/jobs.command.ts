import { parkedJobs, releaseParked } from '#jobs';
import { readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import { through, withDatabase } from './house-client.js';
import { printer } from './printer.js';

/** `countersign jobs list`: a line for each job that was started often and never ended. */
export async function listJobsCommand(): Promise<void> {
  await withDatabase(readSettings(process.env, []), async (client) => {
    const parked = await parkedJobs(through(client));
    for (const { kind, id, starts, parkedAt } of parked) {
      printer.print(`${kind.padEnd(18)}${id}  started ${starts} times, parked at ${parkedAt.toISOString()}`);
    }
    printer.print(
      parked.length === 0 ? 'No job is parked.' : `${parked.length} ${parked.length === 1 ? 'job waits' : 'jobs wait'} for a person.`,
    );
  });
}

/**
 * `countersign jobs release KIND ID`: lets a parked job run again.
 * @throws CommandError `refused` when no such job is parked
 */
export async function releaseJobCommand(kind: string, id: string): Promise<void> {
  await withDatabase(readSettings(process.env, []), async (client) => {
    const released = await releaseParked(through(client), kind, id);
    if (released === 0) throw new CommandError(EXIT.refused, `No ${kind} of ${id} is parked. See "countersign jobs list".`);
    printer.print(`${kind} of ${id} runs again at the next sweep, if its work is still open.`);
  });
}
