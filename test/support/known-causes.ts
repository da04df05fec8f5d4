import pg from 'pg';

/** What the tests make up for causes. On the list of every database of theirs, so that a story can begin with the proposal. */
const WORDS = [
  ...['a', 'ash', 'asked', 'b', 'bench-flood', 'blind', 'c', 'calm', 'cash-short', 'cold', 'comet', 'covered', 'declined'],
  ...['dew', 'drought', 'dust', 'ended', 'ferry-storm', 'fire', 'flood', 'fog', 'forgotten', 'frost', 'gale', 'hail', 'ice'],
  ...['lava', 'leak', 'listened', 'moon', 'mud', 'not-again', 'quake', 'queue', 'rain', 'sand', 'sleet', 'smoke', 'snow'],
  ...['soot', 'stands', 'storm', 'sun', 'told-nothing', 'wind', 'x', 'x-1'],
  ...['again', 'closed-road', 'closed-street', 'drawer-short', 'one-key', 'hardship', 'late-delivery', 'pair-of-keys', 'two-keys'],
  ...['said-promote', 'said-precedent', 'said-one-off', 'said-coach', 'said-not-again'],
];
/** And of those that are numbered, so many. */
const NUMBERED = { 'cause-': 60, 'walk-': 40 };

/** Puts causes on the list as if they had come with the house, past the wall that asks for a reviewer. One message: whoever shares the connection sees none of it. */
export async function listCauses(admin: pg.Client, keys: readonly string[]): Promise<void> {
  const rows = keys.map((key) => `(${pg.escapeLiteral(key)}, ${pg.escapeLiteral(key)})`);
  await admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO causes (key, name) VALUES ${rows.join()} ON CONFLICT DO NOTHING; COMMIT`);
}

/** Every cause that the tests make up. */
export const KNOWN_CAUSES: readonly string[] = [
  ...WORDS,
  ...Object.entries(NUMBERED).flatMap(([word, count]) => Array.from({ length: count }, (_, n) => `${word}${n}`)),
];
