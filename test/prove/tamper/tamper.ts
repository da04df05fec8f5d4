import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, verifyDatabase } from '#audit';
import type pg from 'pg';
import { sealAt, SealedHouse } from '../../support/sealed-house.js';
import type { Proof } from '../proof.js';
import { type Edit, EDITS } from './edits.js';

/** So many the promise speaks of. */
const AT_LEAST = 40;

/**
 * Promise 9: every edit of the history by whoever owns the database, or cuts the file outside, is found by `audit verify`; an untouched copy has
 * no finding. `--no-wall` verifies without checkpoints, by the chains alone, and must fail.
 */
export async function tamper(proof: Proof): Promise<void> {
  const house = await SealedHouse.open();
  const chainsAlone = proof.options['no-wall'] === true;
  const onlyByCheckpoints: string[] = [];
  try {
    const untouched = await found(house, { name: 'nothing' });
    proof.check(untouched.length === 0, `An untouched copy has findings: ${told(untouched)}`);
    proof.check(EDITS.length >= AT_LEAST, `There are ${EDITS.length} edits only.`);
    for (const edit of EDITS) {
      const findings = (await found(house, edit)).filter(({ by }) => !chainsAlone || by === 'chain');
      proof.check(findings.length > 0, `Not found: ${edit.name}.`);
      if (edit.byPeople && !chainsAlone)
        proof.check(
          findings.some(({ by }) => by === 'people'),
          `Not found by who did it: ${edit.name}.`,
        );
      if (findings.length > 0 && findings.every(({ by }) => by === 'checkpoint' || by === 'outside')) onlyByCheckpoints.push(edit.name);
    }
    proof.say(`${EDITS.length} edits, each on a copy; ${onlyByCheckpoints.length} are found by checkpoints alone:`);
    for (const name of onlyByCheckpoints) proof.say(`  ${name}`);
    await proof.judge(house.adminUrl);
  } finally {
    await house.close();
  }
}

/** What is found on a copy to which the edit was done. */
async function found(house: SealedHouse, edit: Edit): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tamper-'));
  try {
    return await house.onCopy(async (client, url) => {
      if (edit.sql) await asOwner(client, edit.sql);
      if (edit.resealed) await sealAt(url, folder);
      const checkpoints = join(folder, 'outside.jsonl');
      const lines = (await readFile(house.checkpoints, 'utf8')).trimEnd().split('\n');
      await writeFile(checkpoints, `${(edit.outside?.(lines) ?? lines).join('\n')}\n`);
      const findings: Finding[] = [];
      await verifyDatabase(client, { checkpoints, keys: house.keys }, (finding) => findings.push(finding));
      return findings;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** No trigger fires, and no foreign key is asked. */
async function asOwner(client: pg.Client, sql: string): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query(sql);
  await client.query('RESET session_replication_role');
}

function told(findings: readonly Finding[]): string {
  return findings
    .slice(0, 5)
    .map(({ by, where, what }) => `(${by}) ${where}: ${what}`)
    .join('; ');
}
