import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What is text, or a font that is not packed already. */
const PACKS_WELL = /[.](?:js|css|html|json|svg|ttf)$/;
/** In bytes: what is smaller comes in one packet anyway. */
const WORTH_IT = 1_000;
/** The last steps of brotli take ten times as long as this one, for one part in thirty. */
const QUALITY = 9;

const WAYS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Puts beside each built file that is worth it the same file in brotli (`.br`) and gzip (`.gz`), so that the api packs nothing while people wait. */
export async function pack(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(({ name }) => PACKS_WELL.test(name));
  await Promise.all(files.map((file) => packOne(join(file.parentPath, file.name))));
}

async function packOne(path) {
  const bytes = readFileSync(path);
  if (bytes.length < WORTH_IT) return;
  for (const [ending, squeeze] of Object.entries(WAYS)) {
    const packed = await squeeze(bytes);
    if (packed.length < bytes.length) writeFileSync(`${path}.${ending}`, packed);
  }
}
