import type { Players } from './players.js';

/** Everything that can be tried with a case. */
export type Kind =
  | 'offer'
  | 'accept'
  | 'refuse'
  | 'cancel'
  | 'expire'
  | 'settle'
  | 'rehome'
  | 'leave'
  | 'comeBack'
  | 'promise'
  | 'keep'
  | 'renegotiate'
  | 'remind'
  | 'solve'
  | 'sayNo'
  | 'takeUp'
  | 'followUp'
  | 'message'
  | 'thank';

/** One attempt in a round. */
export interface Act {
  readonly kind: Kind;
  readonly caseId: string;
  /** The handle of whoever tries it, or of whom it is about. */
  readonly who: string;
  /** To whom it is offered or given. */
  readonly to: string;
  /** From 0 up to 1: which of the things of the case, and how. */
  readonly die: number;
}

/** What an attempt came to. */
export interface Done {
  readonly what: string;
  /** The hand-off that was answered, or looked after by the clock. */
  readonly handOff?: string;
  /** A promise that was told to have come to its end by it. */
  readonly promise?: { readonly id: string; readonly status: string };
}

/** What became of an attempt: done, the code of its refusal, or an error that no caller should ever see. */
export interface Outcome {
  readonly act: Act;
  readonly done?: Done;
  readonly code?: string;
  readonly error?: string;
}

/** How one kind of attempt is made. */
export type Way = (players: Players, act: Act) => Promise<Done>;
