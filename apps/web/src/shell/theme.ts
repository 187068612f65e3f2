import { readStored, writeStored } from './storage.ts';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'hopscope.theme';

export function readTheme(): Theme {
  const stored = readStored(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Writes the choice to the root element and remembers it; `system` leaves no trace. */
export function writeTheme(theme: Theme): void {
  writeStored(KEY, theme === 'system' ? null : theme);
  applyStoredTheme();
}

export function applyStoredTheme(): void {
  const theme = readTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
