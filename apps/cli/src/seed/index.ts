import type { DemoPerson } from '../oidc/demo-issuer.js';

/** The people of the seed house, as one signs in as them. */
export const PEOPLE: readonly DemoPerson[] = [];

/** Fills an empty house with the people and the work of the scenarios, and tells in a few words what is in it. Does nothing to a house that has them. */
export async function seedHouse(_adminUrl: string, _issuer: string): Promise<string> {
  return 'no seed yet';
}
