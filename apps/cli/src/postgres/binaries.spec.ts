import { execFileSync } from 'node:child_process';
import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { failureOf, onSmallDisk, temporaryPath } from '../../../../test/support/temporary-house.js';
import { EXIT } from '../command.errors.js';
import { findBinaries, makeLinks } from './binaries.js';

describe('the programs', () => {
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }];
  const packageWith = (folder: string): string => {
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    return folder;
  };

  it('get the library links that the install script was not allowed to make, also by two at once', async () => {
    const root = packageWith(temporaryPath());
    await Promise.all([makeLinks(root), makeLinks(root), makeLinks(root)]);
    await makeLinks(root);
    expect(readlinkSync(join(root, 'native/lib/libpq.so'))).toBe('libpq.so.5.18');
  });

  onSmallDisk('cannot be linked when their folder is read-only', 'size=1m', async (mount) => {
    const root = packageWith(join(mount, 'package'));
    execFileSync('mount', ['-o', 'remount,ro', mount]);
    const { exitCode, message } = await failureOf(makeLinks(root));
    expect([exitCode, message]).toEqual([
      EXIT.unwritable,
      expect.stringMatching(/lacks the link .*libpq\.so.*\(EROFS\).*"npm rebuild".*DATABASE_URL/),
    ]);
  });

  it('may be absent on a platform, which one sentence says', async () => {
    const { exitCode, message } = await failureOf(findBinaries('file:///nowhere/main.js'));
    expect([exitCode, message]).toEqual([EXIT.unavailable, expect.stringContaining('Set DATABASE_URL to a Postgres of yours.')]);
  });

  it('exist here', async () => {
    expect(await findBinaries()).toMatchObject({ major: '18' });
  });
});
