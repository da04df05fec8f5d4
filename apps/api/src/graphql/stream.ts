/** A stream that can be ended from outside: what GraphQL subscriptions are made of. */
export type Stream<T> = AsyncGenerator<T, void, undefined>;

type Step<T> = IteratorResult<T, void>;

/**
 * A stream of what `tell` makes of each value: none, one or several. Ending it ends the source at once, also while the source is waiting;
 * an async generator function would wait for the source's next value first, and so leak a listener for each client that left.
 */
export function flatMapped<S, T>(source: AsyncIterator<S, unknown>, tell: (value: S) => Promise<readonly T[]>): Stream<T> {
  let ready: T[] = [];
  const end = async (): Promise<Step<T>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  const next = async (): Promise<Step<T>> => {
    for (;;) {
      const value = ready.shift();
      if (value !== undefined) return { done: false, value };
      const step = await source.next();
      if (step.done) return { done: true, value: undefined };
      try {
        ready = [...(await tell(step.value))];
      } catch (error) {
        await end();
        throw error;
      }
    }
  };
  return generator(next, end);
}

/**
 * The stream, once `ready` is done; ended when that fails. A subscription begins to listen first and reads afterwards, since what happens
 * between the two would otherwise be lost.
 */
export async function onceReady<T>(stream: Stream<T>, ready: () => Promise<void>): Promise<Stream<T>> {
  try {
    await ready();
    return stream;
  } catch (error) {
    await stream.return();
    throw error;
  }
}

/** The stream, and `over` when it is: because it ended, failed or was ended from outside. May be called more than once. */
export function ending<T>(stream: Stream<T>, over: () => void): Stream<T> {
  const next = async (): Promise<Step<T>> => {
    try {
      const step = await stream.next();
      if (step.done) over();
      return step;
    } catch (error) {
      over();
      throw error;
    }
  };
  return generator(next, () => {
    over();
    return stream.return();
  });
}

/** The methods of a generator around the two that matter. */
export function generator<T>(next: () => Promise<Step<T>>, end: () => Promise<Step<T>>): Stream<T> {
  const stream: Stream<T> = {
    next,
    return: end,
    throw: async (error: unknown) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return stream;
}
