const STORED = 'countersign.zone';

/** The zone of this browser, by its IANA name. */
export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that can be chosen. */
export const zones = (): readonly string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

/** The zone that this person chose for this browser; undefined where it is the browser's own. */
export function chosenZone(): string | undefined {
  const kept = localStorage.getItem(STORED);
  return kept !== null && zones().includes(kept) ? kept : undefined;
}

/** Keeps the zone in this browser; it holds from the next page that is loaded. */
export function keepZone(zone: string | undefined): void {
  if (zone) localStorage.setItem(STORED, zone);
  else localStorage.removeItem(STORED);
}

/** The zone in which this person reads and writes times. Each page of the browser has one as long as it is open. */
export const HERE = chosenZone() ?? BROWSER_ZONE;
