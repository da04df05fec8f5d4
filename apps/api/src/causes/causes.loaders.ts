import { Injectable } from '@nestjs/common';
import { type Cause, CausesReads, inQuotes } from '#causes';
import type { GraphContext } from '../graphql/context.js';
import { byKey, loader } from '../graphql/loaders.js';

/** Causes, for any number of parents in one statement per request and tick. */
@Injectable()
export class CausesLoaders {
  constructor(private readonly reads: CausesReads) {}

  cause(context: GraphContext, key: string): Promise<Cause | undefined> {
    return loader<string, Cause>(context, 'cause', async (keys) => byKey(await this.reads.byKeys(keys), (row) => row.key)).load(key);
  }

  byId(context: GraphContext, id: string): Promise<Cause | undefined> {
    return loader<string, Cause>(context, 'cause-by-id', async (ids) => byKey(await this.reads.byIds(ids), (row) => row.id)).load(id);
  }

  async uses(context: GraphContext, key: string): Promise<number> {
    const read = async (keys: readonly string[]) => byKey(await this.reads.uses(keys), (row) => row.key);
    return (await loader<string, { uses: number }>(context, 'uses-of-cause', read).load(key))?.uses ?? 0;
  }

  /** How people read some causes: by the name of what each is by now, in quotation marks. */
  async names(context: GraphContext, keys: readonly string[]): Promise<(cause: string) => string> {
    const read = async (asked: readonly string[]) => byKey(await this.reads.names(asked), (row) => row.key);
    const found = await Promise.all(
      keys.map((key) => loader<string, { key: string; name: string }>(context, 'cause-name', read).load(key)),
    );
    return inQuotes(found.filter((row) => row !== undefined));
  }
}
