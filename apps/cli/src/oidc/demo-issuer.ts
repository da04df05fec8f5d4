/** What both the demo's provider and the command that prints demo tokens must agree on. */

/** The service that the demo's tokens are made for. */
export const DEMO_AUDIENCE = 'countersign';

/** The name of the api at the demo's provider. */
export const DEMO_CLIENT_ID = 'countersign-api';

const APART = 10_000;
const PORT_MAX = 65_535;

/** The port of the demo's provider beside an api on `port`: 10,000 above, or below where that would be no port. */
export function demoProviderPort(port: number): number {
  return port + APART > PORT_MAX ? port - APART : port + APART;
}

/** The issuer that a provider on this port writes into its tokens. */
export function demoIssuer(providerPort: number): string {
  return `http://localhost:${providerPort}`;
}

/** Somebody who can be chosen in the demo. */
export interface DemoPerson {
  /** First name in lower case; the subject of the tokens. */
  readonly handle: string;
  readonly name: string;
  /** What they are here, like AGENT. */
  readonly roles: readonly string[];
  /** One line: what they come for. */
  readonly about: string;
}
