/** Pictures that were made, for as long as what they show is the newest; and how often somebody may ask for more. */
import { createHash } from 'node:crypto';
import { createRates, type Rates } from '../snapshots/rates.ts';
import { findPaintTools } from './find-tools.ts';
import { createPainter, type Painter, type Unpainted } from './painter.ts';

/** A picture as it is sent. */
export interface Picture {
  readonly bytes: Buffer;
  /** strong entity tag, from the bytes */
  readonly etag: string;
}

export type Drawn = { ok: true; picture: Picture } | Unpainted;

export interface Pictures {
  /** The SVG of a key; made where it is not there. */
  svg(key: string, make: () => string): Picture;
  /** The PNG of an SVG, so many pixels wide; asked for twice at once it is made once. */
  png(key: string, width: number, make: () => string): Promise<Drawn>;
  /** True where the key is there already, so that nothing must be made. */
  has(key: string): boolean;
  /** false where it is known that there are SVGs alone */
  readonly hasPng: boolean;
  /** how often one client may ask, and how often have something made */
  readonly asks: Rates;
  readonly makings: Rates;
  readonly drawSnapshot: Painter['drawSnapshot'];
  close(): Promise<void>;
}

interface Options {
  painter?: Painter;
  /** of all that is kept */
  bytes?: number;
  now?: () => number;
}

const KEPT_BYTES = 24 * 1024 * 1024;
const MOST_KEPT = 400;

/** Least lately used goes first; by size and by number. */
export function createPictures({
  painter = createPainter(findPaintTools()),
  bytes = KEPT_BYTES,
  now = () => Date.now(),
}: Options = {}): Pictures {
  const kept = new Map<string, Picture>();
  const coming = new Map<string, Promise<Drawn>>();
  let size = 0;
  const drop = (key: string): void => {
    size -= kept.get(key)?.bytes.length ?? 0;
    kept.delete(key);
  };
  const find = (key: string): Picture | undefined => {
    const picture = kept.get(key);
    if (picture === undefined) return undefined;
    // Set again, so that the order of the map is the order of use.
    kept.delete(key);
    kept.set(key, picture);
    return picture;
  };
  const keep = (key: string, made: Buffer): Picture => {
    const picture = { bytes: made, etag: `"${createHash('sha256').update(made).digest('base64url').slice(0, 22)}"` };
    drop(key);
    kept.set(key, picture);
    size += made.length;
    while (kept.size > 1 && (size > bytes || kept.size > MOST_KEPT)) drop(kept.keys().next().value!);
    return picture;
  };
  const svg = (key: string, make: () => string): Picture => find(key) ?? keep(key, Buffer.from(make()));
  const paint = async (key: string, width: number, make: () => string): Promise<Drawn> => {
    const painted = await painter.paint(make(), width);
    return painted.ok ? { ok: true, picture: keep(key, painted.png) } : painted;
  };
  return {
    svg,
    async png(key, width, make) {
      const found = find(key);
      if (found !== undefined) return { ok: true, picture: found };
      const drawn = coming.get(key) ?? paint(key, width, make).finally(() => coming.delete(key));
      coming.set(key, drawn);
      return drawn;
    },
    has: (key) => kept.has(key),
    hasPng: painter.isAble,
    asks: createRates(300, 100, now),
    makings: createRates(40, 500, now),
    drawSnapshot: painter.drawSnapshot,
    close: () => painter.close(),
  };
}
