import { Container, createTheme, type MantineColorsTuple, Paper } from '@mantine/core';

/** The accent colour, with enough contrast as text and under white text. */
const accent: MantineColorsTuple = [
  '#eef1fe',
  '#dde2fb',
  '#bac4f5',
  '#95a4ef',
  '#8294ea',
  '#6c7fe3',
  '#5569d8',
  '#4256c4',
  '#374aae',
  '#2b3b92',
];

/** Mantine's dark greys with a touch of blue, so that inputs and menus sit on the same surface as the page. */
const dark: MantineColorsTuple = [
  '#d8dce3',
  '#b8bfca',
  '#a2aab6',
  '#8d96a5',
  '#3a404a',
  '#2e333b',
  '#23272e',
  '#1b1e23',
  '#16181c',
  '#111317',
];

/** System fonts only: nothing is downloaded. */
const fonts = {
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
};

const DIALOG = { defaultProps: { attributes: { header: { role: 'none' } } } };

export const theme = createTheme({
  ...fonts,
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Container: Container.extend({ defaultProps: { size: 1440 } }),
    // By name and not by `Modal.extend`, which would load the component. The header is no landmark: the page has
    // its own.
    Modal: DIALOG,
    Drawer: DIALOG,
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    Paper: Paper.extend({
      defaultProps: { withBorder: true, radius: 'md' },
      styles: { root: { '--paper-border-color': 'var(--ff-line)' } },
    }),
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    },
    Table: { styles: { table: { '--table-border-color': 'var(--ff-line)' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});
