/** Dates and serial numbers of certificates in PEM; of everything else in them nothing is kept. */
import type { RootCertificate } from '../state/kubernetes.ts';
import { bytesOfBase64, textOfBytes } from './base64.ts';

const PEM = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+?)-----END CERTIFICATE-----/g;
/** A bundle has a few roots; more are not read. */
const MOST = 20;

const KNOWN_LIMIT = 50;
const known = new Map<string, readonly RootCertificate[]>();

/** The certificates of a PEM text; one that cannot be read is left out. Equal texts, as every namespace has one, share the answer. */
export function readCertificates(pem: string): readonly RootCertificate[] {
  let found = known.get(pem);
  if (found === undefined) {
    found = [...pem.matchAll(PEM)]
      .slice(0, MOST)
      .flatMap(([, text = '']) => readCertificate(bytesOfBase64(text.replace(/\s/g, ''))) ?? []);
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(pem, found);
  }
  return found;
}

/** One value of DER: its tag and where its content lies. */
interface Value {
  tag: number;
  start: number;
  end: number;
}

const [INTEGER, SEQUENCE, UTC_TIME, GENERALIZED_TIME, VERSION] = [0x02, 0x30, 0x17, 0x18, 0xa0];

/** RFC 5280 4.1: version, serial number, algorithm, issuer, validity. */
function readCertificate(bytes: readonly number[]): RootCertificate | null {
  const whole = valuesIn(bytes, { tag: 0, start: 0, end: bytes.length })[0];
  const signed = whole && valuesIn(bytes, whole)[0];
  if (!signed || signed.tag !== SEQUENCE) return null;
  const fields = valuesIn(bytes, signed).filter(({ tag }) => tag !== VERSION);
  const [serial, , , validity] = fields;
  if (serial?.tag !== INTEGER || validity?.tag !== SEQUENCE) return null;
  const [from, until] = valuesIn(bytes, validity).map((value) => readTime(bytes, value));
  return from && until ? { serial: readSerial(bytes, serial), validFrom: from, expiresAt: until } : null;
}

/** The values side by side in the content of another one; what is cut off ends the list. */
function valuesIn(bytes: readonly number[], { start, end }: Value): Value[] {
  const values: Value[] = [];
  let at = start;
  while (at + 1 < end) {
    const tag = bytes[at]!;
    const { length, from } = lengthAt(bytes, at + 1);
    const until = from + length;
    if (until > end) break;
    values.push({ tag, start: from, end: until });
    at = until;
  }
  return values;
}

function lengthAt(bytes: readonly number[], at: number): { length: number; from: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { length: first, from: at + 1 };
  const size = first - 0x80;
  let length = 0;
  for (let i = 1; i <= size; i++) length = length * 256 + (bytes[at + i] ?? 0);
  return { length, from: at + 1 + size };
}

/** Decimal, as ztunnel writes it. */
function readSerial(bytes: readonly number[], { start, end }: Value): string {
  let number = 0n;
  for (const byte of bytes.slice(start, Math.min(end, start + 32))) number = number * 256n + BigInt(byte);
  return String(number);
}

/** `YYMMDDhhmmssZ`, whose years from 50 on are of the last century, or the same with the whole year. */
function readTime(bytes: readonly number[], { tag, start, end }: Value): string | null {
  const text = textOfBytes(bytes.slice(start, end));
  const digits = tag === UTC_TIME ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!parts || (tag !== UTC_TIME && tag !== GENERALIZED_TIME)) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
