import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** One blue ink, "your name goes here": 6 with white text on a light page, 5 on a dark one. */
const ink: MantineColorsTuple = [
  '#EAF0FF',
  '#D5E0FF',
  '#AFC3FF',
  '#9DB8FF',
  '#7F9DFF',
  '#3F67D8',
  '#2F56C4',
  '#27489F',
  '#1F4196',
  '#1C2C55',
];

/** Mantine's greys of a dark page in our own: text, muted, lines of controls, hairline, grounds from light to dark. */
const dark: MantineColorsTuple = [
  '#E8EAEE',
  '#C0C7D2',
  '#A0A9B8',
  '#A0A9B8',
  '#2B313B',
  '#2B313B',
  '#1A1E25',
  '#14171C',
  '#1A1E25',
  '#101317',
];

/** Only what lies over the page throws a shadow. */
const OVERLAY = '0 8px 24px rgb(0 0 0 / 12%)';

/** The look of the house in Mantine's terms; the colour roles of the page are in styles/console.css. */
export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 5 },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  defaultRadius: 8,
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    // Within a dialog the heading is no banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } }, shadow: OVERLAY } },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } }, shadow: OVERLAY } },
  },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '30px' },
      h2: { fontSize: '20px', lineHeight: '26px' },
      h3: { fontSize: '16px', lineHeight: '24px' },
    },
  },
});
