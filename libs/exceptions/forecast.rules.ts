/** A peer who could sign the next text of a proposal, as far as is known now. */
export interface Peer {
  readonly personId: string;
  readonly humanId: string;
  readonly name: string;
  /** Could co-sign at this moment: has not decided on the current revision, and no cap is in the way. */
  readonly couldNow: boolean;
  /** Was named by the proposer, may amend, and so could no longer sign afterwards. */
  readonly isHelper: boolean;
}

/** What a forecast may warn of. */
export const FORECAST_WARNINGS = ['NOBODY_COULD_CO_SIGN', 'ONE_COULD_CO_SIGN', 'NOBODY_AFTER_EDIT', 'ONE_AFTER_EDIT', 'NOT_AGAIN'] as const;
/** One kind of warning. */
export type ForecastWarning = (typeof FORECAST_WARNINGS)[number];

/** Something that is allowed, and leads where few can still sign. */
export interface Warning {
  readonly code: ForecastWarning;
  /** For a person: what is so, and what to do. */
  readonly message: string;
  /** Ids of those who are left. */
  readonly whoIds: readonly string[];
}

/** How many could co-sign now, and once somebody has edited: whoever wrote a revision signs none, and a change of the matter asks all others anew. */
export interface Forecast {
  readonly now: number;
  readonly afterEdit: number;
  readonly message: string;
  readonly warnings: readonly Warning[];
}

/** What stands before an edit by somebody: "2 people could co-sign this now; after your edit 1." */
export function forecast(peers: readonly Peer[], editor: { humanId: string; isYou: boolean; name: string }): Forecast {
  const now = peers.filter(({ couldNow }) => couldNow).length;
  const left = peers.filter(({ humanId }) => humanId !== editor.humanId);
  const whose = editor.isYou ? 'your edit' : `an edit by ${editor.name}`;
  return { now, afterEdit: left.length, message: `${could(now)}; after ${whose} ${left.length}.`, warnings: afterEdit(left, whose) };
}

/** What to say beside a proposal that stands: too few could sign it now, or could once a named helper edits it. */
export function warningsOf(peers: readonly Peer[]): Warning[] {
  const now = peers.filter(({ couldNow }) => couldNow);
  if (now.length === 0) {
    return [{ code: 'NOBODY_COULD_CO_SIGN', message: `${could(0)}. Wait until somebody is back, or ask for less.`, whoIds: [] }];
  }
  if (now.length === 1) {
    return [
      { code: 'ONE_COULD_CO_SIGN', message: `${could(1)}: ${names(now)}. Ask them soon; nobody can take their place.`, whoIds: ids(now) },
    ];
  }
  const helpers = peers.filter(({ isHelper }) => isHelper);
  return helpers
    .flatMap((helper) =>
      afterEdit(
        peers.filter((peer) => peer !== helper),
        `an edit by ${helper.name}`,
      ),
    )
    .slice(0, 1);
}

function afterEdit(left: readonly Peer[], whose: string): Warning[] {
  if (left.length > 1) return [];
  const message = `After ${whose} ${left.length === 0 ? 'nobody' : `only ${names(left)}`} could co-sign this. Say what to change, and let another write it.`;
  return [{ code: left.length === 0 ? 'NOBODY_AFTER_EDIT' : 'ONE_AFTER_EDIT', message, whoIds: ids(left) }];
}

function could(count: number): string {
  if (count === 0) return 'Nobody could co-sign this now';
  return count === 1 ? '1 person could co-sign this now' : `${count} people could co-sign this now`;
}

const names = (peers: readonly Peer[]): string => peers.map(({ name }) => name).join(' and ');
const ids = (peers: readonly Peer[]): string[] => peers.map(({ personId }) => personId);
