/** The colours of a picture: those of `theme.css`, which a picture that goes elsewhere cannot ask. A test holds the two together. */

export type Theme = 'light' | 'dark';

const TOKENS = {
  bg: ['#f6f7f9', '#0d1117'],
  surface: ['#ffffff', '#151b23'],
  'surface-2': ['#f9fafb', '#11171e'],
  'surface-3': ['#eef0f4', '#222a35'],
  border: ['#dfe3e8', '#2a323d'],
  'border-strong': ['#858d98', '#6c7786'],
  text: ['#14181f', '#e9ecf0'],
  'text-2': ['#495160', '#adb6c2'],
  'text-3': ['#646c79', '#8f99a6'],
  ok: ['#009e73', '#009e73'],
  'ok-text': ['#00704f', '#35c79c'],
  broken: ['#d55e00', '#d55e00'],
  'broken-text': ['#ad4300', '#ff9a5a'],
  'broken-bg': ['#fdf0e8', '#2e1c11'],
  warn: ['#e69f00', '#e69f00'],
  'warn-text': ['#835600', '#f2ba49'],
  'warn-bg': ['#fff6df', '#2a210d'],
  'warn-outline': ['#5c3f00', '#e69f00'],
  unknown: ['#767676', '#9099a5'],
  'unknown-text': ['#5b626d', '#a5aeba'],
  focus: ['#0072b2', '#56b4e9'],
  'on-mark': ['#ffffff', '#10151c'],
  'on-warn': ['#201600', '#201600'],
  'chip-kubernetes-bg': ['#eceff3', '#232b36'],
  'chip-kubernetes-text': ['#464e5c', '#bac3cf'],
  'chip-application-bg': ['#f7e6f1', '#331c2b'],
  'chip-application-text': ['#8b3a6d', '#e9a6cf'],
  'chip-istio-bg': ['#fff0c9', '#30260b'],
  'chip-istio-text': ['#755000', '#f2ba49'],
  'chip-configuration-bg': ['#e1f0fb', '#0c2a40'],
  'chip-configuration-text': ['#055a8e', '#6bbcf0'],
} as const;

export type Token = keyof typeof TOKENS;
export type Palette = Readonly<Record<Token, string>>;

/** Every token of the theme as one colour. */
export function paletteOf(theme: Theme): Palette {
  const at = theme === 'light' ? 0 : 1;
  return Object.fromEntries(Object.entries(TOKENS).map(([token, pair]) => [token, pair[at]])) as Record<Token, string>;
}
