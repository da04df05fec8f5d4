import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Rounds } from './rounds.js';

const turn = () => new Promise<void>((resolve) => setImmediate(() => resolve()));

describe('rounds', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  it('come again after the pause, counted from the end of the last', async () => {
    const work = jest.fn(async () => undefined);
    const rounds = new Rounds('Work', 1_000, work);
    rounds.wake();
    await turn();
    jest.advanceTimersByTime(999);
    expect(work).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
    await rounds.stop();
  });

  it('never overlap; whoever wakes them meanwhile gets one more, however often', async () => {
    let end: (() => void) | undefined;
    const work = jest.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const rounds = new Rounds('Work', 1_000, work);
    for (let times = 0; times < 5; times++) rounds.wake();
    expect(work).toHaveBeenCalledTimes(1);
    end?.();
    await turn();
    expect(work).toHaveBeenCalledTimes(2);
    end?.();
    await turn();
    expect(work).toHaveBeenCalledTimes(2);
    await rounds.stop();
  });

  it('go on after a failure, but not before the pause', async () => {
    const work = jest.fn(async () => Promise.reject(new Error('No database.')));
    const rounds = new Rounds('Work', 1_000, work);
    rounds.wake();
    rounds.wake();
    await turn();
    expect(work).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1_000);
    expect(work).toHaveBeenCalledTimes(2);
    await rounds.stop();
  });

  it('stop when the one under way has ended, and for good', async () => {
    const work = jest.fn(async () => undefined);
    const rounds = new Rounds('Work', 1_000, work);
    rounds.wake();
    await rounds.stop();
    rounds.wake();
    jest.advanceTimersByTime(5_000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
