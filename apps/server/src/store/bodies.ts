/** Answers made once for each revision, and compressed once: a thousand readers cost one serialisation. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface Body {
  readonly size: number;
  /** The bytes in an encoding; compressing happens off the main thread, at the first request for it. */
  bytes(encoding: Encoding): Promise<Buffer>;
}

export interface Bodies {
  /** The body of a key at a revision; `make` gives the value to serialise where it is not there yet. */
  at(revision: number, key: string, make: () => unknown): Body;
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
/** Smaller answers gain nothing. */
const WORTH_COMPRESSING = 1024;

/** A cache of bodies, emptied when a newer revision is asked for; of many keys (filters), the least lately used goes first. */
export function createBodies(limit = 64): Bodies {
  const held = new Map<string, Body>();
  let newest = 0;
  return {
    at(revision, name, make) {
      const key = `${revision} ${name}`;
      if (revision > newest) {
        held.clear();
        newest = revision;
      }
      const body = held.get(key) ?? createBody(Buffer.from(JSON.stringify(make())));
      // Set again, so that the order of the map is the order of use.
      held.delete(key);
      held.set(key, body);
      if (held.size > limit) held.delete(held.keys().next().value!);
      return body;
    },
  };
}

/** A body of bytes that are JSON already. */
export function createBody(plain: Buffer): Body {
  const compressed = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(plain)]]);
  return {
    size: plain.length,
    bytes(encoding) {
      if (plain.length < WORTH_COMPRESSING) return Promise.resolve(plain);
      const made = compressed.get(encoding) ?? compress(plain, encoding);
      compressed.set(encoding, made);
      return made;
    },
  };
}

/** True where the body is sent compressed at all. */
export function isCompressible(body: Body): boolean {
  return body.size >= WORTH_COMPRESSING;
}

function compress(plain: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return compressGzip(plain, { level: 6 });
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  return compressBrotli(plain, { params });
}
