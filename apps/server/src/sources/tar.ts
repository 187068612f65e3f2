/** Reading tar archives of strangers: bounded, and with the three ways there are to write a long name. */

export interface TarEntry {
  path: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  /** a view into the archive; empty for all but files */
  data: Uint8Array;
}

const BLOCK = 512;
const TYPES: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '5': 'folder',
  '1': 'link',
  '2': 'link',
};

/** True where bytes begin with the header of a tar archive. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && isHeader(bytes.subarray(0, BLOCK));
}

/** The entries in order; ends with null where the archive is cut off or broken. */
export function* readTar(bytes: Uint8Array): Generator<TarEntry | null> {
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const data = dataAt(bytes, at, header);
    if (data === null) {
      yield null;
      return;
    }
    const type = String.fromCharCode(header[156]!);
    if (EXTENSIONS.has(type)) longName = longNameOf(type, data) ?? longName;
    else {
      yield entryOf(header, type, longName, data);
      longName = null;
    }
    at += BLOCK + Math.ceil(data.length / BLOCK) * BLOCK;
  }
}

/** Headers that tell about the entry after them, or about all. */
const EXTENSIONS = new Set(['L', 'K', 'x', 'g']);

function dataAt(bytes: Uint8Array, at: number, header: Uint8Array): Uint8Array | null {
  const size = numberAt(header, 124, 12);
  const isFine = isHeader(header) && Number.isSafeInteger(size) && size >= 0 && at + BLOCK + size <= bytes.length;
  return isFine ? bytes.subarray(at + BLOCK, at + BLOCK + size) : null;
}

function longNameOf(type: string, data: Uint8Array): string | null {
  if (type === 'L') return textAt(data, 0, data.length);
  return type === 'x' ? paxPath(data) : null;
}

function entryOf(header: Uint8Array, type: string, longName: string | null, data: Uint8Array): TarEntry {
  const kind = TYPES[type] ?? 'other';
  return { path: cleanPath(longName ?? nameOf(header)), kind, data: kind === 'file' ? data : new Uint8Array() };
}

/** The checksum counts its own field as spaces. */
function isHeader(header: Uint8Array): boolean {
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return sum === numberAt(header, 148, 8);
}

/** Octal text, or binary where the first bit is set (sizes above 8 GiB). */
function numberAt(header: Uint8Array, at: number, length: number): number {
  if ((header[at]! & 0x80) === 0) return Number.parseInt(textAt(header, at, length).trim() || '0', 8);
  return header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, header[at]! & 0x7f);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function nameOf(header: Uint8Array): string {
  const name = textAt(header, 0, 100);
  const isUstar = textAt(header, 257, 5) === 'ustar' && header[262] === 0;
  const prefix = isUstar ? textAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `path` of a pax header, whose records are `<length> <key>=<value>\n`. */
function paxPath(data: Uint8Array): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(data))?.[1] ?? null;
}

/** Paths are only labels here, nothing is written; yet they are shown, so they stay inside the archive. */
function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}
