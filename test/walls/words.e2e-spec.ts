import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERASED, KEPT } from '../support/columns-of-words.js';
import { SmallHouse } from '../support/small-house.js';

/** Names of columns that hold an id of ours; one that names a row of another table, or one of a few listed words, is not looked at anyway. */
const ID = /[.](id|cloned_from|covered_by|exception_id|result_id|.*_(id|by|human))$/;

describe('promise 15: every place where words can stand', () => {
  let house: SmallHouse;
  beforeAll(async () => {
    house = await SmallHouse.open();
  });
  afterAll(() => house.close());

  const columns = async (): Promise<string[]> => {
    const rows = await house.rows<{ name: string }>(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped
          AND (t.typcategory IN ('S', 'A') OR t.typname IN ('json', 'jsonb', 'bytea', 'xml', 'tsvector'))
          AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
            AND (k.contype = 'f' OR k.contype = 'c' AND pg_get_constraintdef(k.oid) ~ ('^CHECK \\(+' || a.attname || ' (=|<@) (ANY )?\\(?ARRAY')))`,
    );
    return rows.map(({ name }) => name).filter((name) => !ID.test(name));
  };

  it('is erased, or is known to say nothing of a customer', async () => {
    const known = new Set([...ERASED, ...Object.values(KEPT).flat()]);
    // A new column of text: name it in KEPT, or in ERASED and give forget_customer its statement in the migration that adds the column.
    expect((await columns()).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(ERASED)('%s is what the eraser may write', async (name) => {
    const [table, column] = name.split('.');
    const [may] = await house.rows(`SELECT has_column_privilege('countersign_erase', $1, $2, 'UPDATE') AS erased`, [table, column]);
    expect(may).toEqual({ erased: true });
  });

  it.each(ERASED.filter((name) => !name.endsWith('_hash')))('%s is left out of what ANALYZE remembers', async (name) => {
    const [kept] = await house.rows(
      'SELECT attstattarget AS samples FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2',
      name.split('.'),
    );
    expect(kept).toEqual({ samples: 0 });
  });
});
