/** How what is waited for grows with the house: from the least size to the greatest that was measured. */
export class Slopes {
  private readonly waited = new Map<string, { size: number; ms: number }[]>();

  /** The median wait of one thing at one size. */
  add(name: string, size: number, ms: number): void {
    this.waited.set(name, [...(this.waited.get(name) ?? []), { size, ms }]);
  }

  /** One line for each thing; none where only one size was measured. */
  lines(): string[] {
    return [...this.waited].flatMap(([name, waits]) => {
      const [first, last] = [waits[0], waits.at(-1)];
      return first && last && last.size > first.size ? [`  ${name.padEnd(36)} ${slope(first, last)}`] : [];
    });
  }
}

/** In words: so many times the wait for so many times as many. */
function slope(first: { size: number; ms: number }, last: { size: number; ms: number }): string {
  const [grows, more] = [last.ms / first.ms, last.size / first.size];
  const power = Math.log(grows) / Math.log(more);
  return `${grows.toFixed(1)} times the wait for ${more.toLocaleString('en')} times as many, from ${first.size.toLocaleString('en')} to ${last.size.toLocaleString('en')} (power ${power.toFixed(2)}; 1 would be in proportion)`;
}
