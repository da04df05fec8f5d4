import { InvalidError, say } from '#errors';

const TEAM_NAME_LENGTH_MAX = 200;

/** Why a team may not be called so, told at the field that says it; undefined when it may. */
export function teamNameFault(name: string, field: string): InvalidError | undefined {
  return isLine(name, TEAM_NAME_LENGTH_MAX)
    ? undefined
    : new InvalidError([field], say`A team has a name of 1 to ${{ most: TEAM_NAME_LENGTH_MAX }} characters on one line.`);
}

/** Whether it says something, on one line, in at most so many characters. */
export function isLine(value: string, lengthMax: number): boolean {
  return value.trim() !== '' && [...value].length <= lengthMax && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
}
