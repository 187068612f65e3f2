/** Where the library that makes PNGs and the letters are. Both are optional: without them there are SVGs alone. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PaintTools } from './paint-messages.ts';

const FONTS = ['inter-latin-400.ttf', 'inter-latin-600.ttf'];

/** In the product a folder beside its one file; in the sources the package and the folder of fonts. null = there is none. */
export function findPaintTools(here: string = import.meta.dirname): PaintTools | null {
  const beside = join(here, 'pictures');
  const library = existsSync(join(beside, 'index.js')) ? join(beside, 'index.js') : findPackage(here);
  const fonts = [beside, join(here, '../../fonts')]
    .map((folder) => FONTS.map((name) => join(folder, name)))
    .find((files) => files.every((file) => existsSync(file)));
  return library === null || fonts === undefined ? null : { library, fonts };
}

function findPackage(here: string): string | null {
  try {
    return createRequire(join(here, 'find-tools.ts')).resolve('@resvg/resvg-js');
  } catch {
    // It is optional, and was not installed.
    return null;
  }
}
