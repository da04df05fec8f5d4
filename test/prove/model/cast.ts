/** Somebody in the model's small world. */
export interface Player {
  readonly handle: string;
  /** Two accounts of one human have the same. */
  readonly human: string;
  readonly isMachine: boolean;
  readonly facesCustomers: boolean;
  readonly isAdmin: boolean;
  readonly mayFulfil: boolean;
}

const peer = (handle: string, human = handle): Player => ({
  handle,
  human,
  isMachine: false,
  facesCustomers: true,
  isAdmin: false,
  mayFulfil: false,
});

/** The proposer first; whoever the numbers of a step mean. Lachlan has a second account and a robot, Tom a second account. */
export const PLAYERS: readonly Player[] = [
  peer('tom'),
  peer('noor'),
  peer('jack'),
  peer('mia'),
  peer('sam'),
  peer('tom2', 'tom'),
  peer('lachlan'),
  peer('lach2', 'lachlan'),
  { ...peer('omar'), facesCustomers: false },
  { ...peer('desk', 'lachlan'), isMachine: true, facesCustomers: false },
  { ...peer('pay-1'), isMachine: true, facesCustomers: false, mayFulfil: true },
  { ...peer('wei'), facesCustomers: false, isAdmin: true },
  { ...peer('ana'), facesCustomers: false, isAdmin: true },
];

/** Who proposes in every run. */
export const PROPOSER: Player = PLAYERS[6] as Player;

/** The player of a number. */
export function player(who: number): Player {
  return PLAYERS[who % PLAYERS.length] as Player;
}
