const STORED = 'countersign.density';

/** How close the rows of a list stand. */
export type Density = 'comfortable' | 'compact';

/** What this person chose for this browser. */
export function densityNow(): Density {
  return localStorage.getItem(STORED) === 'compact' ? 'compact' : 'comfortable';
}

/** Keeps it in this browser, and shows it at once. */
export function keepDensity(density: Density): void {
  localStorage.setItem(STORED, density);
  showDensity();
}

/** Tells the style sheets, which know compact rows by it. */
export function showDensity(): void {
  document.documentElement.dataset['density'] = densityNow();
}
