import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkpointLine, type SealedCheckpoint } from './checkpoint.rules.js';
import type { Place } from './place.js';

/** No line is longer, in bytes. */
const LINE_BYTES_MAX = 4_096;

/** A file to which checkpoints are only ever appended, flushed to the disk before they count as sent. It belongs on another volume than the database. */
export class FilePlace implements Place {
  readonly name = 'FILE';

  constructor(readonly where: string) {}

  /**
   * Appends what the file does not hold yet. A file that ends before what was sent was cut, or is another one: what is missing is not written
   * again, so that `audit verify` finds the gap.
   */
  async take(checkpoints: readonly SealedCheckpoint[]): Promise<void> {
    await mkdir(dirname(this.where), { recursive: true, mode: 0o700 });
    const file = await open(this.where, 'a+', 0o600);
    try {
      const { lastNumber, isWhole } = await endOf(file);
      const lines = checkpoints.filter(({ number }) => number > lastNumber).map((checkpoint) => `${checkpointLine(checkpoint)}\n`);
      if (lines.length === 0) return;
      // A line that a crash cut short stays as it is; the checkpoint stands whole in the next one.
      await file.appendFile(`${isWhole ? '' : '\n'}${lines.join('')}`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** The number of the last whole line, 0 when there is none, and whether the file ends with a line. */
async function endOf(file: FileHandle): Promise<{ lastNumber: number; isWhole: boolean }> {
  const { size } = await file.stat();
  const length = Math.min(size, 2 * LINE_BYTES_MAX);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const lines = buffer.toString('utf8').split('\n');
  const isWhole = lines.pop() === '';
  const numbers = lines.map(numberIn).filter((number) => number !== undefined);
  return { lastNumber: numbers.at(-1) ?? 0, isWhole };
}

function numberIn(line: string): number | undefined {
  try {
    const { number } = JSON.parse(line) as { number?: unknown };
    return typeof number === 'number' ? number : undefined;
  } catch {
    return undefined; // cut short at its begin by our reading, or at its end by a crash
  }
}
