// The look of the instrument: four text sizes, one accent, 6 px corners, surfaces told apart by lightness.
// Every ink is chosen to reach 4.5 : 1 on the surfaces that it may stand on.

import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core'
import type { Settings } from '../shared/ipc.ts'

const signal: MantineColorsTuple = [
  '#e8f3fb',
  '#cfe5f5',
  '#a0cbea',
  '#6db0de',
  '#4399d4',
  '#2889cc',
  '#0072b2',
  '#00659e',
  '#00568a',
  '#004774',
]

/** The kit's dark greys, cooled to the tone of the surfaces. */
const slate: MantineColorsTuple = [
  '#e6e8eb',
  '#c3c8ce',
  '#9aa3ad',
  '#7b858f',
  '#3b4148',
  '#2f353b',
  '#25292e',
  '#1b1e22',
  '#16191c',
  '#131518',
]

/** Inter is bundled; Chinese is set in the system's own face. */
const sans =
  '"Inter Variable", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif'

export const theme = createTheme({
  primaryColor: 'signal',
  primaryShade: { light: 6, dark: 6 },
  colors: { signal, dark: slate },
  defaultRadius: 6,
  fontFamily: sans,
  fontFamilyMonospace: '"JetBrains Mono", ui-monospace, monospace',
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.375rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: { centered: true, shadow: 'none' },
      styles: {
        content: { background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
        title: { fontSize: '1rem', fontWeight: 600 },
      },
    },
    Notification: {
      styles: {
        root: { background: 'var(--surface)', border: '1px solid var(--line)' },
        title: { color: 'var(--mantine-color-text)' },
        description: { color: 'var(--mantine-color-text)' },
      },
    },
    // A placeholder for the focus would be a child that no menu may have: the first item takes it.
    Menu: {
      defaultProps: { shadow: 'none', withinPortal: true, withInitialFocusPlaceholder: false },
    },
    Tooltip: {
      defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true },
    },
  },
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f3f4f6',
    '--mantine-color-text': '#1b1f24',
    '--mantine-color-dimmed': '#56606b',
    '--mantine-color-placeholder': '#646d78',
    '--mantine-color-error': '#b3261e',
    '--surface': '#ffffff',
    '--surface-sunk': '#e9ebee',
    '--line': '#d9dde2',
    '--ink-ready': '#00704f',
    '--ink-warn': '#8a5600',
    '--ink-bad': '#b3261e',
    '--wash-warn': '#fdf3e0',
    '--wash-bad': '#fdeceb',
    '--wash-accent': '#e8f3fb',
    '--ink-accent': '#00568a',
    '--banner': '#a33a00',
  },
  dark: {
    '--mantine-color-body': '#131518',
    '--mantine-color-text': '#e6e8eb',
    '--mantine-color-dimmed': '#9aa3ad',
    '--mantine-color-placeholder': '#8a939d',
    '--mantine-color-error': '#ff8a80',
    '--surface': '#1b1e22',
    '--surface-sunk': '#25292e',
    '--line': '#33383e',
    '--ink-ready': '#35c796',
    '--ink-warn': '#e6b450',
    '--ink-bad': '#ff8a80',
    '--wash-warn': '#2b2518',
    '--wash-bad': '#2f1d1c',
    '--wash-accent': '#16293a',
    '--ink-accent': '#7cc4f0',
    '--banner': '#a33a00',
  },
})

type Scheme = NonNullable<Settings['colorScheme']>

/** Keeps the scheme where the settings keep it, and not in the page's own storage. */
export function schemeManager(initial: Scheme): MantineColorSchemeManager {
  let scheme = initial
  return {
    get: () => scheme,
    set: (next) => {
      scheme = next
    },
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => {},
  }
}
