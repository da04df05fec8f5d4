import type { Gathered } from '#insights';

/** Everything that the rules read of a made-up house, as text and in one order, so that two ways of counting can be compared. */
export function counted({ signings, decided, here, colleagues }: Gathered): Record<string, readonly string[]> {
  return {
    signings: signings
      .map(
        ({ exceptionId, proposer, signer, at, proposedAt, characters, editors }) =>
          `${exceptionId} ${proposer} ${signer} ${Math.round(at)} ${Math.round(proposedAt)} ${characters} ${editors.join()}`,
      )
      .sort(),
    decided: decided
      .filter(({ yes, no }) => yes + no > 0)
      .map(({ humanId, yes, no }) => `${humanId} ${yes} ${no}`)
      .sort(),
    here: [...here].map(([human, halfHours]) => `${human} ${[...new Set(halfHours)].sort().join()}`).sort(),
    teams: colleagues
      .filter(({ humanId }) => /^hum_r\d+$/.test(humanId))
      .map(({ humanId, teamId }) => `${humanId} ${teamId}`)
      .sort(),
  };
}
