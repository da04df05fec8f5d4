import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from './crowd.js';

const TOO_MANY = expect.objectContaining({
  extensions: expect.objectContaining({ code: 'THROTTLED', retryAfterSeconds: 1 }) as unknown,
}) as unknown;
const refusalOf = (work: () => unknown): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};
const busyFor = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

describe('promise 13: a crowd', () => {
  it('has a fourth of its places for one caller, and the others for others', () => {
    const crowd = new Crowd({ requestsMax: 8, requestWaitMs: 700 });
    const [leave] = [crowd.enter('priya'), crowd.enter('priya')];
    expect(refusalOf(() => crowd.enter('priya'))).toEqual(TOO_MANY);
    for (const other of ['tom', 'mia', 'sam']) [1, 2].forEach(() => crowd.enter(other));
    expect(refusalOf(() => crowd.enter('ivy'))).toEqual(TOO_MANY);
    leave?.();
    leave?.(); // a place is given back once, however often it is said
    crowd.enter('ivy');
    expect(refusalOf(() => crowd.enter('noor'))).toEqual(TOO_MANY);
  });

  it('looks at one document in each turn, so that others are heard in between', async () => {
    const crowd = new Crowd({ requestsMax: 100, requestWaitMs: 10_000 });
    let heard = 0;
    const hearing = setInterval(() => heard++, 1);
    const looks = Array.from({ length: 10 }, () => crowd.lookedAt().then(() => busyFor(10)));
    await Promise.all(looks);
    clearInterval(hearing);
    expect(heard).toBeGreaterThanOrEqual(5);
  });

  it('sends away who waited for too long behind others, and looks at the next at once', async () => {
    const crowd = new Crowd({ requestsMax: 100, requestWaitMs: 400 }); // a busy machine may stand still for long, too
    const looks = Array.from({ length: 15 }, () => crowd.lookedAt().then(() => busyFor(80)));
    const ends = await Promise.allSettled(looks);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused[0]?.reason).toEqual(TOO_MANY);
    expect(ends[0]?.status).toBe('fulfilled');
    await sleep(1);
    await crowd.lookedAt();
  });
});
