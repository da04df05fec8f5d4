/** Words that occur nowhere else, each of them once: whoever holds one of them afterwards, holds something of a customer. */
export class Canaries {
  /** The first part of every one of them. */
  readonly mark: string;
  private sent = 0;

  constructor(seed: number) {
    this.mark = `cnry${seed.toString(36)}x`;
  }

  /** One more, as words that a person would write. */
  readonly sing = (where: string): string => `${where} ${this.mark}${String(++this.sent).padStart(5, '0')}`;

  /** One more as a single word. */
  readonly chirp = (): string => `${this.mark}${String(++this.sent).padStart(5, '0')}`;

  /** How many were sent. */
  get count(): number {
    return this.sent;
  }

  /** Every one in some text, also where the bytes of the text were written in hex or in base64. */
  heardIn(text: string): string[] {
    const plain = text.match(new RegExp(`${this.mark}\\d{5}`, 'g')) ?? [];
    const hex = text.toLowerCase().includes(Buffer.from(this.mark).toString('hex')) ? ['one in hex'] : [];
    return [...plain, ...hex];
  }
}
