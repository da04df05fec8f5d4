import { Injectable } from '@nestjs/common';
import { LIMITS } from '../graphql/limits.js';
import { notNow } from '../graphql/refuse.js';

const COME_AGAIN_SECONDS = 30;

/** Bounds the files that are under way in this process: so many of one human, so many in all. */
@Injectable()
export class ExportPlaces {
  private readonly here = new Map<string, number>();
  private count = 0;

  /** Takes a place; answers how to give it back, once. @throws GraphQLError THROTTLED: 429 when the human has enough, 503 when the process has */
  enter(human: string): () => void {
    const theirs = this.here.get(human) ?? 0;
    if (theirs >= LIMITS.exportsEach)
      throw notNow(`You are taking ${theirs} lists out already. Wait until one has ended.`, COME_AGAIN_SECONDS, 429);
    if (this.count >= LIMITS.exports)
      throw notNow('Many lists are taken out at this moment. Try again in a while.', COME_AGAIN_SECONDS, 503);
    this.count += 1;
    this.here.set(human, theirs + 1);
    let isHere = true;
    return () => {
      if (isHere) this.leave(human);
      isHere = false;
    };
  }

  private leave(human: string): void {
    this.count -= 1;
    const left = (this.here.get(human) ?? 1) - 1;
    if (left > 0) this.here.set(human, left);
    else this.here.delete(human);
  }
}
