/** IP addresses and CIDR blocks as numbers, both families. */

/** An address as a number, with the width of its family. */
export interface IpAddress {
  value: bigint;
  bits: 32 | 128;
}

/** The address as a number with its width in bits; null where the text is no address. */
export function parseIp(text: string): IpAddress | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): { value: bigint; bits: 32 } | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return { value, bits: 32 };
}

function parseIpv6(text: string): { value: bigint; bits: 128 } | { value: bigint; bits: 32 } | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text);
  if (mapped) return parseIpv4(mapped[1]!);
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = halves[0] === '' ? [] : halves[0]!.split(':');
  const tail = halves.length === 2 && halves[1] !== '' ? halves[1]!.split(':') : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 0) return null;
  let value = 0n;
  for (const group of [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return null;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return { value, bits: 128 };
}

/** True for `a.b.c.d`, an IPv6 address or either with a prefix length. */
export function isIp(text: string): boolean {
  // Names are asked far more often than addresses.
  return (DIGIT_FIRST.test(text) || text.includes(':')) && parseIp(text) !== null;
}

const DIGIT_FIRST = /^\d/;

/** True for an address, or an address with a prefix length that fits its family. */
export function isCidr(text: string): boolean {
  const [address, length, ...rest] = text.split('/');
  const ip = parseIp(address ?? '');
  if (!ip || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= ip.bits);
}

/** Whether the address lies in the block; a block without a prefix length is one address. Host bits are ignored. */
export function inCidr(address: string, cidr: string): boolean {
  const ip = parseIp(address);
  return ip !== null && compileCidr(cidr)(ip);
}

/** The same for many addresses: the block is read once. What is no block holds nothing. */
export function compileCidr(cidr: string): (ip: IpAddress) => boolean {
  const [network, length] = cidr.split('/');
  const base = isCidr(cidr) ? parseIp(network ?? '') : null;
  if (!base) return () => false;
  const shift = BigInt(base.bits - (length === undefined ? base.bits : Number(length)));
  const prefix = base.value >> shift;
  return (ip) => ip.bits === base.bits && ip.value >> shift === prefix;
}

/** An address in the form istiod and ztunnel write it; null where the text is none. */
export function canonicalIp(text: string): string | null {
  if (CANONICAL_V4.test(text)) return text;
  if (DIGIT_FIRST.test(text) && !text.includes(':')) return parseIpv4(text) && withoutZeros(text);
  const ip = parseIp(text);
  return ip && formatIp(ip.value, ip.bits);
}

/** Nearly every address that is met. */
const CANONICAL_V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

const withoutZeros = (text: string): string => text.split('.').map(Number).join('.');

/** A block with its host bits cleared, a block of one address as that address; null where the text is neither. */
export function canonicalBlock(text: string): string | null {
  if (!text.includes('/')) return canonicalIp(text);
  const [address = '', length] = text.split('/');
  const ip = isCidr(text) ? parseIp(address) : null;
  if (!ip) return null;
  const shift = BigInt(ip.bits - Number(length));
  const base = formatIp((ip.value >> shift) << shift, ip.bits);
  return shift === 0n ? base : `${base}/${Number(length)}`;
}

function formatIp(value: bigint, bits: 32 | 128): string {
  const step = bits === 32 ? 8n : 16n;
  const parts: number[] = [];
  for (let at = BigInt(bits) - step; at >= 0n; at -= step) parts.push(Number((value >> at) & ((1n << step) - 1n)));
  return bits === 32 ? parts.join('.') : formatGroups(parts);
}

/** RFC 5952: the first of the longest runs of zeros is left out, unless it is a single one. */
function formatGroups(groups: readonly number[]): string {
  let best = { start: 0, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > best.length) best = { start, length: end - start };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}
