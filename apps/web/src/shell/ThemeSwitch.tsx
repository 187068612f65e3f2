import { useState } from 'react';
import { readTheme, type Theme, writeTheme } from './theme.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

/** System, light, dark, in turn. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const label = `Theme: ${theme}. Change to ${NEXT[theme]}`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        writeTheme(NEXT[theme]);
        setTheme(NEXT[theme]);
      }}
    >
      {SIGNS[theme]}
    </button>
  );
}
