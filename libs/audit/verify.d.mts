/** One thing that is not as it should be. */
export interface Finding {
  /** What found it. */
  readonly by: 'chain' | 'checkpoint' | 'outside' | 'rows' | 'people' | 'file';
  readonly where: string;
  readonly what: string;
}

/** What a run ended with. */
export interface Verified {
  readonly findings: number;
  readonly counts: Readonly<
    Record<
      | 'facts'
      | 'chains'
      | 'exceptions'
      | 'approvals'
      | 'signatures'
      | 'checkpoints'
      | 'notSealed'
      | 'complaints'
      | 'acknowledgedLate'
      | 'answeredLate',
      number
    >
  >;
  /** What could not be known, as sentences. */
  readonly remarks: readonly string[];
}

/** What a run is given besides the records. */
export interface VerifierOptions {
  readonly tell: (finding: Finding) => void;
  /** Called with a line for each complaint. */
  readonly list?: (line: string) => void;
  /** The keys that are believed, as a JWK set. */
  readonly keys?: { readonly keys: readonly { readonly kid: string; readonly x: string }[] };
  /** The lines of what was sent away. */
  readonly outside?: AsyncIterable<Buffer>;
}

/** One run over the records of an export, in their order. */
export class Verifier {
  constructor(options: VerifierOptions);
  take(record: { readonly kind: string }): Promise<void>;
  end(): Promise<Verified>;
}

/** What somebody must have been of whom such a fact tells, by its name. */
export const ROLES: Readonly<Record<string, 'REVIEWER' | 'ADMIN' | 'DIRECTORY' | 'PEER' | 'PERSON'>>;

/** The facts that may tell of anybody whose account was active, each with the reason. */
export const ANYBODY: Readonly<Record<string, string>>;

/** The lines of a file, which may be compressed, as bytes; at most so many bytes of it. */
export function linesOf(path: string, bytesMost?: number): AsyncGenerator<Buffer>;

/** The last line of an export of so many records, whose lines have this digest in hex. */
export function endLine(records: number, digest: string): string;

/** Gives the records of an export to a verifier. */
export function verifyFile(path: string, verifier: Verifier): Promise<Verified>;

/** What was counted and found, in plain words, line by line. */
export function told(verified: Verified): Generator<string>;

/** One finding as a line. */
export function findingLine(finding: Finding): string;
