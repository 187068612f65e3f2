import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { paletteOf } from './palette.ts';

it('has the colours of the theme, light and dark', () => {
  const css = readFileSync(join(import.meta.dirname, '../theme.css'), 'utf8');
  const [light, dark] = [paletteOf('light'), paletteOf('dark')];
  for (const token of Object.keys(light) as (keyof typeof light)[]) {
    const value = new RegExp(`^ {2}--${token}: (.*);$`, 'm').exec(css)?.[1];
    const pair = /^light-dark\((\S+), (\S+)\)$/.exec(value ?? '') ?? ['', value, value];
    expect([token, light[token], dark[token]]).toEqual([token, pair[1], pair[2]]);
  }
});
