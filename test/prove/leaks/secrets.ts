import { randomBytes } from 'node:crypto';

/** Secrets that were planted, by what they are; and what was said about them, by where it was said. */
export class Secrets {
  private readonly values = new Map<string, string>();
  private readonly allowed = new Map<string, ReadonlySet<string>>();

  /** A new secret of this kind, unlike anything else. */
  make(name: string): string {
    return this.know(name, `Leak${randomBytes(18).toString('hex')}`);
  }

  /** Takes in a secret that something else made. */
  know(name: string, value: string): string {
    if (value.length < 16) throw new Error(`The ${name} is too short to be told from other text.`);
    this.values.set(name, value);
    return value;
  }

  /** Says who needs to know a secret: a process by its name. */
  allow(name: string, ...processes: readonly string[]): void {
    this.allowed.set(name, new Set(processes));
  }

  /** Whether this process may know this secret. */
  mayKnow(process: string, name: string): boolean {
    return this.allowed.get(name)?.has(process) ?? false;
  }

  /** What they are. */
  get names(): string[] {
    return [...this.values.keys()];
  }

  /** Their values, for a search in a database. */
  get list(): string[] {
    return [...this.values.values()];
  }

  /** The names of those that stand in some text: as they are, in an address, in base64, or in hex. */
  in(text: string): string[] {
    return this.names.filter((name) => formsOf(this.values.get(name) ?? '').some((form) => text.includes(form)));
  }
}

/** Base64 depends on where the text begins, so only the middle of it is looked for, at each of the three offsets. */
function formsOf(value: string): string[] {
  const shifted = [0, 1, 2].map((lead) =>
    Buffer.from(`${' '.repeat(lead)}${value}`)
      .toString('base64')
      .slice(4, -4),
  );
  return [value, encodeURIComponent(value), Buffer.from(value).toString('hex'), ...shifted];
}
