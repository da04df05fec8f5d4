/** What every measurement is given. */
export interface Bench {
  /** How long each variant is measured. */
  seconds: number;
  /** The postmaster, to count what Postgres and its children use. */
  postgresPid: number;
  print(line: string): void;
}
