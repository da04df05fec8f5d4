import type { SmallHouse } from '../../support/small-house.js';
import type { Outcome } from './act.types.js';
import type { Players } from './players.js';

const EACH_TIME = 1_000;

/** Does what the worker does until nothing is due any more: offers end, first touches are settled, owners are reminded. Answers what could not be done. */
export async function letClocksRun({ room, reminders }: Players): Promise<string[]> {
  const work = {
    ofHandOffs: async () =>
      (await room.clock.due(EACH_TIME)).map(({ id, action }) => ({
        id,
        run: () => room.clock[action === 'EXPIRE' ? 'expire' : 'settle'](id),
      })),
    ofCases: async () => (await reminders.due(EACH_TIME)).map(({ thingId: id }) => ({ id, run: () => reminders.remind(id) })),
  };
  const faults: string[] = [];
  for (const due of Object.values(work)) {
    for (let left = await due(); left.length > 0; left = await due()) {
      const failed: string[] = [];
      for (const { id, run } of left)
        await run().catch((error: unknown) => failed.push(`${id} is due and cannot be done: ${String(error)}`));
      if (failed.length < left.length) continue;
      faults.push(...failed);
      break;
    }
  }
  return faults;
}

/** Notes which ends callers were told, of which promises. */
export function toldEnds(outcomes: readonly Outcome[], told: Map<string, Set<string>>): void {
  for (const { done } of outcomes)
    if (done?.promise) told.set(done.promise.id, (told.get(done.promise.id) ?? new Set()).add(done.promise.status));
}

/**
 * At the end every promise is in one of its end states, or open with a time to come, and due when it was promised; one fact tells its beginning and one its end, a broken one was
 * called to mind once, and whoever was told of an end was told of this one. Answers how many there are in each state, and what does not hold.
 */
export async function promisesThatEndedTwice(
  house: SmallHouse,
  told: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<{ ends: Map<string, number>; faults: string[] }> {
  const rows = await house.rows<PromiseAtTheEnd>(
    `SELECT g.id, g.status, g.status = 'MADE' AND g.due_at > house_now() AS "isOpenInTime",
        ARRAY(SELECT f.name FROM facts f WHERE f.subject_id = g.case_id AND f.body ->> 'getBackId' = g.id ORDER BY f.seq) AS facts,
        EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = g.case_id AND f.name = 'getBack.promised' AND f.body ->> 'getBackId' = g.id
          AND (f.body ->> 'dueAt')::timestamptz = g.due_at) AS "isDueAsPromised",
        (SELECT count(*)::int FROM case_reminders r WHERE r.thing_id = g.id AND r.kind = 'GET_BACK_DUE') AS reminders FROM get_backs g`,
  );
  const ends = new Map<string, number>();
  for (const { status } of rows) ends.set(status, (ends.get(status) ?? 0) + 1);
  return { ends, faults: rows.flatMap((row) => faultsOf(row, [...(told.get(row.id) ?? [])])) };
}

interface PromiseAtTheEnd {
  readonly id: string;
  readonly status: string;
  readonly isOpenInTime: boolean;
  readonly facts: readonly string[];
  readonly isDueAsPromised: boolean;
  readonly reminders: number;
}

function faultsOf({ id, status, isOpenInTime, isDueAsPromised, facts, reminders }: PromiseAtTheEnd, told: readonly string[]): string[] {
  const tells = facts.flatMap((name) => ENDS.get(name) ?? []);
  const others = told.filter((other) => other !== status);
  const faults: [isSo: boolean, words: string][] = [
    [tells.join() !== (isOpenInTime ? '' : status), `is ${status}, and by its facts it ended as ${tells.join(' and ') || 'nothing'}`],
    [!isDueAsPromised, 'is due at another time than was promised'],
    [times(facts, 'getBack.promised') !== 1, `was promised ${times(facts, 'getBack.promised')} times`],
    [times(facts, 'getBack.dueSoon') > 1 || times(facts, 'getBack.delivered') > 1, `was told twice: ${facts.join()}`],
    [reminders > (status === 'BROKEN' ? 1 : 0), `is ${status} and was called to mind ${reminders} times`],
    [others.length > 0, `is ${status}, and somebody was told that it is ${others.join(' and ')}`],
  ];
  return faults.flatMap(([isSo, words]) => (isSo ? [`${id} ${words}`] : []));
}

const ENDS: ReadonlyMap<string, string> = new Map([
  ['getBack.kept', 'KEPT'],
  ['getBack.broken', 'BROKEN'],
  ['getBack.renegotiated', 'RENEGOTIATED'],
  ['getBack.voided', 'VOID'],
]);

const times = (facts: readonly string[], name: string): number => facts.filter((one) => one === name).length;
