import { createSpotlight } from '@mantine/spotlight';

/** Whether the palette is open, and how it is opened: known before the palette itself is loaded. */
export const [paletteStore, palette] = createSpotlight();
